import { CompositorError, parseUsageKey, type UsageKey } from '../runtime/index.js'
import type { Host } from './host.js'

/** The published unit a block is in. @throws CompositorError `block-not-found`, `context-not-published` */
export async function unitOf(host: Host, usage: UsageKey): Promise<UsageKey> {
  const unit = (await host.publishedOf(usage.context)).unitOf(usage)
  if (unit !== undefined) return parseUsageKey(unit)
  const key = usage.toString().slice(0, 300)
  throw new CompositorError('block-not-found', `No published unit has the block '${key}'.`)
}
