import { isJsonArray, isJsonObject, type ChoiceMembers, type Chosen, type Json } from '../../runtime/index.js'
import { DrawOrder } from './draw-order.js'

/** What {@link chooseChildren} goes by. */
export interface DrawRequest {
  /** The pool. */
  readonly members: ChoiceMembers
  /** How many to show; below zero means all. */
  readonly count: number
  /** What was stored before: usage keys, or the incumbent's pairs of type and id. */
  readonly stored: Json | undefined
  /** The same text for the same learner at the same bank. */
  readonly seed: string
}

/** A member as it is drawn. */
interface Drawn {
  readonly key: string
  /** Its {@link DrawOrder}. */
  readonly order: number
}

/**
 * Which children a learner sees, and in which order. Each child has a place in the learner's own order of the pool; the
 * first are drawn. So the draw is the same before and after it is stored, and a changed pool
 * changes only what it must: children that left are dropped, the last in that order go when there are too many,
 * the first come in when there are too few, and those that stay keep their order.
 * (semantics of the incumbent's ItemBankMixin.make_selection, seeded; docs/decisions/0006-selection.md, 0074)
 */
export function chooseChildren({ members, count, stored, seed }: DrawRequest): Required<Chosen> {
  const limit = count < 0 ? members.size : Math.min(count, members.size)
  const { draw, keys } = storedDraw(stored)
  const previous = storedKeys(keys, members)
  const order = new DrawOrder(draw === 0 ? seed : `${seed}|${draw}`)
  const places = new Map(previous.map((key) => [key, members.placeOf(key)]))
  const invalid = previous.filter((key) => (places.get(key) ?? -1) < 0)
  const valid = previous.flatMap((key) => {
    const place = places.get(key) ?? -1
    return place < 0 ? [] : [{ key, order: order.of(members.ranks[place] ?? 0) }]
  })
  const kept = new Set(valid.toSorted(byOrder).slice(0, limit))
  const overlimit = valid.filter((one) => !kept.has(one)).map(({ key }) => key)
  const missing = limit - kept.size
  const added = missing > 0 ? firstOf(members, missing, order, new Set(places.values())) : []
  const changed = invalid.length + overlimit.length + added.length > 0
  const selected = (
    changed
      ? inserted(
          valid.filter((one) => kept.has(one)),
          added,
        )
      : valid
  ).map(({ key }) => key)
  const toStore = draw === 0 ? selected : { draw, selected }
  return { selected, toStore, changed, invalid, overlimit, added: added.map(({ key }) => key) }
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

/** The first few of the pool in the learner's order, without those that were drawn before. One look at each member. */
function firstOf(
  members: ChoiceMembers,
  count: number,
  order: DrawOrder,
  without: ReadonlySet<number>,
): Drawn[] {
  const { size, ranks } = members
  const first: { place: number; order: number }[] = []
  let last = Infinity
  let room = 2 * count + 16
  for (let place = 0; place < size; place++) {
    const own = order.of(ranks[place] ?? 0)
    // While few are drawn, nearly all members are behind the last of them, and that is all there is to do.
    if (own > last || without.has(place)) continue
    first.push({ place, order: own })
    if (first.length < room) continue
    first.sort((one, other) => one.order - other.order)
    last = first[count - 1]?.order ?? Infinity
    while ((first.at(-1)?.order ?? last) > last) first.pop()
    room = Math.max(2 * count + 16, 2 * first.length)
  }
  const named = first.map((one) => ({ key: members.keyAt(one.place) ?? '', order: one.order }))
  return named.sort(byOrder).slice(0, count)
}

/** The kept ones in their order, each newcomer before the first kept one that comes later in the learner's order. */
function inserted(kept: readonly Drawn[], added: readonly Drawn[]): Drawn[] {
  const whole = [...kept]
  for (const one of added) {
    const place = whole.findIndex((other) => byOrder(one, other) < 0)
    whole.splice(place < 0 ? whole.length : place, 0, one)
  }
  return whole
}

/** Two members may have one rank, so their keys decide last. */
function byOrder(one: Drawn, other: Drawn): number {
  return one.order - other.order || (one.key < other.key ? -1 : 1)
}

function storedKeys(stored: Json | undefined, members: ChoiceMembers): string[] {
  if (stored === undefined || !isJsonArray(stored)) return []
  const keys = stored.map((item) => {
    if (typeof item === 'string') return item
    const [type, id] = isJsonArray(item) ? item : []
    if (typeof type !== 'string' || typeof id !== 'string') return JSON.stringify(item)
    return keyOfBlock(members, type, id) ?? `${type}:${id}`
  })
  return [...new Set(keys)]
}

function keyOfBlock(members: ChoiceMembers, type: string, id: string): string | undefined {
  for (let place = 0; place < members.size; place++) {
    const key = members.keyAt(place)
    if (key?.endsWith(`type@${type}+block@${id}`) || key?.endsWith(`:${type}:${id}`)) return key
  }
  return undefined
}
