import { LRUCache } from 'lru-cache'
import type { PublishedContext } from '../../compositor/index.js'
import { blockNotFound } from '../../lms/index.js'
import { parseKey, parseUsageKey, UsageKey } from '../../runtime/index.js'
import { seeOther } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { newestUsage } from '../unit-of.js'
import { unitStandingRoutes } from './unit-standing.js'
import { UnitPages, type AskedUnit, type UnitPagesParts } from './unit-pages.js'

/** Pages of units, and the ways to them from links in content. */
export function unitRoutes(host: UnitPagesParts): RouteTable {
  const pages = new UnitPages(host)
  const asked = new LRUCache<string, AskedUnit>({ max: 2000, memoMethod: askedUnit })

  return {
    'GET /units/:key': (request, { key = '' }) => pages.answer(request, asked.memo(key)),
    ...unitStandingRoutes(host),
    'GET /jump/:context/:place': async (request, { context = '', place = '' }) => {
      const { learner, published } = await host.visitors.visit(request, context)
      const block = await blockAt(published, place)
      const unit = block && (await published.unitOf(block))
      if (!block || unit === undefined) throw blockNotFound(place)
      const isHidden = await host.courseware.hides(parseUsageKey(unit), learner, block.toString())
      if (isHidden && !learner.isStaff) throw blockNotFound(place)
      return seeOther(`${host.base}/units/${encodeURIComponent(unit)}`)
    },
  }
}

function askedUnit(text: string): AskedUnit {
  const usage = parseUsageKey(text)
  const context = usage.context.withoutBranchOrVersion().toString()
  return { usage, key: usage.withoutBranchOrVersion().toString(), context }
}

/** The block of a usage key, or of a block id as `/jump_to_id/` links have it. */
async function blockAt(published: PublishedContext, place: string): Promise<UsageKey | undefined> {
  try {
    const key = parseKey(place)
    if (key instanceof UsageKey) return newestUsage(published, key.withoutBranchOrVersion())
  } catch {
    // No key, so a block id.
  }
  const block = await published.blockOfId(place)
  return block === undefined ? undefined : parseUsageKey(block)
}
