import type { PublishedContext } from '../compositor/index.js'
import { blockNotFound } from '../lms/index.js'
import { parseUsageKey, type UsageKey } from '../runtime/index.js'

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
