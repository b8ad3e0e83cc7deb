import { toSay } from '../../words/index.js'

/** By what the list of a library may be narrowed down on its page, and what each is called. */
export const libraryFilters = [
  ['types', toSay('Type')],
  ['status', toSay('Status')],
  ['tags', toSay('Tag')],
  ['collections', toSay('Collection')],
] as const

/** Which part of the list is asked for. */
export interface AskedList {
  readonly words: string
  /** By the name of a filter, the one value that is asked for. */
  readonly filters: Readonly<Partial<Record<(typeof libraryFilters)[number][0], string>>>
  /** `next` of the page before; '' for the first. */
  readonly after: string
  /** Usage key of the container that blocks are looked for; '' for none. */
  readonly into: string
}

/** What an address asks for. */
export function askedIn(query: URLSearchParams): AskedList {
  const filters = libraryFilters.flatMap(([name]) => {
    const value = query.get(name) ?? ''
    return value === '' ? [] : [[name, value] as const]
  })
  return {
    words: (query.get('words') ?? '').trim().slice(0, 500),
    filters: Object.fromEntries(filters),
    after: query.get('after') ?? '',
    into: query.get('into') ?? '',
  }
}

/** The same as the query of an address. @param more names with values, empty ones left out */
export function queryOf(
  { words, filters, into }: AskedList,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams()
  if (words !== '') query.set('words', words)
  for (const [name, value] of Object.entries(filters)) query.set(name, value)
  for (const [name, value] of Object.entries({ into, ...more })) if (value !== '') query.set(name, value)
  return query.toString()
}
