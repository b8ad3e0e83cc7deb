import { once } from 'node:events'
import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'

/** The host that learners come to. */
export interface LearnersClientOptions {
  readonly url: string
  /** A header that says who asks; without it the demo's form to choose a learner is used. */
  readonly header?: string | undefined
  /** Connections at most. */
  readonly connections: number
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** What a learner may submit, and where. */
interface Submission {
  readonly learner: string
  readonly action: string
  readonly body: string
}

/** Courses and units that are looked at for what to ask. */
const most = { courses: 10, units: 500 }
/** Milliseconds without an answer after which one is not waited for. */
const patience = 30_000

/** Learners at a host as their browsers are: with their cookies, on connections that are kept. It follows no link to another host. */
export class LearnersClient implements Disposable {
  readonly #agent: PlainAgent
  readonly #base: URL
  readonly #cookies = new Map<string, string>()
  /** Problems that learners have before them and have not answered. */
  readonly #before: Submission[] = []
  /** Those that were before somebody, as `LEARNER ADDRESS`. */
  readonly #met = new Set<string>()

  constructor(private readonly options: LearnersClientOptions) {
    this.#base = new URL(options.url)
    const kept = { keepAlive: true, maxSockets: options.connections }
    this.#agent = this.#base.protocol === 'https:' ? new SecureAgent(kept) : new PlainAgent(kept)
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }

  /** Lets learners say who they are, one after the other. @throws Error where the host does not take their word */
  async signIn(learners: readonly string[]): Promise<void> {
    if (this.options.header !== undefined) return
    for (const learner of learners) {
      const form = new URLSearchParams({ name: learner, back: '/' }).toString()
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      const { status, headers } = await this.#sent('POST', '/learner', type, form)
      const [cookie] = headers['set-cookie']?.[0]?.split(';') ?? []
      if (cookie === undefined) {
        throw new Error(
          `The host does not let one be '${learner}', as demos do (${status}): where it reads who asks out of a header, name that by --header.`,
        )
      }
      this.#cookies.set(learner, cookie)
    }
  }

  /** Paths of units that a learner reaches from the first page: through each course's outline. */
  async units(learner: string): Promise<string[]> {
    const linked = async (path: string, kind: string) => {
      const { status, text } = await this.#asked('GET', path, learner)
      if (status !== 200) throw new Error(`${new URL(path, this.#base).href} was answered with ${status}.`)
      const links = [...text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
        href.replaceAll('&amp;', '&'),
      )
      return [...new Set(links)].filter((href) => href.includes(kind) && this.#isHere(href))
    }
    const units: string[] = []
    for (const context of (await linked(this.#base.pathname, '/contexts/')).slice(0, most.courses)) {
      units.push(...(await linked(context, '/units/')))
    }
    return [...new Set(units)].slice(0, most.units)
  }

  /** What a learner is called here. @param number from 1 on */
  name(number: number): string {
    return this.options.header === undefined ? `Learner ${number}` : `bench-${number}`
  }

  /** Looks at a unit. @returns what went wrong */
  async view(learner: string, unit: string): Promise<string | undefined> {
    return this.#told(async () => {
      const answer = await this.#asked('GET', unit, learner)
      const found = answer.status === 200 && this.#submissionIn(answer.text, learner)
      if (found && !this.#met.has(`${learner} ${found.action}`)) {
        this.#met.add(`${learner} ${found.action}`)
        this.#before.push(found)
      }
      return answer
    })
  }

  /** Whether somebody has a problem before them that they have not answered. */
  get canSubmit(): boolean {
    return this.#before.length > 0
  }

  /** Has whoever waited longest submit an answer to the problem before them. @returns what went wrong */
  async submit(): Promise<string | undefined> {
    const next = this.#before.shift()
    if (!next) return 'no problem to submit to'
    return this.#told(() => this.#asked('POST', next.action, next.learner, next.body))
  }

  async #told(ask: () => Promise<Answer>): Promise<string | undefined> {
    try {
      const { status } = await ask()
      return status === 200 || status === 304 ? undefined : `answered with ${status}`
    } catch (thrown) {
      const { code, message } = thrown as { readonly code?: string; readonly message: string }
      return code ?? message
    }
  }

  #isHere(address: string): boolean {
    return URL.canParse(address, this.#base.href) && new URL(address, this.#base).origin === this.#base.origin
  }

  async #asked(method: string, path: string, learner: string, body = ''): Promise<Answer> {
    const { header } = this.options
    const who = header === undefined ? { cookie: this.#cookies.get(learner) ?? '' } : { [header]: learner }
    const type = body === '' ? undefined : { 'content-type': 'application/json' }
    return this.#sent(method, path, { ...who, ...type }, body)
  }

  async #sent(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Answer> {
    const send = this.#base.protocol === 'https:' ? secureRequest : plainRequest
    const asked = send(new URL(path, this.#base), {
      method,
      agent: this.#agent,
      headers: { accept: 'text/html', ...headers },
    })
    asked.setTimeout(patience, () => asked.destroy(new Error(`no answer in ${patience / 1000} seconds`)))
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const text = (await buffer(answer)).toString()
    return { status: answer.statusCode ?? 0, headers: answer.headers, text }
  }

  /** The first problem of a page that has a field to fill in or choose, with its first choice or a word as the answer. */
  #submissionIn(page: string, learner: string): Submission | undefined {
    // Each part begins within the first tag of a block.
    for (const part of page.split('data-block-type=')) {
      const [, handlers] = /^"problem"[^>]*data-handlers="([^"]+)"/.exec(part) ?? []
      const [, input, value] = /name="(input_\w+)"[^>]*?(?:value="([^"]*)")?[ >]/.exec(part) ?? []
      if (handlers === undefined || input === undefined || !this.#isHere(handlers)) continue
      const action = `${handlers.replace(/\/$/, '')}/problem_check`
      return { learner, action, body: JSON.stringify({ [input]: value || 'word' }) }
    }
    return undefined
  }
}
