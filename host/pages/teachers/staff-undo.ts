import { givenMark, type LastDeed, type RecentChange } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { learnerAddress } from './staff-place.js'

/** The form that undoes what staff did last to a learner's work at a block. */
export function blockUndo(
  words: PageWords,
  { last, before }: LastDeed,
  at: { readonly address: string; readonly learner: string; readonly worth: number | null },
): SafeHtml | undefined {
  const { address, learner, worth } = at
  if (last.deed === 'attempts-reset') {
    const used = before?.attempts ?? 0
    return used > 0 ? undoForm(words, `${address}/attempts`, { learner, used: String(used) }) : undefined
  }
  const grade = before?.deed === 'score-given' ? before.result?.grade : undefined
  const seen = scoreMark(last)
  if (!grade) return undoForm(words, `${address}/take-back`, { learner, seen })
  const score = grade.possible > 0 ? (grade.earned * (worth ?? grade.possible)) / grade.possible : 0
  const fields = { learner, seen, score: String(score), reason: reasonOf(words, before) }
  return undoForm(words, `${address}/override`, fields)
}

/** The form that undoes what staff did last to a learner's score or date of a subsection. */
export function subsectionUndo(
  words: PageWords,
  { last, before }: LastDeed,
  at: { readonly base: string; readonly context: string; readonly learner: string },
): SafeHtml {
  const { usage } = last
  const address = learnerAddress(at.base, at.context, at.learner)
  const isDate = last.deed === 'extended' || last.deed === 'extension-removed'
  const action = `${address}/${isDate ? 'extension' : 'override'}`
  const seen = isDate ? dateMark(last) : scoreMark(last)
  const isGiven = before?.deed === 'extended' || before?.deed === 'score-given'
  if (!isGiven) return undoForm(words, action, { usage, seen, undo: '1' })
  const given = isDate
    ? { due: before.due === null ? 'never' : String(before.due ?? '') }
    : { earned: String(before.earned ?? 0) }
  return undoForm(words, action, { usage, seen, ...given, reason: reasonOf(words, before) })
}

function undoForm(words: PageWords, action: string, fields: Readonly<Record<string, string>>): SafeHtml {
  return html`<form class="staff-undo" method="post" action="${action}">${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<button type="submit" class="secondary">${words.say('Undo')}</button></form>`
}

function scoreMark({ deed, at = 0, result, earned }: RecentChange): string {
  if (deed !== 'score-given') return ''
  return givenMark({ at: result?.grade?.at ?? at, value: result?.grade?.earned ?? earned ?? null })
}

function dateMark({ deed, at = 0, due = null }: RecentChange): string {
  return deed === 'extended' ? givenMark({ at, value: due }) : ''
}

function reasonOf(words: PageWords, before: RecentChange | undefined): string {
  return before?.staff?.reason ?? words.say('As it was before')
}
