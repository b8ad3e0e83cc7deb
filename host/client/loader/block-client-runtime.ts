import type { CallOptions, ClientRuntime } from '../../../runtime/view/client-runtime.js'
import type { Announcer } from './announcer.js'

/** The runtime of one block on the page. */
export class BlockClientRuntime implements ClientRuntime {
  /** Told of calls that were not refused, of all blocks that this loader brought to life. */
  static readonly #listeners: ((usageKey: string) => void)[] = []

  /** @param handlers the address to which the name of a handler is appended */
  constructor(
    private readonly usageKey: string,
    private readonly handlers: string,
    private readonly announcer: Announcer,
  ) {}

  handlerUrl(handler: string, suffix?: string): string {
    return this.handlers + handler + (suffix === undefined ? '' : `/${suffix}`)
  }

  async call<Answer>(handler: string, input: unknown = {}, { suffix, keepalive = false }: CallOptions = {}) {
    const response = await fetch(this.handlerUrl(handler, suffix), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      credentials: 'same-origin',
      body: JSON.stringify(input),
      keepalive,
    })
    const answer: unknown = await response.json().catch(() => undefined)
    if (!response.ok)
      throw new Error(refusalIn(answer) ?? `The server answered with status ${response.status}.`)
    if (answer === undefined) throw new Error('The server gave no JSON.')
    for (const listener of BlockClientRuntime.#listeners) queueMicrotask(() => listener(this.usageKey))
    return answer as Answer
  }

  onCalled(listener: (usageKey: string) => void): void {
    BlockClientRuntime.#listeners.push(listener)
  }

  announce(text: string): void {
    this.announcer.announce(text)
  }
}

/** The words of a refusal: `{error: TEXT}`, or `{error: {message: TEXT}}`. */
function refusalIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('error' in answer)) return undefined
  const { error } = answer
  if (typeof error === 'string') return error
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : undefined
}
