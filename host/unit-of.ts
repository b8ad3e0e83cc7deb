import type { PublishedContext } from '../compositor/index.js'
import { blockNotFound } from '../lms/index.js'
import { parseUsageKey, type UsageKey } from '../runtime/index.js'

/**
 * The published unit a block is in.
 * @param within the unit that it must be in, as text
 * @throws CompositorError `block-not-found`
 */
export async function unitOf(
  published: PublishedContext,
  usage: UsageKey,
  within?: string,
): Promise<UsageKey> {
  const unit = published.knownUnitOf(usage) ?? (await published.unitOf(usage))
  if (unit !== undefined && (within === undefined || unit === within)) return parseUsageKey(unit)
  throw blockNotFound(usage.toString())
}

/** The key of a block that somebody asks for by one that it had before it was renamed; any other as it is. */
export function newestUsage(published: PublishedContext, usage: UsageKey): UsageKey {
  if (published.publication.aliases === undefined) return usage
  const key = usage.withoutBranchOrVersion().toString()
  const newest = published.newestKey(key)
  return newest === key ? usage : parseUsageKey(newest)
}
