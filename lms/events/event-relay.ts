import { CompositorError } from '../../runtime/errors/index.js'
import { Lease, type KeyRange, type LeaseOptions, type Records, type StoredText } from '../../store/index.js'
import { asideLines } from '../learner-state/record-key.js'
import type { EventLog } from './event-log.js'
import type { SinkState } from './event-log-state.js'
import type { EventSink } from './event-sink.js'
import { SinkQueue } from './sink-queue.js'

/** How events are sent on. */
export interface EventRelayOptions {
  /** Where they go; with none, they are dropped. */
  readonly sinks: readonly EventSink[]
  /**
   * Whether nobody said where events go: then they are left to the hosts that do know, if ever one was opened on the store. Else a
   * command run beside a server would send them elsewhere.
   */
  readonly isDefault?: boolean | undefined
  readonly lease?: LeaseOptions | undefined
  /** Milliseconds between looks for lines of other processes; 2,000 if not said. */
  readonly poll?: number | undefined
  /** Told when lines could not be sent; they will be. */
  readonly onFailure?: ((error: CompositorError) => void) | undefined
}

/** Every line that waits for all sinks: space and exclamation mark follow each other. */
const waiting: KeyRange = { from: 'outbox ', to: 'outbox!' }
/** Where it is noted that hosts of this store say where events go. */
const notedKey = 'events places'
const aside: KeyRange = { from: asideLines, to: 'aside!' }
/** Lines that are sent at once. */
const most = 500
/** Milliseconds in which lines gather before they are sent. */
const gathering = 100
/** Milliseconds that a sink may take; one that takes longer gets its lines by itself. */
const patience = 2000
/** Milliseconds for which closing waits for what can be sent. */
const closingPatience = 5000

/**
 * Sends on the lines that were stored with what learners did, in each learner's order and at least once: a line leaves the store
 * when every sink has taken it. One process does it at a time. A sink that fails has its lines kept aside, and holds up nobody
 * else (docs/decisions/0064-events-by-the-outbox.md).
 */
export class EventRelay implements EventLog {
  readonly #queues: readonly SinkQueue[]
  readonly #lease: Lease
  #timer: NodeJS.Timeout | undefined
  #isUrgent = false
  #isNoted = false
  #pass: Promise<void> | undefined
  #isClosed = false

  constructor(
    private readonly records: Records,
    private readonly options: EventRelayOptions,
  ) {
    this.#lease = new Lease(records, 'lease events', { duration: 10_000, ...options.lease })
    this.#queues = options.sinks.map((sink) => new SinkQueue(sink, records, this.#lease))
    this.#wait()
  }

  get sinks(): readonly SinkState[] {
    return this.#queues.map(({ state }) => state)
  }

  stored(): void {
    if (this.#isUrgent || this.#isClosed) return
    this.#isUrgent = true
    this.#wait()
  }

  /** Sends what there is. @returns when it was tried */
  async send(): Promise<void> {
    await this.#pass
    for (const queue of this.#queues) queue.retryNow()
    await this.#run()
    await this.#lease.release().catch(this.#failed)
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    clearTimeout(this.#timer)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, closingPatience)))
    await Promise.race([this.send(), late])
    clearTimeout(timer)
    await Promise.all(this.#queues.map((queue) => queue.close()))
  }

  #wait(): void {
    clearTimeout(this.#timer)
    if (this.#isClosed) return
    const { poll = 2000 } = this.options
    this.#timer = setTimeout(
      () => void this.#run().finally(() => this.#wait()),
      this.#isUrgent ? gathering : poll,
    )
    this.#timer.unref()
  }

  #run(): Promise<void> {
    return (this.#pass ??= this.#tried().finally(() => (this.#pass = undefined)))
  }

  async #tried(): Promise<void> {
    this.#isUrgent = false
    try {
      if (!(await this.#isOurs())) return
      // It is held as long as there is something to send, so that each time costs one commit.
      if (!(await this.#hasWork())) await this.#lease.release()
      else if (await this.#lease.hold()) {
        await Promise.all(this.#queues.map((queue) => queue.look()))
        await Promise.all([this.#sendAll(), ...this.#queues.map((queue) => queue.sendAside(this.#told))])
      }
    } catch (thrown) {
      this.#failed(thrown)
    }
  }

  /** Whether events are sent from here; notes that somebody said where to. */
  async #isOurs(): Promise<boolean> {
    if (this.#isNoted) return true
    const noted = (await this.records.read([notedKey])).has(notedKey)
    if (this.options.isDefault) return !noted
    if (!noted) await this.records.commit({ expected: new Map(), writes: new Map([[notedKey, 'true']]) })
    return (this.#isNoted = true)
  }

  async #hasWork(): Promise<boolean> {
    if (this.#queues.length > 0 && this.#queues.every(({ isPaused }) => isPaused)) return false
    const isAny = async (range: KeyRange) => (await this.records.range({ ...range, limit: 1 })).length > 0
    return (await isAny(waiting)) || isAny(aside)
  }

  readonly #failed = (thrown: unknown): void =>
    this.options.onFailure?.(CompositorError.from(thrown, 'store-unavailable'))

  async #sendAll(): Promise<void> {
    while (await this.#sendNext());
  }

  /** @returns whether there may be more */
  async #sendNext(): Promise<boolean> {
    const lines = await this.records.range({ ...waiting, limit: most })
    if (lines.length === 0) return false
    const taken = await Promise.all(this.#queues.map((queue) => this.#takes(queue, lines)))
    if (this.#queues.length > 0 && !taken.includes(true)) {
      for (const queue of this.#queues) queue.waits(await this.records.count(waiting))
      return false
    }
    const writes = new Map<string, string | undefined>(lines.map(({ key }) => [key, undefined]))
    for (const [index, queue] of this.#queues.entries()) {
      if (taken[index]) continue
      for (const [key, text] of queue.aside(lines)) writes.set(key, text)
    }
    if (!(await this.#lease.commit(writes))) return false
    for (const [index, queue] of this.#queues.entries()) queue.removed(lines, taken[index] === true)
    return lines.length === most
  }

  async #takes(queue: SinkQueue, lines: readonly StoredText[]): Promise<boolean> {
    if (queue.isBehind) return false
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), patience)))
    const taken = await Promise.race([queue.take(lines, this.#told), late])
    clearTimeout(timer)
    return taken
  }

  readonly #told = (error: CompositorError): void => this.options.onFailure?.(error)
}
