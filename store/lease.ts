import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { z } from 'zod'
import type { Records } from './records.js'

/** How a lease is taken. */
export interface LeaseOptions {
  /** Epoch milliseconds; tests fix it. */
  readonly now?: (() => number) | undefined
  /** Milliseconds for which it holds unless it is renewed; 30,000 if not said. */
  readonly duration?: number | undefined
}

const form = z.object({ number: z.number().int(), holder: z.string(), until: z.number() })

interface Held {
  /** Counts up whenever the lease is taken or renewed. */
  readonly number: number
  readonly until: number
  readonly text: string
}

/**
 * A right that one process has at a time, kept as a record: the relay of events, a job. It ends by itself where its
 * holder dies. Whoever holds it names its text in each commit that it makes by this right, so that one who lost it, be it by a
 * clock that goes wrong, changes nothing any more.
 */
export class Lease {
  readonly #holder = `${hostname()} ${process.pid} ${randomUUID()}`
  readonly #now: () => number
  /** Milliseconds for which it holds unless it is renewed. */
  readonly duration: number
  #held: Held | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(
    private readonly records: Records,
    readonly key: string,
    { now = Date.now, duration = 30_000 }: LeaseOptions = {},
  ) {
    this.#now = now
    this.duration = duration
  }

  /**
   * Takes the lease, or renews it.
   * @returns whether it is held; not, where another process has it
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  take(): Promise<boolean> {
    return this.#inTurn(() => this.#take())
  }

  /** As {@link take}, without a look at the store while it is held and more than half of its time is left. */
  async hold(): Promise<boolean> {
    return this.#held !== undefined && !this.#isOld(this.#held) ? true : this.take()
  }

  async #take(): Promise<boolean> {
    const found = (await this.records.read([this.key])).get(this.key)
    const held = found === undefined ? undefined : form.safeParse(JSON.parse(found)).data
    if (held && held.holder !== this.#holder && held.until > this.#now() && !isGone(held.holder)) {
      this.#held = undefined
      return false
    }
    const next = this.#after(held?.number ?? 0)
    const { committed } = await this.records.commit({
      expected: new Map([[this.key, found]]),
      writes: new Map([[this.key, next.text]]),
    })
    this.#held = committed ? next : undefined
    return committed
  }

  /** What a commit by this right has to expect: the lease as it stands; undefined where it is not held. */
  get proof(): readonly [string, string] | undefined {
    return this.isHeld && this.#held ? [this.key, this.#held.text] : undefined
  }

  /** Whether it was held when it was last looked at, and holds on. */
  get isHeld(): boolean {
    return this.#held !== undefined && this.#now() < this.#held.until
  }

  /**
   * Commits changes by this right, and renews it where half of its time is over.
   * @param expected what the changes rest on besides
   * @returns whether everything was written; not, where the lease is lost or a record is another than expected
   * @throws CompositorError `store-full`, `store-unavailable`
   */
  commit(
    writes: ReadonlyMap<string, string | undefined>,
    expected: ReadonlyMap<string, string | undefined> = new Map(),
  ): Promise<boolean> {
    return this.#inTurn(() => this.#commit(writes, expected))
  }

  async #commit(
    writes: ReadonlyMap<string, string | undefined>,
    expected: ReadonlyMap<string, string | undefined>,
  ): Promise<boolean> {
    const held = this.#held
    if (!held) return false
    const isOld = this.#isOld(held)
    const next = isOld ? this.#after(held.number) : held
    const outcome = await this.records.commit({
      expected: new Map([...expected, [this.key, held.text]]),
      writes: isOld ? new Map([...writes, [this.key, next.text]]) : writes,
    })
    if (outcome.committed) this.#held = next
    else if (outcome.conflict === this.key) this.#held = undefined
    return outcome.committed
  }

  /** Gives it up, with last changes. @returns as {@link commit} does */
  release(writes: ReadonlyMap<string, string | undefined> = new Map()): Promise<boolean> {
    return this.#inTurn(() => this.#release(writes))
  }

  async #release(writes: ReadonlyMap<string, string | undefined>): Promise<boolean> {
    const held = this.#held
    if (!held) return false
    this.#held = undefined
    const { committed } = await this.records.commit({
      expected: new Map([[this.key, held.text]]),
      writes: new Map([...writes, [this.key, undefined]]),
    })
    return committed
  }

  /** A renewal must not make a commit under way look as if the lease were lost. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    )
    return result
  }

  #isOld({ until }: Held): boolean {
    return until - this.#now() < this.duration / 2
  }

  #after(before: number): Held {
    const [number, until] = [before + 1, this.#now() + this.duration]
    return { number, until, text: JSON.stringify({ number, holder: this.#holder, until }) }
  }
}

/** Whether a holder was a process of this machine that is there no more. */
function isGone(holder: string): boolean {
  const [name, process_ = ''] = holder.split(' ')
  if (name !== hostname()) return false
  try {
    process.kill(Number(process_), 0)
    return false
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
