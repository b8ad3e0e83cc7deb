import { CompositorError } from '../../runtime/index.js'
import { htmlResponse, type HostRequest, type HostResponse } from '../../host/http/exchange.js'
import type { RouteTable } from '../../host/http/router.js'
import type { LearnerLog } from '../../lms/index.js'
import { learnerLogPage } from './learner-log-page.js'
import { sitePath, type UnitsThen } from './units-then.js'

/** A learner whose log is gone through. */
export interface LoggedLearner {
  readonly log: LearnerLog
  /** The content that they learned from, where its store is at hand. */
  readonly units?: UnitsThen | undefined
}

/** Addresses of a learner's log. */
export function learnerLogRoutes({ log, units }: LoggedLearner): RouteTable {
  return {
    'GET /learner': (request) => {
      const at = stepOf(log, request.query.get('at') ?? '0')
      const block = request.query.get('block') ?? ''
      const unit = units && unitAt(log, at)
      return htmlResponse(
        learnerLogPage({
          log,
          at,
          ...(block !== '' && { block }),
          ...(unit !== undefined && { shown: `/learner/at/${at}/units/${encodeURIComponent(unit)}` }),
        }),
      )
    },
    'GET /learner/at/:at/units/:unit': (_request, { at = '', unit = '' }) =>
      required(units).page(log, stepOf(log, at), unit),
    [`GET ${sitePath}/:rest*`]: (request: HostRequest, { rest = '' }): Promise<HostResponse> =>
      required(units).file(request, rest),
  }
}

/** The unit that a learner was in at a step. */
function unitAt({ steps }: LearnerLog, at: number): string | undefined {
  const units = steps.slice(0, at).flatMap(({ events }) => events.map(({ unit }) => unit))
  return units.findLast((unit) => unit !== '')
}

function stepOf({ steps }: LearnerLog, text: string): number {
  const at = Number(text)
  if (Number.isInteger(at) && at >= 0 && at <= steps.length) return at
  throw new CompositorError(
    'page-not-found',
    `The log has steps 0 to ${steps.length}, not '${text.slice(0, 20)}'.`,
  )
}

function required(units: UnitsThen | undefined): UnitsThen {
  if (units) return units
  throw new CompositorError('page-not-found', 'The content of the units is not at hand: `--store` names it.')
}
