import { CompositorError, parseUsageKey, type UsageKey } from '../runtime/index.js'
import type { Host } from './host.js'

/**
 * The published unit a block is in.
 * @param within the unit that it must be in, as text
 * @throws CompositorError `block-not-found`, `context-not-published`
 */
export async function unitOf(host: Host, usage: UsageKey, within?: string): Promise<UsageKey> {
  const unit = (await host.publishedOf(usage.context)).unitOf(usage)
  if (unit !== undefined && (within === undefined || unit === within)) return parseUsageKey(unit)
  const key = usage.toString().slice(0, 300)
  throw new CompositorError('block-not-found', `No published unit has the block '${key}'.`)
}
