import { z } from 'zod'
import { parseUsageKey, validate } from '../../runtime/index.js'
import { drawTitles } from '../reports/bank-titles.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { drawsPage } from '../pages/index.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { staffPage } from './staff-page.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'people' | 'visitors'>

const ofLearner = z.object({ learner: z.string().min(1).max(10_000) })
const unkept = { 'cache-control': 'no-store' }

/**
 * Where it is told why banks show a learner what they show: to staff all of it, as JSON of a bank or a unit and as a page of a
 * unit; to learners of themselves what they see anyway.
 */
export function drawRoutes(host: Parts): RouteTable {
  const explained = async (request: HostRequest, key: string, id: string) => {
    const { learner: by, published } = await host.visitors.staffVisit(request, key)
    const usage = newestUsage(published, parseUsageKey(key))
    const unit = await unitOf(published, usage)
    const of = { usageKey: usage.toString(), learner: host.visitors.learner(id), by }
    return host.courseware.staff.explainDraws(unit, of)
  }
  return {
    async 'GET /staff/blocks/:key/draws'(request, { key = '' }) {
      await host.visitors.staffVisit(request, key)
      const { learner } = validate(ofLearner, Object.fromEntries(request.query), 'handler-input')
      return jsonAnswer({ items: await explained(request, key, learner) }, 200, unkept)
    },
    async 'GET /staff/units/:key/draws'(request, { key = '' }) {
      const { learner: by, published } = await host.visitors.staffVisit(request, key)
      const unit = newestUsage(published, parseUsageKey(key)).toString()
      const learner = request.query.get('learner')?.trim() ?? ''
      const draws = learner === '' ? undefined : await explained(request, key, learner)
      const title = (await published.unit(unit))?.title ?? unit
      const titles = draws
        ? await drawTitles(host.courseware.compositor, unit, draws)
        : new Map<string, string>()
      const words = host.visitors.wordsOf(by)
      const { context } = published.publication
      const of = { words, base: host.base, context, unit: { key: unit, title }, learner, draws, titles }
      return staffPage(host, request, by, {
        context,
        title: words.say('What was drawn in “{title}”', { title }),
        content: drawsPage(of),
      })
    },
    async 'GET /blocks/:key/draws'(request, { key = '' }) {
      const asked = parseUsageKey(key)
      const { learner, published } = await host.visitors.visit(request, asked.context)
      const usage = newestUsage(published, asked)
      const unit = await unitOf(published, usage)
      const items = await host.courseware.ownDraws(unit, learner, usage.toString())
      return jsonAnswer({ items }, 200, { 'cache-control': 'private, no-cache' })
    },
  }
}
