import type { CourseGrades, LearnerGrades, SubsectionGrade } from '../../lms/index.js'
import type { SafeHtml } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'
import { dateText } from './date-text.js'

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

/** Where a subsection begins. */
export function hrefOf(base: string, { subsection }: SubsectionGrade): string {
  return `${base}/units/${encodeURIComponent(subsection.units[0]?.key ?? subsection.key)}`
}

/** When something is due, or was. */
export function dueText(words: PageWords, due: number, now: number): SafeHtml {
  const date = dateText(words, due)
  return due > now ? words.sayHtml('Due {date}', { date }) : words.sayHtml('Was due {date}', { date })
}
