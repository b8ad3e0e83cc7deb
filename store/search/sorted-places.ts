import type { Cursor } from './cursor.js'

/** @param isLast whether greater keys come first */
export function compareCursors(one: Cursor, other: Cursor, isLast: boolean): number {
  if (one.key !== other.key) return one.key < other.key === isLast ? 1 : -1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}

/** The first index of a sorted list that stands behind a cursor; for one in the list, the one behind it. */
export function indexBehind(
  length: number,
  cursorAt: (index: number) => Cursor,
  after: Cursor,
  isLast: boolean,
): number {
  let [start, end] = [0, length]
  while (start < end) {
    const middle = (start + end) >> 1
    if (compareCursors(cursorAt(middle), after, isLast) <= 0) start = middle + 1
    else end = middle
  }
  return start
}

/** Places of documents in an order, sorted when they are first asked for and kept so from then on. */
export class SortedPlaces {
  #places: number[] | undefined

  /** @param isLast whether greater keys come first */
  constructor(
    private readonly cursorOf: (place: number) => Cursor,
    private readonly isLast: boolean,
  ) {}

  /** @param all places, in any order */
  of(all: () => Iterable<number>): readonly number[] {
    if (this.#places) return this.#places
    const placed = [...all()].map((place) => ({ place, ...this.cursorOf(place) }))
    placed.sort((one, other) => compareCursors(one, other, this.isLast))
    return (this.#places = placed.map(({ place }) => place))
  }

  /** Takes in a document that was added. */
  add(place: number): void {
    this.#places?.splice(this.#behind(place), 0, place)
  }

  /** Leaves out a document that is about to go. */
  remove(place: number): void {
    this.#places?.splice(this.#behind(place) - 1, 1)
  }

  #behind(place: number): number {
    const places = this.#places ?? []
    const cursorAt = (index: number) => this.cursorOf(places[index] ?? 0)
    return indexBehind(places.length, cursorAt, this.cursorOf(place), this.isLast)
  }
}
