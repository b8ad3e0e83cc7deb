import type { TreeMap } from '../../store/index.js'
import type { UsePlace } from './block-use.js'

/** A place as it is stored: what it stands in is looked up when it is asked for. */
export type StoredPlace = Omit<UsePlace, 'unit'>

/** How many places there are in each course or library, by its key. */
export type UseCounts = Readonly<Record<string, number>>

/** What is kept of where the blocks of one library are used. */
export type UsageEntry = UseCounts | readonly StoredPlace[]

/** The name under which the counts of a whole library stand: no block is called so. */
export const allBlocks = '='

/** Where the places of a block in one course or library stand; keys have no spaces. */
export function placesKey(block: string, context: string): string {
  return `${block} ${context}`
}

/** What a change does to the places of blocks of one library in one context: by block, then by the usage that refers to it. */
export type PlaceChanges = ReadonlyMap<string, ReadonlyMap<string, StoredPlace | undefined>>

/** The map of a library after changes of one context. */
export async function withPlaces(
  map: TreeMap<UsageEntry>,
  context: string,
  changes: PlaceChanges,
): Promise<TreeMap<UsageEntry>> {
  const blocks = [...changes.keys()]
  const [places, counts] = await Promise.all([
    map.getMany(blocks.map((block) => placesKey(block, context))),
    map.getMany([...blocks, allBlocks]),
  ])
  const writes = new Map<string, UsageEntry | undefined>()
  let difference = 0
  for (const [block, changed] of changes) {
    const key = placesKey(block, context)
    const before = (places.get(key) ?? []) as readonly StoredPlace[]
    const kept = before.filter(({ usage }) => !changed.has(usage))
    const added = [...changed.values()].filter((place) => place !== undefined)
    const after = [...kept, ...added].sort((one, other) => (one.usage < other.usage ? -1 : 1))
    writes.set(key, after.length > 0 ? after : undefined)
    writes.set(block, withCount((counts.get(block) ?? {}) as UseCounts, context, after.length))
    difference += after.length - before.length
  }
  const all = (counts.get(allBlocks) ?? {}) as UseCounts
  writes.set(allBlocks, withCount(all, context, (all[context] ?? 0) + difference))
  return map.with(writes)
}

function withCount(counts: UseCounts, context: string, count: number): UseCounts | undefined {
  const { [context]: _before, ...others } = counts
  const after = count > 0 ? { ...others, [context]: count } : others
  return Object.keys(after).length > 0 ? after : undefined
}
