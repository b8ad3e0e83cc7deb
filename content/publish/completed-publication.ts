import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BlockTypes } from '../../runtime/block/index.js'
import type {
  OutlineLine,
  Publication,
  PublishedUnit,
  SummaryBlock,
  UnitEntry,
} from '../../runtime/unit/index.js'
import { contentHash, type Json } from '../../runtime/values/index.js'
import type { Blobs } from '../../store/index.js'
import { Trees } from '../../store/tree/index.js'
import { noteContents } from './outline-contents.js'
import { PublicationMaps } from './publication-maps.js'
import { unitCounts } from './unit-counts.js'

/** Units, and lines, that are read at a time; others are let in after them. */
const batch = 25

/**
 * Stores what a publication of older code does not say of what is in its parts, worked out of what it has: all else stays as it is.
 * @returns the content hash of the publication that says it, which nobody sees yet
 * @param signal ends it
 * @throws CompositorError `store-unavailable`, `store-full`, `store-damaged`; the reason of the signal
 */
export async function completedPublication(
  publication: Publication,
  blobs: Blobs,
  types: BlockTypes,
  signal?: AbortSignal,
): Promise<string> {
  const trees = new Trees(blobs)
  const maps = new PublicationMaps(trees, publication)
  let waiting: UnitEntry[] = []
  const count = async () => {
    const units = await parsed<PublishedUnit>(
      blobs,
      waiting.map(({ record }) => `unit:${record}`),
    )
    const summaries = await parsed<SummaryBlock>(
      blobs,
      waiting.map(({ summary }) => `summary:${summary}`),
    )
    for (const [place, entry] of waiting.entries()) {
      const [unit, summary] = [units[place], summaries[place]]
      if (unit && summary)
        maps.units.set(entry.key, { ...entry, counts: unitCounts(unit.root, summary, types) })
    }
    waiting = []
    await maps.settle()
    await nextTurn()
    signal?.throwIfAborted()
  }
  for await (const [, entry] of trees.open<UnitEntry>(publication.units).entries()) {
    if (!entry.counts) waiting.push(entry)
    if (waiting.length >= batch) await count()
  }
  await count()
  const parts: string[] = []
  for await (const [key, line] of trees.open<OutlineLine>(publication.outline).entries())
    if (!line.isUnit) parts.push(key)
  await noteContents(maps, parts)
  const completed = { ...publication, ...(await maps.roots()) }
  const hash = contentHash(completed as unknown as Json)
  await blobs.put([{ name: `publication:${hash}`, text: JSON.stringify(completed) }])
  return hash
}

async function parsed<T>(blobs: Blobs, names: readonly string[]): Promise<readonly (T | undefined)[]> {
  return (await blobs.texts(names)).map((text) => (text === undefined ? undefined : (JSON.parse(text) as T)))
}
