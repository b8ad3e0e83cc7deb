import { z } from 'zod'
import type { LearnersBlock } from '../../lms/index.js'
import { CompositorError, parseUsageKey, type StandardSchema, type UsageKey } from '../../runtime/index.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer, seeOther, type HostRequest, type HostResponse } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { newestUsage, unitOf } from '../unit-of.js'
import { refuseForeign } from './block-routes.js'
import { learnerAtBlock } from './staff-block-place.js'
import { bodyOf, isForm, learnerOfBody, onlyIfHigher, reasonOfBody } from './staff-bodies.js'

/** What is needed of the host here. */
type Parts = Pick<HostParts, 'base' | 'client' | 'courseware' | 'people' | 'visitors'>

const ofLearner = z.object({ learner: learnerOfBody, reason: reasonOfBody })
const rescoring = ofLearner.extend({ only_if_higher: onlyIfHigher })
/** What is no number is refused where it is given. */
const points = z.union([z.number(), z.string().trim().min(1).transform(Number)])
const seen = z.string().max(200).optional()
const overriding = ofLearner.extend({ score: points, reason: z.string().trim().min(1).max(2000), seen })
const takingBack = ofLearner.extend({ seen })
const attempts = ofLearner.extend({ used: z.coerce.number().int().min(1).max(10_000).optional() })

/** What is done, and to whose work. */
interface Deed<T> {
  readonly body: T
  readonly unit: UsageKey
  readonly of: LearnersBlock
  /** Back to the learner's page at the block, or with `null` to the block's. */
  readonly back: (news: string, learner?: null) => HostResponse
}

/**
 * What staff do to one learner's work at a block; others get 403. Programs send JSON and get JSON; forms of pages are led back to
 * their page.
 */
export function staffDeedRoutes(host: Parts): RouteTable {
  const { staff } = host.courseware
  /** The block and its unit are looked up only once it is clear that staff ask. */
  const asked = async <T extends { readonly learner: string; readonly reason?: string | undefined }>(
    request: HostRequest,
    key: string,
    schema: StandardSchema<T>,
  ): Promise<Deed<T>> => {
    refuseForeign(request)
    const { learner: by, published } = await host.visitors.staffVisit(request, key)
    const body = await bodyOf(request, schema)
    const usage = newestUsage(published, parseUsageKey(key))
    const of = {
      usageKey: usage.toString(),
      learner: host.visitors.learner(body.learner),
      by,
      reason: body.reason,
    }
    const address = `${host.base}/staff/blocks/${encodeURIComponent(key)}`
    const back: Deed<T>['back'] = (news, learner) => {
      const query = { ...(learner !== null && { learner: body.learner }), news }
      return seeOther(`${address}?${new URLSearchParams(query).toString()}`)
    }
    return { body, unit: await unitOf(published, usage), of, back }
  }

  return {
    async 'POST /staff/blocks/:key/delete-state'(request, { key = '' }) {
      const { unit, of, back } = await asked(request, key, ofLearner)
      const deleted = await staff.deleteState(unit, of)
      return isForm(request) ? back(deleted ? 'deleted' : 'nothing', null) : jsonAnswer({ deleted })
    },

    async 'POST /staff/blocks/:key/rescore'(request, { key = '' }) {
      const { body, unit, of, back } = await asked(request, key, rescoring)
      try {
        const rescored = await staff.rescore(unit, of, { onlyIfHigher: body.only_if_higher })
        return isForm(request) ? back('rescored') : jsonAnswer(rescored)
      } catch (thrown) {
        if (isForm(request) && hasCode(thrown, 'rescore-refused')) return back('refused')
        throw thrown
      }
    },

    async 'POST /staff/blocks/:key/override'(request, { key = '' }) {
      const { body, unit, of, back } = await asked(request, key, overriding)
      const { learner, score, reason } = body
      try {
        const grade = await staff.overrideScore(unit, of, { score, reason, seen: body.seen })
        return isForm(request) ? back('given') : jsonAnswer({ grade })
      } catch (thrown) {
        if (!isForm(request) || !hasCode(thrown, 'exception-changed')) throw thrown
        return learnerAtBlock(host, request, key, { learner, typed: { score: String(score), reason } })
      }
    },

    async 'POST /staff/blocks/:key/take-back'(request, { key = '' }) {
      const { body, unit, of, back } = await asked(request, key, takingBack)
      try {
        const grade = await staff.takeBackOverride(unit, of, body)
        return isForm(request) ? back('taken-back') : jsonAnswer({ grade })
      } catch (thrown) {
        if (!isForm(request) || !hasCode(thrown, 'exception-changed')) throw thrown
        const typed = { score: '', reason: '' }
        return learnerAtBlock(host, request, key, { learner: body.learner, typed })
      }
    },

    async 'POST /staff/blocks/:key/attempts'(request, { key = '' }) {
      const { body, unit, of, back } = await asked(request, key, attempts)
      const { used } = body
      // What was submitted since the reset is used besides.
      const changed = await staff.setAttempts(unit, of, (now) => (used === undefined ? 0 : now + used))
      return isForm(request) ? back(used === undefined ? 'reset' : 'restored') : jsonAnswer(changed)
    },
  }
}

function hasCode(thrown: unknown, code: CompositorError['code']): boolean {
  return thrown instanceof CompositorError && thrown.code === code
}
