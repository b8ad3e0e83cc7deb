import { setTimeout as wait } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'

/** Threads told apart; their numbers grow for the whole process, a pool has a few of them. */
const places = 1024

/**
 * Tells which threads of a pool have loaded their modules. To end one that has not can end the whole process (an assertion
 * in V8's modules fails), so a pool that closes waits for them.
 */
export class ThreadReadiness {
  /** Shared with the threads. */
  readonly marks = new Int32Array(new SharedArrayBuffer(4 * places))
  readonly #beginning = new Set<Float64Array>()

  /** Notes a task whose thread may load plugins for it until it says in `begun` that it has. */
  async during<T>(begun: Float64Array, work: Promise<T>): Promise<T> {
    this.#beginning.add(begun)
    try {
      return await work
    } finally {
      this.#beginning.delete(begun)
    }
  }

  /** Waits until none of these threads is loading, or for so many milliseconds. */
  async settled(threads: () => readonly { readonly threadId: number }[], patience: number): Promise<void> {
    const isLoading = () =>
      threads().some(({ threadId: id }) => id > 0 && this.marks[id % places] !== id) ||
      [...this.#beginning].some(([since]) => !since)
    for (const until = Date.now() + patience; isLoading() && Date.now() < until;) await wait(5)
  }
}

/** Said by a thread once its own modules are loaded. */
export function markReady(marks: Int32Array): void {
  marks[threadId % places] = threadId
}
