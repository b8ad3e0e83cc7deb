import { once } from 'node:events'
import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { percentile } from './figures.js'

/** What a host is asked for, and how fast. */
export interface LoadOptions {
  /** Of a host whose visitors choose a learner on the page, or that reads one out of a header. */
  readonly url: string
  /** Requests a second, at most. */
  readonly rate: number
  readonly seconds: number
  readonly learners: number
  /** Of all requests, those of learners who were never here. */
  readonly shareNew?: number
  /** Of all requests, submissions. */
  readonly shareSubmissions?: number
  /** A header that says who asks; without it the demo's form is used. */
  readonly header?: string | undefined
  /** Where the host's metrics are, as they are on a port of their own. */
  readonly metrics?: string | undefined
  /** Whether the host is the caller's own, where it is on another machine. */
  readonly isOwn?: boolean
}

/** What was answered to one kind of request. */
export interface LoadFigures {
  readonly kind: string
  readonly requests: number
  readonly errors: number
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** What came of a load. */
export interface LoadReport {
  readonly url: string
  /** Requests a second that were asked for, and that were made. */
  readonly asked: number
  readonly made: number
  readonly seconds: number
  readonly figures: readonly LoadFigures[]
  /** Lines of the host's own metrics afterwards: its totals. */
  readonly metrics: readonly string[]
}

/** Requests under way at most; where the host is slower than the rate, they are made as it answers. */
const mostUnderWay = 200
const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Loads a running host as many learners do: most look at units, some submit, some were never here before. It begins each request when its
 * time comes, whether or not those before were answered, so a host that stands still shows in the latencies.
 * @throws Error for a host elsewhere that is not said to be one's own, and where nothing is published
 */
export async function loaded(options: LoadOptions): Promise<LoadReport> {
  const { url, rate, seconds, learners, shareNew = 0.1, shareSubmissions = 0.2, isOwn = false } = options
  const base = new URL(url)
  if (!loopback.has(base.hostname) && !isOwn) {
    throw new Error(`${base.host} is not this machine: say --i-own-this-host where it is yours to load.`)
  }
  using client = new Client(options)
  const units = await client.units()
  if (units.length === 0) throw new Error(`${url} shows no unit to a learner.`)
  const took = new Map<string, { ms: number; ok: boolean }[]>()
  const underWay = new Set<Promise<void>>()
  const began = performance.now()
  const count = Math.max(1, Math.round(rate * seconds))
  for (let turn = 0; turn < count; turn++) {
    const due = began + (turn * 1000) / rate
    while (performance.now() < due) await wait(Math.max(1, due - performance.now()))
    if (performance.now() > began + 1500 * seconds) break
    if (underWay.size >= mostUnderWay) await Promise.race(underWay)
    const chance = fraction(turn)
    const kind =
      chance < shareNew ? 'new learner' : chance < shareNew + shareSubmissions ? 'submission' : 'view'
    const learner = kind === 'new learner' ? `bench-new-${Date.now()}-${turn}` : `bench-${turn % learners}`
    const unit = units[Math.floor(fraction(turn * 7 + 3) * units.length)] ?? ''
    const all = took.get(kind) ?? []
    took.set(kind, all)
    const ask = async () => {
      const ok = await client.ask(kind, learner, unit)
      all.push({ ms: performance.now() - due, ok })
    }
    const asked = ask()
    underWay.add(asked)
    void asked.finally(() => underWay.delete(asked))
  }
  await Promise.all(underWay)
  const spent = (performance.now() - began) / 1000
  const figures = [...took].map(([kind, all]) => figuresOf(kind, all))
  const made = figures.reduce((sum, { requests }) => sum + requests, 0) / spent
  return { url, asked: rate, made, seconds: spent, figures, metrics: await client.metrics() }
}

function figuresOf(kind: string, all: readonly { ms: number; ok: boolean }[]): LoadFigures {
  const times = all.map(({ ms }) => ms)
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(times, share)) as [
    number,
    number,
    number,
  ]
  const errors = all.filter(({ ok }) => !ok).length
  return { kind, requests: all.length, errors, p50, p95, p99, max: Math.max(...times) }
}

