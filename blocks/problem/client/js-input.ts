import type { Say } from '../../../runtime/words/client-texts.js'
import type { ProblemMessage } from '../client-messages.js'

/** How long an author's page may take to say its answer, in milliseconds. */
const patience = 5000

/** What a page is asked. */
type Method = 'getGrade' | 'getState' | 'setState'

/** A message of the protocol authors' pages speak (JSChannel, in the scope `JSInput`), as an object. */
interface FrameMessage {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: unknown
}

/**
 * An author's page in a frame, as one answer of a problem: it is given its state when it is ready, and asked for its
 * answer before the problem is sent. Only messages of the frame's own window are listened to.
 */
export class JsInput {
  readonly #waiting = new Map<number, (message: FrameMessage) => void>()
  readonly #listening = new AbortController()
  #next = 1
  /** Whether the page speaks the protocol itself. */
  #speaks = false
  /** Whether functions of the page can be called. */
  #callable = false

  private constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly input: HTMLInputElement,
    private readonly keepsState: boolean,
    private readonly initial: string | undefined,
    /** Names of the page's functions, where it is asked by those. */
    private readonly functions: Readonly<Record<Method, string | undefined>>,
    private readonly say: Say<ProblemMessage>,
  ) {}

  /** The pages inside a problem, ready to be asked. */
  static allIn(problem: HTMLElement, say: Say<ProblemMessage>): JsInput[] {
    return [...problem.querySelectorAll<HTMLElement>('.jsinput')].flatMap((box) => {
      const frame = box.querySelector('iframe')
      const input = problem.querySelector(`#${CSS.escape(box.dataset['input'] ?? '')}`)
      if (!frame || !(input instanceof HTMLInputElement)) return []
      const { state, initial, grade: getGrade, getState, setState } = box.dataset
      const functions = { getGrade, getState, setState }
      const one = new JsInput(frame, input, state === 'kept', initial, functions, say)
      one.listen()
      return [one]
    })
  }

  /** Stops listening; the frame is about to go. */
  stop(): void {
    this.#listening.abort()
  }

  /** Puts what the page says now into its input. @throws Error in words for the learner, when it says nothing */
  async collect(): Promise<void> {
    if (!this.#speaks && !this.#callable)
      throw new Error(this.say('A part of this problem is still loading. Try again in a moment.'))
    const answer = decoded(await this.ask('getGrade', ''))
    this.input.value = this.keepsState
      ? JSON.stringify({ answer, state: decoded(await this.ask('getState', '')) })
      : answer
  }

  private listen(): void {
    const { signal } = this.#listening
    addEventListener('message', (event) => this.hear(event), { signal })
    // A page that was ready before us has called already: call it, and it answers.
    this.frame.addEventListener('load', () => this.ping(), { signal })
    this.ping()
  }

  private ping(): void {
    this.post({ method: 'JSInput::__ready', params: 'ping' })
  }

  private hear({ source, data }: MessageEvent<unknown>): void {
    if (source !== this.frame.contentWindow) return
    const message = messageIn(data)
    const isFirst = !this.#speaks && !this.#callable
    if (message?.method === 'JSInput::__ready') {
      if (message.params === 'ping') this.post({ method: 'JSInput::__ready', params: 'pong' })
      this.#speaks = true
      if (isFirst) this.begin()
    } else if (message?.method === 'JSInputPage::ready' && this.functions.getGrade !== undefined) {
      this.#callable = true
      if (isFirst) this.begin()
    } else if (message?.id !== undefined && message.method === undefined) {
      this.#waiting.get(message.id)?.(message)
    }
  }

  private begin(): void {
    const state = this.keepsState ? stateIn(this.input.value, this.initial) : undefined
    if (state !== undefined) this.ask('setState', state).catch(() => undefined)
  }

  /** Asks by a function of the page where one is named, else by the protocol. */
  private async ask(method: Method, argument: string): Promise<unknown> {
    const name = this.functions[method]
    if (this.#callable && name !== undefined) {
      try {
        return await this.call('JSInputPage::call', { name, ...(method === 'setState' && { argument }) })
      } catch (error) {
        if (!this.#speaks) throw error
      }
    }
    return this.call(`JSInput::${method}`, argument)
  }

  private call(method: string, params: unknown): Promise<unknown> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => finish({ error: 'timeout' }), patience)
      const finish = ({ result, error }: FrameMessage) => {
        clearTimeout(timer)
        this.#waiting.delete(id)
        if (error === undefined) resolve(result)
        else
          reject(
            new Error(
              this.say('A part of this problem does not say its answer. Reload the page and try again.'),
            ),
          )
      }
      this.#waiting.set(id, finish)
      this.post({ id, method, params })
    })
  }

  /** A sandboxed frame has no origin that could be named. */
  private post(message: FrameMessage): void {
    this.frame.contentWindow?.postMessage(JSON.stringify(message), '*')
  }
}

function messageIn(data: unknown): FrameMessage | undefined {
  try {
    const message: unknown = typeof data === 'string' ? JSON.parse(data) : data
    return typeof message === 'object' && message !== null ? message : undefined
  } catch {
    return undefined
  }
}

/** The state in a stored value, or the one the author starts with. */
function stateIn(value: string, initial: string | undefined): string | undefined {
  if (value === '') return initial
  const stored = messageIn(value)
  const state: unknown = stored && 'state' in stored ? stored['state'] : undefined
  return typeof state === 'string' ? state : state === undefined ? initial : JSON.stringify(state)
}

/** Pages escape their answers as they would addresses; the incumbent undoes it. */
function decoded(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}
