import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { PluginList } from '../plugins/index.js'
import { CompositorError, messageOf } from '../runtime/errors/index.js'
import { ComposeDeadline, type Overrun } from './compose-deadline.js'
import { ThreadReadiness } from './thread-readiness.js'
import type { ComposeTask, ThreadData } from './worker.js'

/** How a pool is set up. */
export interface WorkerPoolOptions {
  /** What each worker loads: the same list as on the main thread. */
  readonly plugins: PluginList
  /** Names of all block types that these plugins have; a thread that lacks one refuses units with it. */
  readonly typeNames?: readonly string[]
  /** Threads; default: one less than the machine has cores, at least 1. */
  readonly threads?: number | undefined
  /** Units that may wait for a thread; default 1000. */
  readonly maxQueue?: number | undefined
  /** Milliseconds that one call of a block type's code may keep a thread busy; default 1000. */
  readonly deadline?: number | undefined
  /** MiB of JavaScript memory that a thread may take; default 512. */
  readonly memory?: number | undefined
}

/** What came back from a thread. */
export interface PoolAnswer {
  /** Whether nothing was left out for having hung or ended a thread. */
  readonly isWhole: boolean
  /** A ComposeAnswer, as texts. */
  readonly texts: readonly string[]
  /** Milliseconds from asking to answer, when neither a queue nor a starting thread was waited for. */
  readonly elapsed: number | undefined
}

/** Milliseconds a thread may take to start and load its plugins. */
const startLimit = 30_000

/** Blocks of one unit that may be left out for ending or holding up a thread. */
const mostBroken = 3

/** Units given to a thread at once: while it composes one, the next lies ready. */
const ahead = 2

/** MiB for what a thread has just made: enough that most of a unit is garbage before it is looked at. */
const youngMemory = 128

/** Threads that may end before a unit, without anybody having begun with it. */
const mostUntouched = 20

/** A thread is gone, and with it what it composed. */
class ThreadLost extends Error {
  constructor(
    /** The call of a block type's code that it was in; 0 for none. */
    readonly call: number,
    message: string,
    /** Whether that call is to blame; `nobody` where the unit was not begun with. */
    readonly blame: 'certain' | 'suspected' | 'nobody',
    cause?: unknown,
  ) {
    super(message, { cause })
  }
}

/** A unit that a thread has at hand. */
class WatchedTask {
  /** Since when it is composed, the call it is in, and its thread: see {@link ComposeTask}. */
  readonly begun = new Float64Array(new SharedArrayBuffer(24))
  /** Ends its thread. */
  readonly kill = new EventEmitter()
  readonly #asked = Date.now()
  overrun: Overrun | undefined
  isKilled = false

  constructor(private readonly deadline: ComposeDeadline) {}

  /** @param now epoch milliseconds @param startLimit milliseconds that may pass before it is begun with */
  look(now: number, startLimit: number): void {
    const [since = 0, call = 0, thread = 0] = this.begun
    if (since) this.overrun = this.deadline.overrun({ call, thread }, now)
    if (this.isKilled || !(since ? this.overrun : now > this.#asked + startLimit)) return
    this.isKilled = true
    this.kill.emit('abort')
  }
}

/** Workers load compiled code, also when this module runs from its source. */
const workerFile = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/compositor/worker.js' : './worker.js', import.meta.url),
)

/**
 * Threads that compose units. Started when first needed; each composes one unit at a time, so that a thread that
 * dies or is killed takes one unit with it and the rest go on: what was waiting in it goes to another.
 */
export class WorkerPool implements AsyncDisposable {
  readonly threads: number
  readonly #maxQueue: number
  readonly #deadline: number
  readonly #memory: number
  readonly #waiting: (() => void)[] = []
  /** Those that come when nobody else waits. */
  readonly #patient: (() => void)[] = []
  readonly #readiness = new ThreadReadiness()
  /** What threads have at hand. */
  readonly #watched = new Set<WatchedTask>()
  #watch: NodeJS.Timeout | undefined
  #pool: Piscina<ComposeTask, readonly string[]> | undefined
  #running = 0
  #started = 0
  #closed = false

  constructor(readonly options: WorkerPoolOptions) {
    this.threads = Math.max(1, Math.floor(options.threads ?? availableParallelism() - 1))
    this.#maxQueue = options.maxQueue ?? 1000
    this.#deadline = options.deadline ?? 1000
    this.#memory = options.memory ?? 512
  }

  /** Whether the compiled worker is there; it is not when only the sources are. */
  static available(): boolean {
    return existsSync(workerFile)
  }

  /** Whether every thread has started and loaded its plugins. */
  get ready(): boolean {
    return this.#started >= this.threads
  }

