import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { PluginList } from '../plugins/index.js'
import { CompositorError, messageOf } from '../runtime/errors/index.js'
import type { ComposeTask } from './worker.js'

/** How a pool is set up. */
export interface WorkerPoolOptions {
  /** What each worker loads: the same list as on the main thread. */
  readonly plugins: PluginList
  /** Threads; default: one less than the machine has cores, at least 1. */
  readonly threads?: number | undefined
  /** Units that may wait for a thread; default 1000. */
  readonly maxQueue?: number | undefined
  /** Milliseconds a unit may take from when a worker begins it; default 1000. */
  readonly deadline?: number | undefined
}

/** What came back from a thread. */
export interface PoolAnswer {
  /** A ComposeAnswer, as JSON texts. */
  readonly texts: readonly string[]
  /** Milliseconds from asking to answer, when neither a queue nor a starting thread was waited for. */
  readonly elapsed: number | undefined
}

/** Milliseconds a thread may take to start and load its plugins. */
const startLimit = 30_000

/** Workers load compiled code, also when this module runs from its source. */
const workerFile = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/compositor/worker.js' : './worker.js', import.meta.url),
)

/**
 * Threads that compose units. Started when first needed; each has one unit at a time, so that a thread that
 * dies or is killed takes one unit with it and the rest go on.
 */
export class WorkerPool implements AsyncDisposable {
  readonly threads: number
  readonly #maxQueue: number
  readonly #deadline: number
  readonly #waiting: (() => void)[] = []
  #pool: Piscina<ComposeTask, readonly string[]> | undefined
  #running = 0
  #started = 0
  #closed = false

  constructor(readonly options: WorkerPoolOptions) {
    this.threads = Math.max(1, Math.floor(options.threads ?? availableParallelism() - 1))
    this.#maxQueue = options.maxQueue ?? 1000
    this.#deadline = options.deadline ?? 1000
  }

  /** Whether the compiled worker is there; it is not when only the sources are. */
  static available(): boolean {
    return existsSync(workerFile)
  }

  /** Whether every thread has started and loaded its plugins. */
  get ready(): boolean {
    return this.#started >= this.threads
  }

  /** Starts the threads, if that has not been done. */
  start(): void {
    if (!this.#closed) this.#threads()
  }

  /**
   * Composes a unit in a thread. A thread that dies is tried once more with the same unit, as it may have died of
   * something else; one that outlives the deadline is killed.
   * @param record a PublishedUnit, as JSON text
   * @param version content hash of the record
   * @throws CompositorError `block-failed` when the unit hangs or kills its thread, `compositor-busy`
   */
  async compose(record: string, version: string): Promise<PoolAnswer> {
    const waited = await this.#turn()
    try {
      const warm = this.ready && !waited
      const start = performance.now()
      const texts = await this.#attempt(record, version).catch((thrown: unknown) => {
        if (thrown instanceof CompositorError) throw thrown
        return this.#attempt(record, version)
      })
      return { texts, elapsed: warm ? performance.now() - start : undefined }
    } catch (thrown) {
      if (thrown instanceof CompositorError) throw thrown
      if (this.#closed) throw closing()
      const reason = `The unit ended the thread that composed it, twice: ${messageOf(thrown)}`
      throw new CompositorError('block-failed', reason, { cause: thrown })
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }

  /** Ends the threads. Units being composed fail with `compositor-busy`. */
  async close(): Promise<void> {
    this.#closed = true
    for (const go of this.#waiting.splice(0)) go()
    await this.#pool?.destroy()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Waits until a thread is free. @returns whether there was anything to wait for */
  async #turn(): Promise<boolean> {
    if (this.#closed) throw closing()
    if (this.#running < this.threads) {
      this.#running++
      return false
    }
    if (this.#waiting.length >= this.#maxQueue) {
      const message = `${this.#waiting.length} units wait for ${this.threads} threads already; no more are taken.`
      throw new CompositorError('compositor-busy', message)
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#closed) throw closing()
    return true
  }

  async #attempt(record: string, version: string): Promise<readonly string[]> {
    const begun = new Float64Array(new SharedArrayBuffer(8))
    const asked = Date.now()
    const kill = new AbortController()
    let timer: NodeJS.Timeout | undefined
    const watch = (delay: number) => {
      timer = setTimeout(() => {
        const since = begun[0] ? begun[0] + this.#deadline : asked + startLimit
        const left = since - Date.now()
        if (left <= 0) kill.abort()
        else watch(begun[0] ? left : Math.min(left, this.#deadline))
      }, delay)
      timer.unref()
    }
    watch(this.#deadline)
    try {
      return await this.#threads().run({ record, version, begun }, { signal: kill.signal })
    } catch (thrown) {
      if (!kill.signal.aborted) throw thrown
      const reason = begun[0]
        ? `The unit took more than ${this.#deadline} ms to compose, and was stopped.`
        : `A thread did not start within ${startLimit} ms.`
      throw new CompositorError('block-failed', reason, { cause: thrown })
    } finally {
      clearTimeout(timer)
    }
  }

  #threads(): Piscina<ComposeTask, readonly string[]> {
    if (this.#closed) throw closing()
    if (this.#pool) return this.#pool
    // With fewer than `maxThreads` kept, piscina leaves queued tasks lying when their last thread dies.
    this.#pool = new Piscina<ComposeTask, readonly string[]>({
      filename: workerFile,
      workerData: this.options.plugins,
      minThreads: this.threads,
      maxThreads: this.threads,
      concurrentTasksPerWorker: 1,
      recordTiming: false,
    })
    // A thread that dies between tasks is replaced; without a listener its error would end the process.
    this.#pool.on('error', () => undefined)
    // An empty task makes a thread load its plugins now rather than with its first unit.
    for (let thread = 0; thread < this.threads; thread++) {
      const task = { record: '', version: '', begun: new Float64Array(new SharedArrayBuffer(8)) }
      this.#pool.run(task).then(
        () => this.#started++,
        () => undefined,
      )
    }
    return this.#pool
  }
}

function closing(): CompositorError {
  return new CompositorError('compositor-busy', 'The compositor is closing.')
}
