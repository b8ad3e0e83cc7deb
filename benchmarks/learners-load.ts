import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** What learners do: most of their requests read the unit, some submit to a problem of it. */
export interface LearnersLoadOptions {
  readonly unit: string
  readonly learners: number
  /** Each has one request under way at a time. */
  readonly connections: number
  /** Every so manieth request is a submission. */
  readonly submitEvery: number
}

/** Many learners at hosts that ask who they are by the header `x-learner`, each request at the next host. */
export class LearnersLoad {
  readonly #agent = new Agent({ keepAlive: true, keepAliveMsecs: 1000 })
  #turn = 0
  #usage = ''
  #input = ''

  constructor(private readonly options: LearnersLoadOptions) {}

  /** Looks at the unit for what can be submitted. */
  async prepare(address: string): Promise<void> {
    const page = (await this.#ask(address, 'GET', this.#unitPath, 'first')).toString()
    this.#usage = /data-block-type="problem" data-usage-key="([^"]+)"/.exec(page)?.[1] ?? ''
    this.#input = /name="(input_\w+_2_1)/.exec(page)?.[1] ?? ''
    if (this.#input === '') throw new Error('The unit shows no problem to submit to.')
  }

  /** Makes so many requests. @throws Error when an answer is not a 200 */
  async run(addresses: readonly string[], requests: number): Promise<void> {
    const end = this.#turn + requests
    const walk = async () => {
      while (this.#turn < end) await this.#one(addresses, this.#turn++)
    }
    await Promise.all(Array.from({ length: this.options.connections }, walk))
  }

  close(): void {
    this.#agent.destroy()
  }

  get #unitPath(): string {
    return `/units/${encodeURIComponent(this.options.unit)}`
  }

  async #one(addresses: readonly string[], turn: number): Promise<void> {
    const { learners, submitEvery } = this.options
    const address = addresses[turn % addresses.length] ?? ''
    // Another order than that of hosts, so that each learner meets every host.
    const learner = `learner-${Math.floor(turn / addresses.length) % learners}`
    if (turn % submitEvery > 0) await this.#ask(address, 'GET', this.#unitPath, learner)
    else {
      const path = `/blocks/${encodeURIComponent(this.#usage)}/handlers/problem_check`
      // Of somebody who has attempts left: each submits once.
      const submitter = `submitter-${turn}`
      await this.#ask(address, 'POST', path, submitter, JSON.stringify({ [this.#input]: 'choice_1' }))
    }
  }

  async #ask(address: string, method: string, path: string, learner: string, body = ''): Promise<Buffer> {
    const headers = { 'x-learner': learner, 'content-type': 'application/json', accept: 'text/html' }
    const asked = request(`${address}${path}`, { method, headers, agent: this.#agent })
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const bytes = await buffer(answer)
    if (answer.statusCode === 200) return bytes
    throw new Error(
      `${method} ${path} was answered with ${answer.statusCode}: ${bytes.toString().slice(0, 300)}`,
    )
  }
}
