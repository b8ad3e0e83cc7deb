import type { CourseGrades, LearnerGrades, SubsectionGrade } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { dateText } from '../date-text.js'

/** What a learner's page of their progress is made of. */
export interface ProgressPageParts {
  readonly words: PageWords
  /** The host's base path. */
  readonly base: string
  readonly course: CourseGrades['course']
  readonly grades: LearnerGrades
  /** Key of the section that is open, where not all are shown. */
  readonly opened?: string | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** How much is done of what is to be done. */
export function doneText(words: PageWords, { done, blocks }: LearnerGrades['completion']): string {
  return words.say('{blocks, plural, =0 {Nothing to complete} other {{done} of # done}}', {
    blocks,
    done: words.formatNumber(Math.floor(done)),
  })
}

/** A share as people read it: whole percents, or with what is behind the point where there is something. */
export function percent(words: PageWords, share: number): string {
  return words.formatNumber(share, { style: 'percent', maximumFractionDigits: 1 })
}

/** The title of a subsection, which leads to where it begins for the learner. */
export function subsectionLink(
  { words, base }: Pick<ProgressPageParts, 'words' | 'base'>,
  { subsection, entry }: SubsectionGrade,
): SafeHtml {
  const title = words.ofCourse(subsection.title)
  return entry === undefined
    ? html`<span>${title}</span>`
    : html`<a href="${base}/units/${encodeURIComponent(entry)}">${title}</a>`
}

/** When something is due, or was. */
export function dueText(words: PageWords, due: number, now: number): SafeHtml {
  const date = dateText(words, due)
  return due > now ? words.sayHtml('Due {date}', { date }) : words.sayHtml('Was due {date}', { date })
}
