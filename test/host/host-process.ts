import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../examples/cluster/host.js', import.meta.url))

/** What a host answered. */
export interface Answered {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** A host of the built product in a process of its own. */
export class HostProcess implements AsyncDisposable {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
  ) {}

  /** @param store its address */
  static async start(store: string): Promise<HostProcess> {
    const child = fork(program, {
      env: { ...process.env, UNIT_COMPOSITOR_STORE: store, PORT: '0' },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The host ended with ${String(code)} before it served.`)
    })
    const [{ address }] = (await Promise.race([once(child, 'message'), ended])) as [{ address: string }]
    ended.catch(() => undefined)
    return new HostProcess(child, address)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    const ended = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await ended
  }

  /** The cookie of a learner who chose on this host who they are: Alice, Bob, Chandra or Staff. */
  async signIn(name: string): Promise<string> {
    const body = new URLSearchParams({ name }).toString()
    const { headers } = await this.#ask('POST', '/learner', body, {
      'content-type': 'application/x-www-form-urlencoded',
    })
    return (headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ')
  }

  get(path: string, cookie: string): Promise<Answered> {
    return this.#ask('GET', path, '', { cookie })
  }

  /** Calls a handler as a page's script does. */
  handle(usage: string, handler: string, body: object, cookie: string): Promise<Answered> {
    const path = `/blocks/${encodeURIComponent(usage)}/handlers/${handler}`
    const headers = { cookie, 'content-type': 'application/json', accept: 'application/json' }
    return this.#ask('POST', path, JSON.stringify(body), headers)
  }

  /** Each on a connection of its own: one that is kept may be closed just when it is used again. */
  async #ask(method: string, path: string, body: string, headers: object): Promise<Answered> {
    const asked = request(`${this.address}${path}`, { method, headers: { ...headers }, agent: false })
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) }
  }
}
