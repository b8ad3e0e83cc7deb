/**
 * Of children that are in both lists, those that stand in another order: all but a longest run of them that kept theirs. So
 * moving one child names one.
 */
export function movedChildren(before: readonly string[], after: readonly string[]): readonly string[] {
  const places = new Map(before.map((child, place) => [child, place]))
  const common = after.filter((child) => places.has(child))
  const placeOf = (child: string) => places.get(child) ?? 0
  /** The last child of the best run of each length so far, by its index in `common`. */
  const ends: number[] = []
  const previous: (number | undefined)[] = []
  for (const [index, child] of common.entries()) {
    const place = placeOf(child)
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (placeOf(common[ends[middle] ?? 0] ?? '') < place) low = middle + 1
      else high = middle
    }
    previous.push(low > 0 ? ends[low - 1] : undefined)
    ends[low] = index
  }
  const kept = new Set<number>()
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) kept.add(at)
  return common.filter((_, index) => !kept.has(index))
}
