import { appendFile } from 'node:fs/promises'
import { messageOf } from '../../runtime/errors/index.js'
import type { EventLog } from './event-log.js'
import type { TrackingEvent } from './tracking-event.js'

/** Bytes written at once; below the size at which Node would split a write that other processes could part. */
const writeLimit = 256 * 1024

/**
 * An event log of JSON lines. The file is opened for each write, so it may be moved away at any time, and only
 * appended to, so several processes may share it.
 */
export class FileEventLog implements EventLog {
  #waiting: string[] = []
  #writing: Promise<void> | undefined
  #lineCut = false

  /** @param onFailure told of each write that failed, and how many events it lost; else the process warns */
  constructor(
    private readonly path: string,
    private readonly onFailure: (error: unknown, lost: number) => void = warn,
  ) {}

  append(events: readonly TrackingEvent[]): void {
    for (const event of events) this.#waiting.push(`${JSON.stringify(event)}\n`)
    if (this.#waiting.length > 0) this.#writing ??= this.#write()
  }

  async close(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#next()
      try {
        // A write that failed half-way left a line without an end.
        await appendFile(this.path, (this.#lineCut ? '\n' : '') + lines.join(''))
        this.#lineCut = false
      } catch (error) {
        this.#lineCut = true
        this.onFailure(error, lines.length)
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
    return this.#waiting.splice(0, count)
  }
}

function warn(error: unknown, lost: number): void {
  process.emitWarning(`${lost} learner events could not be logged: ${messageOf(error)}`)
}
