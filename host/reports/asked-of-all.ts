import type { PublishedContext } from '../../compositor/index.js'
import type { CountedBlock } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'

/** Units that are read at a time. */
const batch = 100

/**
 * The scored blocks of units that every learner who gets there meets: none that a bank gives, that a rule picks, or that is not out yet.
 * Nothing is composed for it.
 * @param now epoch milliseconds
 * @throws CompositorError `store-unavailable`
 */
export async function* askedOfAll(
  { compositor, options }: Courseware,
  published: PublishedContext,
  units: readonly string[],
  now: number,
): AsyncGenerator<string> {
  const { types } = options.loaded
  function* asked(block: CountedBlock): Iterable<string> {
    const type = types.get(block.type)
    if (block.failure || block.pool || type?.capabilities.choice || isRuled(block, now)) return
    if (type?.capabilities.hasScore) yield block.key
    for (const child of block.children) yield* asked(child)
  }
  for (let start = 0; start < units.length; start += batch) {
    const { units: read } = await compositor.summaries(units.slice(start, start + batch), published)
    for (const { root } of read) yield* asked(root)
  }
}

function isRuled({ fields }: CountedBlock, now: number): boolean {
  const { visible_to_staff_only: isHidden, start, group_access: groups } = fields
  if (isHidden === true) return true
  if (typeof start === 'string' && Date.parse(start) > now) return true
  return typeof groups === 'object' && groups !== null && Object.keys(groups).length > 0
}
