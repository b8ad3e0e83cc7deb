import { setTimeout as wait } from 'node:timers/promises'
import type { Heads } from '../../store/index.js'

/** Heads whose changes tell that something of a course or library changed. */
const followed = /^(?:context|tags|usage):(.*)$/s

/** Milliseconds after a change before it is followed, as one seldom comes alone. */
const delay = 200

/**
 * Follows what changes of courses and libraries outside the requests that changed it, here or in another process: one after
 * another. It begins when somebody first asks for what follows, or is told to begin.
 */
export class ContentFollowing {
  readonly #waiting = new Map<string, Promise<void>>()
  #turn: Promise<void> = Promise.resolve()
  #watch: Disposable | undefined
  readonly #closing = new AbortController()

  /**
   * @param follow brings what is known up to what a context is
   * @param onFailure told of what it throws; it is tried again when the context changes next, or somebody asks
   */
  constructor(
    private readonly heads: Pick<Heads, 'watch' | 'names'>,
    private readonly follow: (context: string) => Promise<void>,
    private readonly onFailure: (thrown: unknown) => void,
  ) {}

  /** Follows all there is, and whatever changes from then on. */
  start(): void {
    if (this.#watch || this.#closing.signal.aborted) return
    this.#watch = this.heads.watch((name) => {
      const [, context] = followed.exec(name ?? '') ?? []
      if (context !== undefined) void this.#queue(context, delay)
      else if (name === undefined || name.startsWith('taxonomy:')) void this.#all()
    })
    void this.#all()
  }

  /**
   * Follows some contexts now.
   * @param patience milliseconds that it is waited for
   * @returns whether that was done in time
   */
  async soon(contexts: readonly string[], patience: number): Promise<boolean> {
    this.start()
    const ending = new AbortController()
    const done = Promise.all(contexts.map((context) => this.#queue(context, 0))).then(() => true)
    const late = wait(patience, false, { signal: ending.signal }).catch(() => false)
    return Promise.race([done, late]).finally(() => ending.abort())
  }

  /** Lets what is under way end. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#watch?.[Symbol.dispose]()
    await this.#turn
  }

  async #all(): Promise<void> {
    try {
      const names = await this.heads.names('context:')
      for (const name of names) void this.#queue(name.slice('context:'.length), 0)
    } catch (thrown) {
      this.onFailure(thrown)
    }
  }

  #queue(context: string, after: number): Promise<void> {
    const known = this.#waiting.get(context)
    if (known) return known
    const turn = this.#turn
    const work = (async () => {
      await turn
      const { signal } = this.#closing
      if (after > 0) await wait(after, undefined, { ref: false, signal }).catch(() => undefined)
      this.#waiting.delete(context)
      if (signal.aborted) return
      await this.follow(context)
    })().catch((thrown: unknown) => this.onFailure(thrown))
    this.#waiting.set(context, work)
    this.#turn = work
    return work
  }
}
