import { z } from 'zod'
import { CompositorError, parseUsageKey, validate, type StandardSchema } from '../../runtime/index.js'
import type { LearnersBlock } from '../../lms/index.js'
import type { Host } from '../host.js'
import { jsonAnswer, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { unitOf } from '../unit-of.js'
import { refuseForeign } from './block-routes.js'

const learnerId = z.string().min(1)
const deletion = z.object({ learner: learnerId })
const rescoring = z.object({ learner: learnerId, only_if_higher: z.boolean().default(false) })

/** Where staff look at what a learner submitted at a block, have it rescored and delete it; others get 403. */
export function staffRoutes(host: Host): RouteTable {
  /** The block and its unit; looked up only once it is clear that staff ask. */
  const located = async (key: string, learner: string, by: LearnersBlock['by']) => {
    const usage = parseUsageKey(key)
    return {
      unit: await unitOf(host, usage),
      of: { usageKey: usage.toString(), learner: host.learner(learner), by },
    }
  }
  return {
    async 'POST /staff/blocks/:key/delete-state'(request, { key = '' }) {
      refuseForeign(request)
      const by = host.staffOf(request)
      const { learner } = await bodyOf(request, deletion)
      const { unit, of } = await located(key, learner, by)
      return jsonAnswer({ deleted: await host.courseware.deleteState(unit, of) })
    },

    async 'POST /staff/blocks/:key/rescore'(request, { key = '' }) {
      refuseForeign(request)
      const by = host.staffOf(request)
      const { learner, only_if_higher: onlyIfHigher } = await bodyOf(request, rescoring)
      const { unit, of } = await located(key, learner, by)
      return jsonAnswer(await host.courseware.rescore(unit, of, { onlyIfHigher }))
    },

    async 'GET /staff/blocks/:key/submissions'(request, { key = '' }) {
      const by = host.staffOf(request)
      const { learner } = validate(deletion, Object.fromEntries(request.query), 'handler-input')
      const { unit, of } = await located(key, learner, by)
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      return { status: 200, headers, body: await host.courseware.submissions(unit, of) }
    },
  }
}

/** @throws CompositorError `handler-input` for a body that is no JSON or does not fit */
async function bodyOf<T>(request: HostRequest, schema: StandardSchema<T>): Promise<T> {
  let parsed: unknown
  try {
    parsed = JSON.parse(await request.text())
  } catch (thrown) {
    if (thrown instanceof CompositorError) throw thrown
    throw new CompositorError('handler-input', 'The body of the request is not JSON.', { cause: thrown })
  }
  return validate(schema, parsed, 'handler-input')
}