/** A number from 0 to below 1 that a turn decides, so that two runs ask for the same. */
function fraction(turn: number): number {
  return (Math.imul(turn + 1, 2_654_435_761) >>> 0) / 2 ** 32
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

class Client implements Disposable {
  readonly #agent: PlainAgent
  readonly #cookies = new Map<string, Promise<string>>()
  /** By unit, where one submits and what. */
  readonly #forms = new Map<string, { readonly action: string; readonly body: string } | undefined>()

  constructor(private readonly options: LoadOptions) {
    const kept = { keepAlive: true, maxSockets: mostUnderWay }
    this.#agent = options.url.startsWith('https:') ? new SecureAgent(kept) : new PlainAgent(kept)
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }

  /** Paths of units that learners reach from the first page: through each course's outline. */
  async units(): Promise<string[]> {
    const linked = async (path: string, kind: string) => {
      const { text } = await this.#asked('GET', path, 'bench-0')
      return [...new Set([...text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href))].filter((href) =>
        href.includes(kind),
      )
    }
    const units: string[] = []
    for (const context of (await linked(new URL(this.options.url).pathname, '/contexts/')).slice(0, 10)) {
      units.push(...(await linked(context, '/units/')))
    }
    return units.slice(0, 500)
  }

  /** @returns whether it was answered as it should be */
  async ask(kind: string, learner: string, unit: string): Promise<boolean> {
    try {
      const form = kind === 'submission' ? this.#forms.get(unit) : undefined
      if (form) return (await this.#asked('POST', form.action, learner, form.body)).status < 500
      const { status, text } = await this.#asked('GET', unit, learner)
      if (!this.#forms.has(unit)) this.#forms.set(unit, formIn(text))
      return status === 200 || status === 304
    } catch {
      return false
    }
  }

  async metrics(): Promise<string[]> {
    if (this.options.metrics === undefined) return []
    try {
      const text = await (await fetch(this.options.metrics)).text()
      return text
        .split('\n')
        .filter((line) => /^unit_compositor_\w+(\{[^}]*\})? /.test(line) && !line.includes('_bucket'))
    } catch (thrown) {
      return [`The metrics could not be read: ${String(thrown)}`]
    }
  }

  async #asked(method: string, path: string, learner: string, body = ''): Promise<Answer> {
    const { header } = this.options
    const who = header === undefined ? { cookie: await this.#cookie(learner) } : { [header]: learner }
    return this.#sent(
      method,
      path,
      { ...who, ...(body !== '' && { 'content-type': 'application/json' }) },
      body,
    )
  }

  #cookie(learner: string): Promise<string> {
    let cookie = this.#cookies.get(learner)
    if (!cookie) {
      const form = `name=${encodeURIComponent(learner)}&back=/`
      const type = { 'content-type': 'application/x-www-form-urlencoded' }
      cookie = this.#sent('POST', '/learner', type, form).then(
        ({ headers }) => headers['set-cookie']?.[0]?.split(';')[0] ?? '',
      )
      this.#cookies.set(learner, cookie)
    }
    return cookie
  }

  async #sent(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Answer> {
    const send = this.options.url.startsWith('https:') ? secureRequest : plainRequest
    const asked = send(new URL(path, this.options.url), {
      method,
      agent: this.#agent,
      headers: { accept: 'text/html', ...headers },
    })
    asked.setTimeout(30_000, () => asked.destroy(new Error('There was no answer in 30 seconds.')))
    asked.end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      text: (await buffer(answer)).toString(),
    }
  }
}

/** The first problem of a page, with its first choice or a word as the answer. */
function formIn(page: string): { readonly action: string; readonly body: string } | undefined {
  const [, handlers] = /data-block-type="problem"[^>]*data-handlers="([^"]+)"/.exec(page) ?? []
  const [, input, value] = /name="(input_\w+)"[^>]*?(?:value="([^"]*)")?[ >]/.exec(page) ?? []
  if (handlers === undefined || input === undefined) return undefined
  return {
    action: `${handlers.replace(/\/$/, '')}/problem_check`,
    body: JSON.stringify({ [input]: value || 'word' }),
  }
}
