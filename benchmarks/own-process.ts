import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Span } from './measured-span.js'
import type { Answered, Asked, Measurements } from './measuring-process.js'

/** Whether a signal can be sent to a process with all that it started. */
const leadsGroup = process.platform !== 'win32'

/** How a process is to be. */
export interface OwnProcessOptions {
  /** Ends it, and all that it started. */
  readonly signal: AbortSignal
  /** A folder for what V8 finds of where its time goes, and that of the threads and Node processes that it starts. */
  readonly profiles?: string
}

/**
 * A process in which something is measured: what was measured before has compiled nothing in it, and left nothing in its memory. Its
 * temporary files are in a folder that goes with it, however it ends.
 */
export class OwnProcess implements AsyncDisposable {
  /** When it measured what it was last asked for; undefined where that is not known. */
  span: Span | undefined
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown[]>
  readonly #end = () => {
    const { pid } = this.#child
    try {
      if (pid !== undefined) process.kill(leadsGroup ? -pid : pid)
    } catch {
      // All have ended.
    }
  }

  private constructor(
    private readonly folder: string,
    private readonly options: OwnProcessOptions,
  ) {
    const { profiles, signal } = options
    const profiling = ['--cpu-prof', `--cpu-prof-dir=${profiles}`, '--cpu-prof-interval=500']
    this.#child = fork(fileURLToPath(new URL('./measuring-process.js', import.meta.url)), {
      execArgv: [...process.execArgv, ...(profiles === undefined ? [] : profiling)],
      env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
      // What hosts log is no result.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: leadsGroup,
    })
    this.#ended = once(this.#child, 'exit')
    signal.addEventListener('abort', this.#end)
  }

  static async start(options: OwnProcessOptions): Promise<OwnProcess> {
    options.signal.throwIfAborted()
    const folder = await mkdtemp(join(tmpdir(), 'unit-compositor-bench-'))
    // A database in it runs as another user.
    await chmod(folder, 0o711)
    return new OwnProcess(folder, options)
  }

  /** Measures one thing, in this process. @throws Error with what it said where nothing was found, or how it ended */
  async ask<Name extends keyof Measurements>(
    name: Name,
    ...given: Parameters<Measurements[Name]>
  ): Promise<Awaited<ReturnType<Measurements[Name]>>> {
    // Where it has ended, that is what is told.
    this.#child.send({ name, given } satisfies Asked, () => undefined)
    const answer = once(this.#child, 'message').then(([answered]) => answered as Answered)
    const answered = await Promise.race([answer, this.#ended])
    this.options.signal.throwIfAborted()
    if (Array.isArray(answered)) {
      throw new Error(`The process that measured it ended by itself (${answered.filter(Boolean).join()}).`)
    }
    if ('failed' in answered) throw new Error(answered.failed)
    this.span = answered.span
    return answered.found as Awaited<ReturnType<Measurements[Name]>>
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.options.signal.removeEventListener('abort', this.#end)
    if (this.#child.connected) this.#child.disconnect()
    await this.#ended
    this.#end()
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
