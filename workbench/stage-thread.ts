import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  CompositorError,
  messageOf,
  type ErrorData,
  type HandlerResponse,
  type ScriptOutcome,
  type ScriptRun,
  type ScriptRunner,
} from '../runtime/index.js'
import { helped, type HelpAsked, type StageHelp } from './stage-help.js'
import type { PluginPlace } from './plugin-place.js'
import type { Called, Catalogue, Edited, BlockStanding, Shown, StageDoor, StageWork } from './stage-door.js'

/** A call of a stage's method, on its way to the thread. */
export interface StageCall {
  readonly id: number
  /** `open` with the plugins under work comes first. */
  readonly method: keyof StageWork | 'open'
  readonly given: readonly unknown[]
}

/** What the thread answers, or asks itself: that a script be run outside, where Python outlives it. */
export type StageAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ErrorData }
  | { readonly script: number; readonly run: ScriptRun }
  | HelpAsked

/** What came of a script that the thread asked for. */
export type ScriptAnswer =
  | { readonly script: number; readonly outcome: ScriptOutcome }
  | { readonly script: number; readonly error: ErrorData }

/** Milliseconds that a plugin may take to load; a thread that is not warm yet takes most of them. */
const openingPatience = 30_000

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/**
 * A stage in a thread of its own: modules in it are read anew when it is opened, and a block that hangs is ended with
 * it. The next call opens another.
 */
export class StageThread implements StageDoor {
  #worker: Worker | undefined
  #opened: Promise<Worker> | undefined
  #lastId = 0
  readonly #waiting = new Map<number, Waiting>()

  /** @param takeWorker gives a thread with nothing of a plugin under work in it */
  constructor(
    private readonly places: readonly PluginPlace[],
    private readonly takeWorker: () => Worker,
    private readonly patience: number,
    private readonly scripts: ScriptRunner | undefined,
    private readonly help: StageHelp,
    private readonly files: string | undefined,
  ) {}

  catalogue(): Promise<Catalogue> {
    return this.#ask('catalogue', [])
  }

  show(...given: Parameters<StageWork['show']>): Promise<Shown> {
    return this.#ask('show', given)
  }

  call(...given: Parameters<StageWork['call']>): Promise<Called> {
    return this.#ask('call', given)
  }

  data(...given: Parameters<StageWork['data']>): Promise<string> {
    return this.#ask('data', given)
  }

  inspect(...given: Parameters<StageWork['inspect']>): Promise<readonly BlockStanding[]> {
    return this.#ask('inspect', given)
  }

  edit(...given: Parameters<StageWork['edit']>): Promise<Edited> {
    return this.#ask('edit', given)
  }

  forget(...given: Parameters<StageWork['forget']>): Promise<readonly ErrorData[]> {
    return this.#ask('forget', given)
  }

  route(...given: Parameters<StageWork['route']>): Promise<HandlerResponse> {
    return this.#ask('route', given)
  }

  async close(): Promise<void> {
    this.#end(new CompositorError('host-failed', 'The stage was closed.'))
  }

  async #ask<T>(method: keyof StageWork, given: readonly unknown[]): Promise<T> {
    this.#opened ??= this.#open()
    const worker = await this.#opened
    return this.#send<T>(worker, { method, given }, this.patience)
  }

  async #open(): Promise<Worker> {
    const worker = (this.#worker = this.takeWorker())
    worker.on('message', (answer: StageAnswer) => {
      if ('script' in answer) void this.#runScript(worker, answer.script, answer.run)
      else if ('help' in answer) void this.#help(worker, answer)
      else this.#answered(answer)
    })
    worker.on('error', (thrown) => {
      if (worker !== this.#worker) return
      this.#end(new CompositorError('host-failed', messageOf(thrown), { cause: thrown }))
    })
    await this.#send(
      worker,
      { method: 'open', given: [this.places, this.scripts !== undefined, this.files] },
      openingPatience,
    )
    return worker
  }

  #send<T>(worker: Worker, call: Omit<StageCall, 'id'>, patience: number): Promise<T> {
    const id = ++this.#lastId
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        const why = `A block did not come back within ${patience / 1000} s; it was ended.`
        this.#end(new CompositorError('block-failed', why))
      }, patience)
      this.#waiting.set(id, { resolve, reject, timer })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
      worker.postMessage({ ...call, id } satisfies StageCall)
    })
  }

  async #runScript(worker: Worker, script: number, run: ScriptRun): Promise<void> {
    const answer = await this.#outcomeOf(script, run)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
    worker.postMessage(answer)
  }

  async #help(worker: Worker, asked: HelpAsked): Promise<void> {
    const answer = await helped(this.help, asked)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
    worker.postMessage(answer)
  }

  async #outcomeOf(script: number, run: ScriptRun): Promise<ScriptAnswer> {
    try {
      if (!this.scripts) throw new CompositorError('script-unavailable', 'Python is not built here.')
      return { script, outcome: await this.scripts.run(run) }
    } catch (thrown) {
      return { script, error: CompositorError.from(thrown, 'script-failed').toJSON() }
    }
  }

  #answered(answer: Exclude<StageAnswer, { script: number } | { help: number }>): void {
    const waiting = this.#waiting.get(answer.id)
    if (!waiting) return
    this.#waiting.delete(answer.id)
    clearTimeout(waiting.timer)
    if ('error' in answer) waiting.reject(CompositorError.fromJSON(answer.error))
    else waiting.resolve(answer.result as never)
  }

  #end(why: CompositorError): void {
    const worker = this.#worker
    this.#worker = undefined
    this.#opened = undefined
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(why)
    }
    this.#waiting.clear()
    void worker?.terminate()
  }
}

/**
 * Threads for stages. One more than is needed is kept, with everything loaded that does not change, so that opening a
 * stage costs no more than loading the plugins under work.
 */
export class StageThreads {
  #spare: Worker | undefined
  #isClosed = false

  /**
   * @param patience milliseconds after which a block that never waits is taken for hanging
   * @param scripts runs Python of problems
   * @param files folder that files of blocks are kept in
   */
  constructor(
    private readonly patience = 5000,
    private readonly scripts?: ScriptRunner,
    private readonly files?: string,
  ) {}

  open(places: readonly PluginPlace[], help: StageHelp): StageThread {
    return new StageThread(places, () => this.#take(), this.patience, this.scripts, help, this.files)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#spare?.terminate()
  }

  #take(): Worker {
    const worker = this.#spare ?? newWorker()
    worker.removeAllListeners('error')
    this.#spare = this.#isClosed ? undefined : newWorker()
    return worker
  }
}

function newWorker(): Worker {
  const folder = dirname(createRequire(import.meta.url).resolve('unit-compositor/package.json'))
  // The built one, also where this file is run from its source: threads load no TypeScript.
  const worker = new Worker(join(folder, 'dist', 'workbench', 'stage-worker.js'))
  // Who takes it listens anew; until then nobody is harmed by its failure.
  worker.on('error', () => undefined)
  return worker
}
