import type { BlockTypes } from '../block/block-types.js'
import type { MadePool, PackedPool, PoolPart } from '../unit/packed-pool.js'
import type { GatheredUnit, PublishedBlock, PublishedUnit } from '../unit/published-unit.js'
import type { JsonObject } from '../values/json.js'
import { latestVersion } from '../keys/index.js'
import type { LibraryAtHand } from './library-source.js'
import { Resolution } from './resolution.js'

/**
 * A unit with everything it is composed from, of libraries that are at hand: for tests, scenarios and previews.
 * @param unit with references that are not resolved yet
 * @param inherited settings of what it stands in, by OLX name
 * @param banks whether what they draw from is listed in them, and composed with them, or kept beside
 */
export function gatherUnit(
  unit: PublishedUnit,
  types: BlockTypes,
  libraries: readonly LibraryAtHand[] = [],
  inherited: JsonObject = {},
  banks: 'listed' | 'pooled' = 'listed',
): GatheredUnit {
  const blocks: Record<string, PublishedBlock> = {}
  const pools: Record<string, PackedPool> = {}
  const poolParts: Record<string, PoolPart> = {}
  const resolution = new Resolution(types, {
    block: (hash, block) => (blocks[hash] = block),
    summary: () => undefined,
    ...(banks === 'pooled' && {
      pool: (hash: string, { pool, parts }: MadePool) => {
        pools[hash] = pool
        Object.assign(poolParts, Object.fromEntries(parts))
      },
    }),
    lost: () => undefined,
  })
  const resolving = resolution.block(unit.root)
  let step = resolving.next()
  while (!step.done) {
    const wanted = step.value
    if (wanted.kind === 'library') {
      const { library, version } = wanted.pin
      const isNamed = ({ pin }: LibraryAtHand) =>
        pin.library === library && (version === latestVersion || pin.version === version)
      step = resolving.next(libraries.findLast(isNamed))
    } else if (wanted.kind === 'matching') {
      step = resolving.next((wanted.source as LibraryAtHand).matching(wanted.query))
    } else step = resolving.next(wanted.kind === 'scores' ? new Map() : undefined)
  }
  const pooled = banks === 'pooled' && { pools, poolParts }
  return { unit: { ...unit, root: step.value }, inherited, blocks, ...pooled }
}
