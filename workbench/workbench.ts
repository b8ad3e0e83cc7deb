import { CompositorError } from '../runtime/index.js'
import { jsonAnswer, type HostRequest, type HostResponse } from '../host/http/exchange.js'
import { PageSecurity } from '../host/http/page-security.js'
import { Router } from '../host/http/router.js'
import { Bench, type BenchOptions } from './bench.js'
import { learnerLogRoutes, type LoggedLearner } from './learner-log/learner-log-routes.js'
import { refusalPage, workbenchRoutes } from './workbench-routes.js'

const security = new PageSecurity()

/** The workbench of block authors: a bench, and the pages it is used from. */
export class Workbench implements AsyncDisposable {
  readonly #router: Router

  private constructor(
    readonly bench: Bench,
    learner: LoggedLearner | undefined,
  ) {
    const routes = workbenchRoutes(bench, learner?.log.learner)
    this.#router = new Router(learner ? { ...routes, ...learnerLogRoutes(learner) } : routes)
  }

  /** @param learner whose log is gone through */
  static async open(options: BenchOptions, learner?: LoggedLearner): Promise<Workbench> {
    return new Workbench(await Bench.open(options), learner)
  }

  /** Answers a request; never throws. Only programs and pages of this machine are answered. */
  readonly answer = async (request: HostRequest): Promise<HostResponse> =>
    security.secured(await this.#answer(request))

  async #answer(request: HostRequest): Promise<HostResponse> {
    try {
      refuseStrangers(request)
      const route = this.#router.find(request.method, request.path)
      if (!route)
        throw new CompositorError('page-not-found', `There is no page '${request.path.slice(0, 200)}'.`)
      return await route.handler(request, route.parts)
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'host-failed')
      if (request.header('accept')?.includes('text/html')) return refusalPage(error)
      return jsonAnswer({ error: { code: error.code, message: error.message } }, error.status)
    }
  }

  close(): Promise<void> {
    return this.bench.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** A name that leads to this machine by a trick of its owner must not open the workbench to a stranger's page. */
function refuseStrangers(request: HostRequest): void {
  const host = request.header('host') ?? ''
  if (/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)) return
  throw new CompositorError(
    'request-foreign',
    `The workbench answers on this machine only, not as '${host}'.`,
  )
}
