import { rankOf } from '../unit/packed-pool.js'

/** The children that a choice is made among. They are asked for by their place, as there may be thousands. */
export interface ChoiceMembers {
  readonly size: number
  /** For each a number of 32 bits that follows from its key alone; a draw mixes it with the learner's seed. */
  readonly ranks: ArrayLike<number>
  /** Usage key, as text; undefined beyond the last. */
  keyAt(place: number): string | undefined
  /** The place of a usage key; -1 where it is none of them. */
  placeOf(key: string): number
  /**
   * What a member is one use of: the library block, as text, of those from a library and of copies that are linked to one; else
   * its own key. '' beyond the last.
   */
  componentAt(place: number): string
  /** The place of the first member that is a use of a component; -1 for none. */
  placeOfComponent(component: string): number
  /** The same for banks that have the same members, each of which is another component; left out where that is not known. */
  readonly shared?: object | undefined
}

/** Children of which the keys are at hand. */
export function listedMembers(keys: readonly string[]): ChoiceMembers {
  const places = new Map(keys.map((key, place) => [key, place]))
  return {
    size: keys.length,
    ranks: Uint32Array.from(keys, rankOf),
    keyAt: (place) => keys[place],
    placeOf: (key) => places.get(key) ?? -1,
    componentAt: (place) => keys[place] ?? '',
    placeOfComponent: (component) => places.get(component) ?? -1,
  }
}
