import type { PublishedContext } from '../compositor/index.js'
import { CompositorError, parseUsageKey, type UsageKey } from '../runtime/index.js'

/**
 * The published unit a block is in.
 * @param within the unit that it must be in, as text
 * @throws CompositorError `block-not-found`
 */
export function unitOf(published: PublishedContext, usage: UsageKey, within?: string): UsageKey {
  const unit = published.unitOf(usage)
  if (unit !== undefined && (within === undefined || unit === within)) return parseUsageKey(unit)
  throw blockNotFound(usage.toString())
}

/** What everybody is told of a block that is not published, or not for them. */
export function blockNotFound(place: string): CompositorError {
  return new CompositorError('block-not-found', `There is no block '${place.slice(0, 300)}' here.`)
}
