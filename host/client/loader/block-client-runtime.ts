import type { CallOptions, ClientRuntime, ClientWords } from '../../../runtime/view/client-runtime.js'
import type { SaveOptions, SaveResult, SaveState } from '../../../runtime/view/client-saving.js'
import type { Announcer } from './announcer.js'
import { wordsFor } from './client-words.js'
import { saveResult } from './save-result.js'

/** The runtime of one block on the page. */
export class BlockClientRuntime implements ClientRuntime {
  /** Told of calls that were not refused, of all blocks that this loader brought to life. */
  static readonly #listeners: ((usageKey: string) => void)[] = []

  /**
   * @param handlers the address to which the name of a handler is appended
   * @param element the block's own; where one around it says in `data-base` of which version the page was made, calls do
   * too, and learn which version they led to
   */
  constructor(
    private readonly usageKey: string,
    private readonly handlers: string,
    private readonly announcer: Announcer,
    private readonly element: HTMLElement,
  ) {}

  handlerUrl(handler: string, suffix?: string): string {
    return this.handlers + handler + (suffix === undefined ? '' : `/${suffix}`)
  }

  async call<Answer>(handler: string, input: unknown = {}, options: CallOptions = {}) {
    const { response, answer } = await this.posted(handler, input, options)
    if (!response.ok)
      throw new Error(refusalIn(answer) ?? `The server answered with status ${response.status}.`)
    if (answer === undefined) throw new Error('The server gave no JSON.')
    for (const listener of BlockClientRuntime.#listeners) queueMicrotask(() => listener(this.usageKey))
    this.element.dispatchEvent(new CustomEvent('block-called', { bubbles: true }))
    return answer as Answer
  }

  async save<Fields extends object>(
    set: Readonly<Partial<Fields>>,
    { reset = [], customizeContent = false }: SaveOptions<Fields> = {},
  ): Promise<SaveResult> {
    this.notify('saving')
    try {
      const { response, answer } = await this.posted('save_fields', { set, reset, customizeContent })
      const result = saveResult(response.status, answer)
      if (!result) throw new Error(refusalIn(answer) ?? `The server answered with status ${response.status}.`)
      if (result.isSaved) this.notify('saved')
      else this.notify('failed', result.message)
      return result
    } catch (error) {
      this.notify('failed', error instanceof Error ? error.message : String(error))
      throw error
    }
  }

  notify(state: SaveState, message?: string): void {
    const detail = { state, message }
    this.element.dispatchEvent(new CustomEvent('block-notice', { bubbles: true, detail }))
  }

  /** Posts a form, or anything else as JSON, to a handler: where the page says of which version it was made, the call does, too. */
  private async posted(handler: string, input: unknown, { suffix, keepalive = false }: CallOptions = {}) {
    const made = this.element.closest<HTMLElement>('[data-base]')
    const base = made?.dataset['base']
    const response = await fetch(this.handlerUrl(handler, suffix), {
      method: 'POST',
      headers: {
        // Of a form the browser says itself where its parts end.
        ...(!(input instanceof FormData) && { 'Content-Type': 'application/json' }),
        Accept: 'application/json',
        ...(base !== undefined && { 'If-Match': `"${base}"` }),
      },
      credentials: 'same-origin',
      body: input instanceof FormData ? input : JSON.stringify(input),
      keepalive,
    })
    if (made) this.learn(made, response)
    this.tell(response)
    return { response, answer: (await response.json().catch(() => undefined)) as unknown }
  }

  onCalled(listener: (usageKey: string) => void): void {
    BlockClientRuntime.#listeners.push(listener)
  }

  words(): Promise<ClientWords> {
    return wordsFor(this.element, this.element.dataset['words'])
  }

  /** Notes which version the page's draft has now, for the next call and for the form beside this block. */
  private learn(made: HTMLElement, response: Response): void {
    const now = /^"(.*)"$/.exec(response.headers.get('etag') ?? '')?.[1]
    if (now === undefined) return
    made.dataset['base'] = now
    if (response.ok) this.element.dispatchEvent(new CustomEvent('fields-saved', { bubbles: true }))
  }

  /** Passes on what a call led to, to an element that shows the unit on a page of another site; on others nothing is said. */
  private tell(response: Response): void {
    const detail = response.headers.get('unit-events')
    if (detail !== null) this.element.dispatchEvent(new CustomEvent('unit-events', { bubbles: true, detail }))
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
