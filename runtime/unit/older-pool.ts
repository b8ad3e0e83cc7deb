import type { JsonObject } from '../values/json.js'
import { MemberPool } from './member-pool.js'
import { packedPool, type PackedPool } from './packed-pool.js'

/** A pool as it was published before there were parts: everything of all members in one text, a line each. */
interface OlderPool extends Pick<PackedPool, 'size' | 'libraries' | 'overrides' | 'inside'> {
  readonly blocks: string
  readonly types: string
  readonly titles: string
  /** Hashes with a space between them. */
  readonly records: string
  readonly summaries: string
}

/** Opens a pool as it is stored. */
export function openedPool(text: string): MemberPool {
  const stored = JSON.parse(text) as PackedPool | OlderPool
  if ('parts' in stored) return new MemberPool(stored)
  const { libraries, overrides, inside, ...columns } = stored
  const [types, titles] = [columns.types.split('\n'), columns.titles.split('\n')]
  const [records, summaries] = [columns.records.split(' '), columns.summaries.split(' ')]
  const { pool, parts } = packedPool(
    columns.blocks.split('\n').map((block, place) => {
      const source = libraries.findLast(({ from }) => from <= place)
      const own: JsonObject = overrides.single[place] ?? overrides.all
      return {
        library: source?.library ?? '',
        version: source?.version ?? '',
        block,
        type: types[place] ?? '',
        record: records[place] ?? '',
        summary: summaries[place] ?? '',
        title: titles[place] ?? '',
        overrides: own,
        inside: inside[place] ?? [],
      }
    }),
  )
  return new MemberPool(pool, parts)
}
