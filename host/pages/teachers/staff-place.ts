import type { SubmittedBlock } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { KnownPerson } from '../../known-people.js'
import type { PageWords } from '../../words/index.js'
import { points } from '../learners/outline-page.js'

/** Where a page for staff stands. */
export interface StaffPlace {
  readonly words: PageWords
  readonly base: string
  /** Of the course, as text. */
  readonly context: string
  readonly unit: { readonly key: string; readonly title: string }
  /** What has just happened. */
  readonly news?: SafeHtml | undefined
}

/** A block as a page for staff shows it. */
export interface StaffBlockPlace extends StaffPlace {
  readonly block: SubmittedBlock
}

/** People by their ids, as the host's directory names them. */
export type PeopleById = ReadonlyMap<string, KnownPerson>

/** The ways back from a page for staff. */
export function staffCrumbs({ words, base, unit }: StaffPlace, more: SafeHtml | '' = ''): SafeHtml {
  const key = encodeURIComponent(unit.key)
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${base}/units/${key}">${words.ofCourse(unit.title)}</a> › <a href="${base}/staff/units/${key}">${words.say('Submissions')}</a>${more}</nav>`
}

/** The same with the block. */
export function blockCrumbs(place: StaffBlockPlace): SafeHtml {
  const { words, block } = place
  return staffCrumbs(place, html` › <a href="${blockAddress(place)}">${words.ofCourse(block.title)}</a>`)
}

export function newsLine({ news }: Pick<StaffPlace, 'news'>): SafeHtml | undefined {
  return news === undefined ? undefined : html`<div class="staff-news" role="status">${news}</div>`
}

/** Who of staff gave something in place of what there was, and why. */
export function givenNote(
  words: PageWords,
  staff: PeopleById,
  { by, reason }: { readonly by: string; readonly reason: string },
): SafeHtml {
  const name = html`<bdi>${staff.get(by)?.name ?? by}</bdi>`
  return html`<p class="override-note">${words.sayHtml('Given by {name}: {reason}', { name, reason: html`<q><bdi>${reason}</bdi></q>` })}</p>`
}

/** Where staff may say why. */
export function mayReasonField(words: PageWords, id: string): SafeHtml {
  return html`<p><label for="${id}">${words.say('Why, for others of staff; it may be left out')}</label>
<textarea id="${id}" name="reason" rows="2" maxlength="2000"></textarea></p>`
}

/** Where staff have to say why. */
export function reasonField(words: PageWords, id: string, typed = ''): SafeHtml {
  return html`<p><label for="${id}">${words.say('Reason, which only staff read')}</label>
<textarea id="${id}" name="reason" rows="2" maxlength="2000" required>${typed}</textarea></p>`
}

/** The page of a block for staff. */
export function blockAddress({ base, block }: Pick<StaffBlockPlace, 'base' | 'block'>): string {
  return `${base}/staff/blocks/${encodeURIComponent(block.key)}`
}

/** The page of a learner in a course for staff. */
export function learnerAddress(base: string, context: string, learner: string): string {
  return `${base}/staff/contexts/${encodeURIComponent(context)}/learners/${encodeURIComponent(learner)}`
}

/** Points as people read them: `2 of 5`. */
export function scoreText(
  words: PageWords,
  score: { readonly earned: number; readonly possible: number } | null | undefined,
): string {
  if (!score) return words.say('no grade')
  return words.say('{earned} of {possible}', {
    earned: points(words, score.earned),
    possible: points(words, score.possible),
  })
}

/** What a person is known by besides their name: what they sign in with, their mail, else their id. */
export function personDetail({ id, name, username, email }: KnownPerson): string {
  const others = [username, email].filter((one): one is string => !!one && one !== name)
  return others.length > 0 ? others.join(' · ') : id === name ? '' : id
}

/** A person's name with what tells them from others of the same name. */
export function personName(person: KnownPerson, address?: string): SafeHtml {
  const name = html`<bdi>${person.name}</bdi>`
  const detail = personDetail(person)
  return html`${address === undefined ? name : html`<a href="${address}">${name}</a>`}${detail !== '' && html` <small class="person-detail"><bdi>${detail}</bdi></small>`}`
}

/** A moment in the reader's language and time zone. @param at epoch milliseconds, or ISO 8601 */
export function momentText(words: PageWords, at: number | string): SafeHtml | '' {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return ''
  const text = words.formatDate(date, { dateStyle: 'medium', timeStyle: 'short' })
  return html`<time datetime="${date.toISOString()}">${text}</time>`
}

export function learnersText(words: PageWords, count: number): string {
  return words.say('{count, plural, one {# learner} other {# learners}}', { count })
}
