import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import type { KeyRange, Lease, Records, StoredText } from '../../store/index.js'
import { asideKey, asidePrefix, stateLine } from '../learner-state/record-key.js'
import type { SinkState } from './event-log-state.js'
import type { EventSink } from './event-sink.js'

/** Lines that are sent at once. */
const most = 500
/** Milliseconds until lines are sent again: at first, and at most. */
const [firstPause, longestPause] = [500, 30_000]

/** Lines on their way to one sink: those it has taken, and those that were kept aside as it failed. */
export class SinkQueue {
  /** What it has taken that may still stand in the store, by the key of the line. */
  readonly #taken = new Set<string>()
  #underWay: Promise<unknown> = Promise.resolve()
  #isBehind = false
  /** How often lines were put aside for it. */
  #putAside = 0
  #failures = 0
  #inRow = 0
  #retryAt = 0
  #written = 0
  #waiting = 0
  #upToDateAt = performance.now()

  constructor(
    private readonly sink: EventSink,
    private readonly records: Records,
    private readonly lease: Lease,
  ) {}

  get state(): SinkState {
    return {
      name: this.sink.name,
      written: this.#written,
      waiting: this.#waiting,
      lag: this.#waiting === 0 ? 0 : (performance.now() - this.#upToDateAt) / 1000,
      failures: this.#failures,
      isFailing: this.#inRow > 0,
    }
  }

  /** Whether lines are kept aside for it, so that no others may come before them. */
  get isBehind(): boolean {
    return this.#isBehind
  }

  /** Looks whether lines are kept aside for it. */
  async look(): Promise<void> {
    this.#isBehind = (await this.records.range({ ...this.#range, limit: 1 })).length > 0
  }

  /** Whether it failed, and is given time. */
  get isPaused(): boolean {
    return performance.now() < this.#retryAt
  }

  /** Forgets that it has just failed. */
  retryNow(): void {
    this.#retryAt = 0
  }

  /**
   * Has the sink take lines.
   * @returns whether it has them
   */
  async take(
    lines: readonly StoredText[],
    onFailure: ((error: CompositorError) => void) | undefined,
  ): Promise<boolean> {
    await this.#underWay
    const wanted = lines.filter(
      (line) => !this.#taken.has(line.key) && (this.sink.takesStates || !isStateLine(line.key)),
    )
    if (wanted.length === 0) return true
    if (this.isPaused) return false
    const sent = this.#send(wanted)
    this.#underWay = sent
    const failure = await sent
    if (failure === undefined) return true
    const message = `${wanted.length} lines of events could not be sent to '${this.sink.name}' and wait: ${messageOf(failure)}`
    onFailure?.(new CompositorError('events-unsent', message, { cause: failure }))
    return false
  }

  /** Where lines are kept until the sink takes them. */
  *aside(lines: readonly StoredText[]): Iterable<[string, string]> {
    for (const { key, text } of lines) {
      if (this.#taken.has(key) || (isStateLine(key) && !this.sink.takesStates)) continue
      yield [asideKey(this.sink.name, key), text]
    }
  }

  /** Told that lines left the place where all wait. @param isTaken whether it has them; else they are kept aside */
  removed(lines: readonly StoredText[], isTaken: boolean): void {
    if (!isTaken) {
      this.#isBehind = true
      this.#putAside++
      this.waits(this.#waiting + lines.length)
      return
    }
    for (const { key } of lines) this.#taken.delete(key)
    this.waits(0)
  }

  /** Notes how many lines wait for it. */
  waits(count: number): void {
    this.#waiting = count
    if (count === 0) this.#upToDateAt = performance.now()
  }

  /** Sends what was kept aside. @throws CompositorError `store-full`, `store-unavailable` */
  async sendAside(onFailure: ((error: CompositorError) => void) | undefined): Promise<void> {
    while (this.#isBehind) {
      const putAside = this.#putAside
      const found = await this.records.range({ ...this.#range, limit: most })
      const prefix = asidePrefix(this.sink.name)
      const lines = found.map(({ key, text }) => ({ key: `outbox ${key.slice(prefix.length)}`, text }))
      if (lines.length > 0) {
        if (!(await this.take(lines, onFailure))) {
          this.waits(await this.records.count(this.#range))
          return
        }
        if (!(await this.lease.commit(new Map(found.map(({ key }) => [key, undefined]))))) return
        for (const { key } of lines) this.#taken.delete(key)
      }
      this.#isBehind = lines.length === most || putAside !== this.#putAside
      if (!this.#isBehind) this.waits(0)
    }
  }

  async close(): Promise<void> {
    await this.sink.close?.()
  }

  /** @returns what it failed with */
  async #send(lines: readonly StoredText[]): Promise<unknown> {
    try {
      await this.sink.take(lines)
      for (const { key } of lines) this.#taken.add(key)
      this.#written += lines.length
      this.#inRow = 0
      return undefined
    } catch (thrown) {
      this.#failures++
      const pause = Math.min(firstPause * 2 ** this.#inRow++, longestPause)
      this.#retryAt = performance.now() + pause
      return thrown ?? new Error('It failed without a reason.')
    }
  }

  get #range(): KeyRange {
    const prefix = asidePrefix(this.sink.name)
    return { from: prefix, to: `${prefix}\u007f` }
  }
}

/** Whether a line tells of changed fields. */
function isStateLine(key: string): boolean {
  return key.endsWith(` ${stateLine}`)
}
