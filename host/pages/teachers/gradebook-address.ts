import type { GradebookSort } from '../../gradebook/gradebook-order.js'
import type { PageWords } from '../../words/index.js'

/** How a gradebook is asked for, as its address says. */
export interface GradebookAsked {
  readonly search: string
  readonly group: string
  readonly sort: GradebookSort | undefined
  /** The job that put learners in order. */
  readonly order?: string | undefined
  /** Whether cells show points in place of shares. */
  readonly isInPoints: boolean
}

/** What a gradebook's page is made of. */
export interface GradebookPlace {
  readonly words: PageWords
  readonly base: string
  /** The course, as text, and its name. */
  readonly context: string
  readonly title: string
  readonly asked: GradebookAsked
}

/** Where the gradebook of a course is. */
export function gradebookAddress(base: string, context: string): string {
  return `${base}/staff/contexts/${encodeURIComponent(context)}/gradebook`
}

/** What an address says; the rest is as it is asked for. */
export interface GradebookChange extends Partial<GradebookAsked> {
  /** Where the page begins; at the beginning where it is left out. */
  readonly at?: Readonly<Record<string, string | number>>
  /** What the address of the gradebook ends with: `.csv`, `/order`. */
  readonly ending?: string
}

/** The same gradebook asked for otherwise: what is not changed stays. */
export function askedAddress({ base, context, asked }: GradebookPlace, change: GradebookChange = {}): string {
  const { at = {}, ending = '', ...other } = change
  const query = new URLSearchParams(askedFields({ ...asked, ...other }))
  for (const [name, value] of Object.entries(at)) if (value !== 0) query.set(name, String(value))
  const text = query.toString()
  return `${gradebookAddress(base, context)}${ending}${text === '' ? '' : `?${text}`}`
}

/** What an address says of how a gradebook is asked for, without what is left out. */
export function askedFields({
  search,
  group,
  sort,
  order,
  isInPoints,
}: GradebookAsked): readonly [name: string, value: string][] {
  const fields: readonly [name: string, value: string][] = [
    ['search', search],
    ['group', group],
    // An order is of one kind already.
    ['sort', order === undefined ? (sort ?? '') : ''],
    ['order', order ?? ''],
    ['show', isInPoints ? 'points' : ''],
  ]
  return fields.filter(([, value]) => value !== '')
}
