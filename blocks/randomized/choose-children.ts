import { createHash } from 'node:crypto'
import { isJsonArray, isJsonObject, type Chosen, type Json } from '../../runtime/index.js'

/** What {@link chooseChildren} goes by. */
export interface DrawRequest {
  /** Usage keys of the pool, as text. */
  readonly children: readonly string[]
  /** How many to show; below zero means all. */
  readonly count: number
  /** What was stored before: usage keys, or the incumbent's pairs of type and id. */
  readonly stored: Json | undefined
  /** The same text for the same learner at the same bank. */
  readonly seed: string
}

/**
 * Which children a learner sees, and in which order. Each child has a rank that only the seed and its own key
 * decide; the lowest ranks are drawn. So the draw is the same before and after it is stored, and a changed pool
 * changes only what it must: children that left are dropped, the highest ranks go when there are too many,
 * the lowest come in when there are too few, and those that stay keep their order.
 * (semantics of the incumbent's ItemBankMixin.make_selection, seeded; docs/decisions/0006-selection.md)
 */
export function chooseChildren({ children, count, stored, seed }: DrawRequest): Required<Chosen> {
  const limit = count < 0 ? children.length : Math.min(count, children.length)
  const { draw, keys } = storedDraw(stored)
  const previous = storedKeys(keys, children)
  const pool = new Set(children)
  const invalid = previous.filter((key) => !pool.has(key))
  const valid = previous.filter((key) => pool.has(key))
  const rank = ranks(draw === 0 ? seed : `${seed}|${draw}`, children)
  const kept = new Set([...valid].sort(byRank(rank)).slice(0, limit))
  const overlimit = valid.filter((key) => !kept.has(key))
  const added = children
    .filter((key) => !kept.has(key) && !valid.includes(key))
    .sort(byRank(rank))
    .slice(0, limit - kept.size)
  const changed = invalid.length + overlimit.length + added.length > 0
  const selected = changed
    ? inserted(
        valid.filter((key) => kept.has(key)),
        added,
        rank,
      )
    : valid
  const toStore = draw === 0 ? selected : { draw, selected }
  return { selected, toStore, changed, invalid, overlimit, added }
}

/** What to store so that the next draw is another one. */
export function nextDraw(stored: Json | undefined): Json {
  return { draw: storedDraw(stored).draw + 1, selected: [] }
}

/** A selection is stored as it is, or with the number of its draw once the learner has begun anew. */
function storedDraw(stored: Json | undefined): { readonly draw: number; readonly keys: Json | undefined } {
  if (!isJsonObject(stored)) return { draw: 0, keys: stored }
  return { draw: typeof stored['draw'] === 'number' ? stored['draw'] : 0, keys: stored['selected'] }
}

/** The kept ones in their order, each newcomer before the first kept one of a higher rank. */
function inserted(
  kept: readonly string[],
  added: readonly string[],
  rank: ReadonlyMap<string, string>,
): string[] {
  const order = [...kept]
  for (const key of added) {
    const place = order.findIndex((other) => byRank(rank)(key, other) < 0)
    order.splice(place < 0 ? order.length : place, 0, key)
  }
  return order
}

function ranks(seed: string, children: readonly string[]): ReadonlyMap<string, string> {
  return new Map(children.map((key) => [key, createHash('sha256').update(`${seed}\n${key}`).digest('hex')]))
}

function byRank(rank: ReadonlyMap<string, string>) {
  return (one: string, other: string): number => ((rank.get(one) ?? '') < (rank.get(other) ?? '') ? -1 : 1)
}

function storedKeys(stored: Json | undefined, children: readonly string[]): string[] {
  if (stored === undefined || !isJsonArray(stored)) return []
  const keys = stored.map((item) => {
    if (typeof item === 'string') return item
    const [type, id] = isJsonArray(item) ? item : []
    if (typeof type !== 'string' || typeof id !== 'string') return JSON.stringify(item)
    return children.find((key) => endsWithBlock(key, type, id)) ?? `${type}:${id}`
  })
  return [...new Set(keys)]
}

function endsWithBlock(key: string, type: string, id: string): boolean {
  return key.endsWith(`type@${type}+block@${id}`) || key.endsWith(`:${type}:${id}`)
}
