import type { FastifyInstance } from 'fastify'
import { CompositorError, messageOf } from '../../runtime/index.js'
import { jsonAnswer, type HostRequest, type HostResponse } from '../http/exchange.js'
import { fetchResponseOf, hostRequestOf } from '../http/fetch-adapter.js'
import { nodeServer } from '../http/node-server.js'
import type { HostState } from './host-state.js'
import type { PluginAsks } from './plugin-asks.js'
import { readinessOf, type Readiness, type ReadinessParts } from './readiness.js'

/** Where operators ask how a host is. */
export interface OperationsOptions {
  /** 0 takes any that is free. */
  readonly port: number
  /** Address to listen on; `127.0.0.1` if not said, so that only this machine may ask. */
  readonly host?: string
}

/** What operators are told of. */
export interface OperationsParts extends ReadinessParts {
  readonly state: () => HostState
  readonly isClosing: () => boolean
  /** What plugins ask to be told of people, and what of it is denied. */
  readonly plugins: () => readonly PluginAsks[]
}

/** Milliseconds for which operators’ requests may hold up the closing. */
const closeDeadline = 1000

/** What every answer carries: it is of this moment, and no page. */
const ofThisMoment = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }

/** What the metrics are read from; loaded when somebody asks. */
type Metrics = () => Promise<{ readonly text: string; readonly type: string }>

/**
 * Health and metrics of a host, for those who run it: on a port of their own, or wherever `fetch` is mounted, never
 * among the learners' addresses. It answers `/health/live`, `/health/ready`, `/metrics` and `/plugins`, whatever path they stand below.
 */
export class Operations {
  #isStopping = false
  #metrics: Promise<Metrics> | undefined
  #server: FastifyInstance | undefined
  #address: string | undefined

  constructor(private readonly parts: OperationsParts) {}

  /** Where it listens, such as `http://127.0.0.1:9400`; undefined without a port of its own. */
  get address(): string | undefined {
    return this.#address
  }

  /** Answers an operator: the door for any server that speaks fetch. */
  readonly fetch = async (request: Request): Promise<Response> =>
    fetchResponseOf(await this.answer(hostRequestOf(request)), request)

  /** Answers an operator; never throws. */
  readonly answer = async ({ method, path }: HostRequest): Promise<HostResponse> => {
    const [, asked] = /\/(health\/live|health\/ready|metrics|plugins)$/.exec(path) ?? []
    try {
      switch (method === 'GET' || method === 'HEAD' ? asked : undefined) {
        case 'health/live':
          return jsonAnswer({ status: 'live' }, 200, ofThisMoment)
        case 'health/ready': {
          const readiness = await this.readiness()
          const isReady = readiness.status === 'ready' || readiness.status === 'degraded'
          return jsonAnswer(readiness, isReady ? 200 : 503, ofThisMoment)
        }
        case 'metrics': {
          const { text, type } = await (await this.#loaded())()
          return { status: 200, headers: { 'content-type': type, ...ofThisMoment }, body: text }
        }
        case 'plugins':
          return jsonAnswer({ plugins: this.parts.plugins() }, 200, ofThisMoment)
        default:
          throw new CompositorError(
            'page-not-found',
            'There are /health/live, /health/ready, /metrics and /plugins, to GET.',
          )
      }
    } catch (thrown) {
      const { code, status, message } = CompositorError.from(thrown, 'host-failed')
      return jsonAnswer({ error: { code, message } }, status, ofThisMoment)
    }
  }

  /** Whether the host is to be sent requests. */
  async readiness(): Promise<Readiness> {
    if (this.#isStopping || this.parts.isClosing()) return { status: 'closing', failing: [] }
    return readinessOf(this.parts)
  }

  /** What `/metrics` answers, as text for Prometheus. */
  async metrics(): Promise<string> {
    return (await (await this.#loaded())()).text
  }

  /** From now on the host is not ready, though it answers: for a server that is about to take no more connections. */
  stopping(): void {
    this.#isStopping = true
  }

  /** @internal Listens on a port; the port alone keeps no process from ending. @throws CompositorError `operations-port` */
  async listen({ port, host = '127.0.0.1' }: OperationsOptions): Promise<void> {
    // The event loop is watched from now on.
    await this.#loaded()
    this.#server = nodeServer(this.answer, undefined, closeDeadline)
    try {
      this.#address = await this.#server.listen({ port, host })
    } catch (cause) {
      const message = `Health and metrics could not be offered on port ${port} of ${host}: ${messageOf(cause)}`
      throw new CompositorError('operations-port', message, { cause })
    }
    this.#server.server.unref()
  }

  /** @internal */
  async close(): Promise<void> {
    await this.#server?.close()
  }

  #loaded(): Promise<Metrics> {
    return (this.#metrics ??= loadMetrics(this.parts.state))
  }
}

async function loadMetrics(state: () => HostState): Promise<Metrics> {
  const [{ Registry }, { hostMetrics }, { processMetrics }] = await Promise.all([
    import('prom-client'),
    import('./host-metrics.js'),
    import('./process-metrics.js'),
  ])
  const all = Registry.merge([hostMetrics(state), processMetrics()])
  return async () => ({ text: await all.metrics(), type: all.contentType })
}
