import { MemoryNamespaceRecords } from '../plugins/index.js'
import { CompositorError, type Json, type RouteCall, type RouteCallAnswer } from '../runtime/index.js'
import type { Called, HandlerCall } from './stage-door.js'
import type { StageHelp } from './stage-help.js'

/** How many blocks it is known of in which scenario somebody last called them. */
const mostKnown = 1000

/** What a bench keeps and does for its stages. */
export class BenchHelp extends MemoryNamespaceRecords implements StageHelp {
  readonly #scenarios = new Map<string, string>()
  #last: string | undefined

  /** @param callIn calls a block of a scenario as one learner */
  constructor(
    private readonly callIn: (scenario: string, learner: string, call: HandlerCall) => Promise<Called>,
  ) {
    super()
  }

  /** Notes that a block was called in a scenario: there routes find it. */
  called(usage: string, scenario: string): void {
    this.#scenarios.delete(usage)
    this.#scenarios.set(usage, scenario)
    const [oldest] = this.#scenarios.keys()
    if (this.#scenarios.size > mostKnown && oldest !== undefined) this.#scenarios.delete(oldest)
  }

  /** Notes that a scenario was shown: there routes look for a block that nobody has called. */
  shown(scenario: string): void {
    this.#last = scenario
  }

  async call({ usage, learner, handler, input = {} }: RouteCall): Promise<RouteCallAnswer> {
    const scenario = this.#scenarios.get(usage) ?? this.#last
    if (scenario === undefined) {
      throw new CompositorError(
        'block-not-found',
        `No scenario was looked at yet, so it is not known in which '${usage.slice(0, 300)}' stands.`,
      )
    }
    const body = JSON.stringify(input)
    const request = {
      method: 'POST',
      suffix: '',
      query: new Map<string, string>(),
      body,
      bytes: Buffer.from(body),
      contentType: 'application/json',
    }
    const { response } = await this.callIn(scenario, learner, {
      usage,
      handler,
      isAuthors: false,
      isRoutes: true,
      request,
    })
    const { status, contentType } = response
    const text = typeof response.body === 'string' ? response.body : Buffer.from(response.body).toString()
    return { status, body: contentType.startsWith('application/json') ? (JSON.parse(text) as Json) : text }
  }
}
