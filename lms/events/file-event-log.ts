import { appendFile } from 'node:fs/promises'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import type { EventLogState } from './event-log-state.js'
import type { EventLog } from './event-log.js'
import type { TrackingEvent } from './tracking-event.js'

/** Bytes written at once; below the size at which Node would split a write that other processes could part. */
const writeLimit = 256 * 1024

/** Characters of lines that may wait while the file cannot be written; then nothing is stored that would be logged. */
const backlogLimit = 8_000_000
/** Milliseconds until a write that failed is tried again. */
const retryDelay = 1000

/**
 * An event log of JSON lines. The file is opened for each write, so it may be moved away at any time, and only
 * appended to, so several processes may share it. Lines that cannot be written, as the disk is full, wait and are tried
 * again; a line of which only a part was written stands there once more, whole.
 */
export class FileEventLog implements EventLog {
  #waiting: string[] = []
  #size = 0
  #writing: Promise<void> | undefined
  #retry: NodeJS.Timeout | undefined
  #lineCut = false
  #failure: unknown
  #written = 0
  #failures = 0
  /** Milliseconds on the process's clock when events began to wait, or one was written last. */
  #waitingSince = 0

  /** @param onFailure told of each write that failed for good, and how many events it lost; else the process warns */
  constructor(
    private readonly path: string,
    private readonly onFailure: (error: unknown, lost: number) => void = warn,
  ) {}

  get state(): EventLogState {
    const waiting = this.#waiting.length
    return {
      written: this.#written,
      waiting,
      lag: waiting === 0 ? 0 : (performance.now() - this.#waitingSince) / 1000,
      failures: this.#failures,
      isFailing: this.#failure !== undefined,
    }
  }

  append(events: readonly TrackingEvent[]): void {
    if (this.#waiting.length === 0) this.#waitingSince = performance.now()
    for (const event of events) {
      const line = `${JSON.stringify(event)}\n`
      this.#waiting.push(line)
      this.#size += line.length
    }
    if (this.#waiting.length > 0 && !this.#retry) this.#writing ??= this.#write()
  }

  check(): void {
    if (this.#size <= backlogLimit || this.#failure === undefined) return
    throw new CompositorError(
      'store-full',
      `Nothing is stored while the event log cannot be written: ${messageOf(this.#failure)}`,
      { cause: this.#failure },
    )
  }

  async close(): Promise<void> {
    clearTimeout(this.#retry)
    this.#retry = undefined
    await this.#writing
    if (this.#waiting.length === 0) return
    clearTimeout(this.#retry)
    this.#retry = undefined
    await this.#write()
    if (this.#waiting.length > 0) this.onFailure(this.#failure, this.#waiting.length)
    clearTimeout(this.#retry)
    this.#retry = undefined
    this.#waiting = []
    this.#size = 0
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#next()
      const text = lines.join('')
      try {
        // A write that failed half-way left a line without an end.
        await appendFile(this.path, (this.#lineCut ? '\n' : '') + text)
        this.#lineCut = false
        this.#failure = undefined
        this.#written += lines.length
        this.#waitingSince = performance.now()
        this.#waiting.splice(0, lines.length)
        this.#size -= text.length
      } catch (error) {
        this.#lineCut = true
        this.#failure = error
        this.#failures++
        this.#retry = setTimeout(() => {
          this.#retry = undefined
          this.#writing ??= this.#write()
        }, retryDelay)
        this.#retry.unref()
        break
      }
    }
    this.#writing = undefined
  }

  #next(): string[] {
    let bytes = 0
    let count = 0
    for (const line of this.#waiting) {
      bytes += Buffer.byteLength(line)
      if (count > 0 && bytes > writeLimit) break
      count++
    }
    return this.#waiting.slice(0, count)
  }
}

function warn(error: unknown, lost: number): void {
  process.emitWarning(`${lost} learner events could not be logged: ${messageOf(error)}`)
}
