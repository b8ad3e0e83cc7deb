import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { CompositorError, messageOf, type ErrorData } from '../../runtime/index.js'
import type { PluginPlace } from './plugin-place.js'
import type { Called, Catalogue, Edited, BlockStanding, Shown, StageDoor, StageWork } from './stage-door.js'

/** A call of a stage's method, on its way to the thread. */
export interface StageCall {
  readonly id: number
  readonly method: keyof StageWork
  readonly given: readonly unknown[]
}

/** What the thread answers. */
export type StageAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: ErrorData }

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/** Milliseconds after which a block that never waits is taken for hanging. */
const patience = 5000

/**
 * A stage in a thread of its own: modules in it are read anew when it is opened, and a block that hangs is ended with
 * it. The next call opens another.
 */
export class StageThread implements StageDoor {
  #worker: Worker | undefined
  #lastId = 0
  readonly #waiting = new Map<number, Waiting>()

  constructor(private readonly places: readonly PluginPlace[]) {}

  catalogue(): Promise<Catalogue> {
    return this.#ask('catalogue', [])
  }

  show(...given: Parameters<StageWork['show']>): Promise<Shown> {
    return this.#ask('show', given)
  }

  call(...given: Parameters<StageWork['call']>): Promise<Called> {
    return this.#ask('call', given)
  }

  inspect(...given: Parameters<StageWork['inspect']>): Promise<readonly BlockStanding[]> {
    return this.#ask('inspect', given)
  }

  edit(...given: Parameters<StageWork['edit']>): Promise<Edited> {
    return this.#ask('edit', given)
  }

  async close(): Promise<void> {
    this.#end(new CompositorError('host-failed', 'The stage was closed.'))
  }

  #ask<T>(method: keyof StageWork, given: readonly unknown[]): Promise<T> {
    const worker = (this.#worker ??= this.#open())
    const id = ++this.#lastId
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(
          new CompositorError(
            'block-failed',
            `A block did not come back within ${patience / 1000} s; it was ended.`,
          ),
        )
      }, patience)
      this.#waiting.set(id, { resolve, reject, timer })
      const call: StageCall = { id, method, given }
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
      worker.postMessage(call)
    })
  }

  #open(): Worker {
    const folder = dirname(createRequire(import.meta.url).resolve('unit-compositor/package.json'))
    // The built one, also where this file is run from its source: threads load no TypeScript.
    const worker = new Worker(join(folder, 'dist', 'host', 'workbench', 'stage-worker.js'), {
      workerData: this.places,
    })
    worker.on('message', (answer: StageAnswer) => this.#answered(answer))
    worker.on('error', (thrown) => {
      if (worker === this.#worker)
        this.#end(new CompositorError('host-failed', messageOf(thrown), { cause: thrown }))
    })
    return worker
  }

  #answered(answer: StageAnswer): void {
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
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(why)
    }
    this.#waiting.clear()
    void worker?.terminate()
  }
}
