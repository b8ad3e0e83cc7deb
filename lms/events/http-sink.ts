import { joined, type EventLine, type EventSink } from './event-sink.js'

/** How events are sent to a server. */
export interface HttpSinkOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Milliseconds for which an answer is waited for; 10,000 if not said. */
  readonly timeout?: number | undefined
  readonly takesStates?: boolean | undefined
}

/** A server that lines are posted to as JSON lines; it has taken them when it answers with a status of 200 to 299. */
export class HttpSink implements EventSink {
  readonly name: string
  readonly takesStates: boolean

  constructor(
    private readonly url: string,
    private readonly options: HttpSinkOptions = {},
  ) {
    const { origin, pathname } = new URL(url)
    this.name = origin + pathname
    this.takesStates = options.takesStates ?? false
  }

  async take(lines: readonly EventLine[]): Promise<void> {
    const { headers, timeout = 10_000 } = this.options
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...headers },
      body: joined(lines),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`It was answered with status ${response.status}.`)
  }
}
