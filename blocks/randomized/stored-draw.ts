import { isJsonArray, isJsonObject, type ChoiceMembers, type Json } from '../../runtime/index.js'

/** What a bank stored of a learner: keys in the order shown, or those with the number of the draw once the learner has begun anew. */
export interface StoredDraw {
  /** How often the learner began anew. */
  readonly draw: number
  /** Usage keys, or the incumbent's pairs of type and id. */
  readonly keys: Json | undefined
  /** Usage keys of what was shown last time; a draw comes to them after all others. */
  readonly last: readonly string[]
}

/** Reads what is stored. */
export function storedDraw(stored: Json | undefined): StoredDraw {
  if (!isJsonObject(stored)) return { draw: 0, keys: stored, last: [] }
  const { draw, selected, last } = stored
  return {
    draw: typeof draw === 'number' ? draw : 0,
    keys: selected,
    last: last !== undefined && isJsonArray(last) ? last.filter((key) => typeof key === 'string') : [],
  }
}

/** A selection as it is stored, in a draw that is under way. */
export function toStore({ draw, last }: StoredDraw, selected: readonly string[]): Json {
  if (draw === 0) return selected
  return { draw, selected, ...(last.length > 0 && { last }) }
}

/**
 * What to store so that the next draw is another one.
 * @param isOther whether it comes last to what was shown before
 */
export function nextDraw(stored: Json | undefined, isOther = false): Json {
  const { draw, keys } = storedDraw(stored)
  const before = isOther && keys !== undefined && isJsonArray(keys) ? keys : []
  const last = before.filter((key) => typeof key === 'string')
  return toStore({ draw: draw + 1, keys, last }, [])
}

/** The usage keys of a stored selection, each once; the incumbent's pairs as the members that they are. */
export function storedKeys(stored: Json | undefined, members: ChoiceMembers): string[] {
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
