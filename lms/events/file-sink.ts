import { open, rename, stat } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { joined, type EventLine, type EventSink } from './event-sink.js'

/** How a file of events is written. */
export interface FileSinkOptions {
  /** Bytes above which a file is put aside, under its name with the time in it; never where it is left out. */
  readonly rotateAt?: number | undefined
  readonly takesStates?: boolean | undefined
  /** What it is known by; its path if not said. */
  readonly name?: string | undefined
  /** Epoch milliseconds; tests fix it. */
  readonly now?: (() => number) | undefined
}

/**
 * A file of JSON lines. It is opened for each write, so it may be moved away at any time, and only appended to, so several
 * processes may share it. Of a line that was written in part, as the disk was full, the rest follows on a line of its own, whole.
 */
export class FileSink implements EventSink {
  readonly name: string
  readonly takesStates: boolean
  #lineCut = false

  constructor(
    readonly path: string,
    private readonly options: FileSinkOptions = {},
  ) {
    this.name = options.name ?? `file:${path}`
    this.takesStates = options.takesStates ?? false
  }

  async take(lines: readonly EventLine[]): Promise<void> {
    await this.#rotate()
    const file = await open(this.path, 'a')
    try {
      const isCut = this.#lineCut
      this.#lineCut = true
      await file.appendFile((isCut ? '\n' : '') + joined(lines))
      this.#lineCut = false
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  async #rotate(): Promise<void> {
    const { rotateAt = Infinity, now = Date.now } = this.options
    if (rotateAt === Infinity) return
    try {
      if ((await stat(this.path)).size < rotateAt) return
      const { dir, name, ext } = parse(this.path)
      const time = new Date(now()).toISOString().replaceAll(/[-:]/g, '')
      await rename(this.path, join(dir, `${name}-${time}${ext}`))
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
    }
  }
}
