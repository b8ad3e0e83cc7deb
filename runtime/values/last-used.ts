import { LRUCache } from 'lru-cache'

const one = () => 1

/**
 * A cache of what was used last, which takes memory as it fills: one that is told a count takes room for all of them when it is
 * made, for 20,000 half a megabyte and two milliseconds.
 * @param most how many it keeps
 */
export function lastUsed<V extends {}>(most: number): LRUCache<string, V> {
  return new LRUCache({ maxSize: most, sizeCalculation: one })
}