  /** Threads that compose now. */
  get composing(): number {
    return Math.min(this.#running, this.threads)
  }

  /** Units that wait for a thread. */
  get waiting(): number {
    return this.#running - this.composing + this.#waiting.length + this.#patient.length
  }

  /** Starts the threads, if that has not been done. */
  start(): void {
    if (!this.#closed) this.#threads()
  }

  /**
   * Composes a unit in a thread. A block whose code hangs, takes too much memory or ends its thread is left out, as a
   * failed block, and the rest composed again in another thread. A thread that dies is tried once more before its block is
   * blamed, as it may have died of something else.
   * @param record a GatheredUnit, as JSON text
   * @param version names what it is composed from
   * @param isPatient whether everybody else comes first; the queue has no bound for the patient
   * @throws CompositorError `block-failed` when it is not one block's fault, or too many are at fault; `compositor-busy`
   */
  async compose(record: string, version: string, isPatient = false): Promise<PoolAnswer> {
    const waited = await this.#turn(isPatient)
    try {
      const broken = new Map<number, string>()
      let untouched = 0
      for (let suspect: number | undefined; ;) {
        const warm = this.ready && !waited && broken.size === 0
        const start = performance.now()
        try {
          const texts = await this.#attempt(record, version, broken)
          return { texts, elapsed: warm ? performance.now() - start : undefined, isWhole: broken.size === 0 }
        } catch (thrown) {
          if (this.#closed) throw closing()
          if (!(thrown instanceof ThreadLost)) throw thrown
          const { call, message, blame } = thrown
          if (blame === 'nobody' && untouched++ < mostUntouched) continue
          if (blame !== 'certain' && suspect === undefined) suspect = call
          else if (call === 0 || broken.size >= mostBroken) throw lost(thrown)
          else {
            broken.set(call, message)
            suspect = undefined
          }
        }
      }
    } finally {
      const next = this.#waiting.shift() ?? this.#patient.shift()
      if (next) next()
      else this.#running--
    }
  }

  /** Ends the threads, those that are starting once they have. Units being composed fail with `compositor-busy`. */
  async close(): Promise<void> {
    this.#closed = true
    for (const go of [...this.#waiting.splice(0), ...this.#patient.splice(0)]) go()
    const pool = this.#pool
    if (!pool) return
    await this.#readiness.settled(() => pool.threads, startLimit)
    await pool.destroy()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Waits until a thread takes one more. @returns whether there was anything to wait for */
  async #turn(isPatient: boolean): Promise<boolean> {
    if (this.#closed) throw closing()
    if (this.#running < this.threads * ahead) return this.#running++ >= this.threads
    if (!isPatient && this.waiting >= this.#maxQueue) {
      const message = `${this.waiting} units wait for ${this.threads} threads already; no more are taken.`
      throw new CompositorError('compositor-busy', message)
    }
    await new Promise<void>((resolve) => (isPatient ? this.#patient : this.#waiting).push(resolve))
    if (this.#closed) throw closing()
    return true
  }

  async #attempt(
    record: string,
    version: string,
    broken: ReadonlyMap<number, string>,
  ): Promise<readonly string[]> {
    const task = new WatchedTask(new ComposeDeadline(this.#deadline, record.length))
    const { begun } = task
    this.#watched.add(task)
    this.#watch ??= setInterval(() => this.#look(), Math.max(10, this.#deadline / 4)).unref()
    try {
      const run = this.#threads().run({ record, version, begun, broken }, { signal: task.kill })
      return await this.#readiness.during(begun, run)
    } catch (thrown) {
      throw this.#lost(task, thrown)
    } finally {
      this.#watched.delete(task)
      if (this.#watched.size === 0) {
        clearInterval(this.#watch)
        this.#watch = undefined
      }
    }
  }

  /** Stops what takes too long. */
  #look(): void {
    const now = Date.now()
    const isComposing = [...this.#watched].some(({ begun: [since] }) => since)
    // What lies ready behind another waits for that one.
    for (const task of this.#watched) task.look(now, isComposing ? startLimit * 10 : startLimit)
  }

  #lost({ begun: [since, call = 0], overrun, isKilled }: WatchedTask, thrown: unknown): Error {
    if (isKilled && !overrun) {
      const reason = `A thread did not start within ${startLimit} ms.`
      return new CompositorError('block-failed', reason, { cause: thrown })
    }
    if (!since) return new ThreadLost(0, `Its thread ended: ${messageOf(thrown)}`, 'nobody', thrown)
    if (overrun) return new ThreadLost(overrun.isOneCall ? call : 0, overrun.message, 'certain')
    if ((thrown as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      const message = `It took more than ${this.#memory} MiB of memory to compose, and was stopped.`
      return new ThreadLost(call, message, 'certain')
    }
    const message = `It ended the thread that composed it, twice: ${messageOf(thrown)}`
    return new ThreadLost(call, message, 'suspected', thrown)
  }

  #threads(): Piscina<ComposeTask, readonly string[]> {
    if (this.#closed) throw closing()
    if (this.#pool) return this.#pool
    // With fewer than `maxThreads` kept, piscina leaves queued tasks lying when their last thread dies.
    this.#pool = new Piscina<ComposeTask, readonly string[]>({
      filename: workerFile,
      workerData: {
        plugins: this.options.plugins,
        typeNames: this.options.typeNames ?? [],
        ready: this.#readiness.marks,
      } satisfies ThreadData,
      minThreads: this.threads,
      maxThreads: this.threads,
      concurrentTasksPerWorker: ahead,
      resourceLimits: { maxOldGenerationSizeMb: this.#memory, maxYoungGenerationSizeMb: youngMemory },
      recordTiming: false,
    })
    // A thread that dies between tasks is replaced; without a listener its error would end the process.
    this.#pool.on('error', () => undefined)
    // An empty task makes a thread load its plugins now rather than with its first unit.
    for (let thread = 0; thread < this.threads; thread++) {
      const begun = new Float64Array(new SharedArrayBuffer(24))
      this.#readiness.during(begun, this.#pool.run({ record: '', version: '', begun })).then(
        () => this.#started++,
        () => undefined,
      )
    }
    return this.#pool
  }
}

function lost({ message, cause }: ThreadLost): CompositorError {
  return new CompositorError('block-failed', message, { cause })
}

function closing(): CompositorError {
  return new CompositorError('compositor-busy', 'The compositor is closing.')
}
