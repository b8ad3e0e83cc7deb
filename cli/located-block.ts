import type { Host } from '../host/host.js'
import { newestUsage, unitOf } from '../host/unit-of.js'
import { parseUsageKey } from '../runtime/index.js'

/** A block where the command line finds it. Whoever can read the store's folder is staff. */
export async function located(host: Host, block: string) {
  const asked = parseUsageKey(block)
  const by = host.learner('command-line', 'Command line', true)
  const published = await host.publishedOf(asked.context)
  const usage = newestUsage(published, asked)
  return { unit: await unitOf(published, usage), published, of: { usageKey: usage.toString(), by } }
}
