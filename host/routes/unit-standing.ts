import { progressTogether, type Progress } from '../../lms/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { isDone } from '../next-step.js'
import { newestUsage } from '../unit-of.js'

/**
 * How far a learner is in a unit, and which of the units beside it are done: what changes while they work, and is therefore no part of the page
 * that is kept of the unit.
 */
export function unitStandingRoutes(host: Pick<HostParts, 'courseware' | 'visitors'>): RouteTable {
  const { courseware, visitors } = host
  return {
    'GET /units/:key/standing': async (request, { key: asked = '' }) => {
      const usage = parseUsageKey(asked)
      const { learner, published } = await visitors.visit(request, usage.context)
      const key = newestUsage(published, usage).withoutBranchOrVersion().toString()
      const { units: beside } = await courseware.neighbours(published, key, learner)
      const keys = [...new Set([key, ...beside.map((unit) => unit.key)])]
      const { units } = await courseware.standing(published, keys, learner)
      const { score } = progressTogether([units.get(key)].filter((one): one is Progress => one !== undefined))
      const done = [...units].flatMap(([unit, progress]) => (isDone(progress) ? [unit] : []))
      return jsonAnswer({ ...score, done }, 200, { 'cache-control': 'private, no-cache' })
    },
  }
}
