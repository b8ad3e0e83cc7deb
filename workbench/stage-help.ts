import type { MessagePort } from 'node:worker_threads'
import type { NamespaceRecords } from '../plugins/index.js'
import { CompositorError, type ErrorData, type RouteCall, type RouteCallAnswer } from '../runtime/index.js'

/** What a stage asks of the bench: what plugins keep for themselves outlives it, and so do the learners that routes call for. */
export interface StageHelp extends NamespaceRecords {
  /** Calls a handler of a block of the scenario it stands in, as one learner. */
  call(call: RouteCall): Promise<RouteCallAnswer>
}

/** A question of a thread to the bench. */
export interface HelpAsked {
  readonly help: number
  readonly what: keyof StageHelp
  readonly given: unknown
}

/** What the bench answers. */
export type HelpAnswer =
  | { readonly help: number; readonly result: unknown }
  | { readonly help: number; readonly error: ErrorData }

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/** The bench's help, asked from the thread of a stage. */
export class AskedHelp implements StageHelp {
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor(private readonly port: MessagePort | null) {
    port?.on('message', (answer: object) => {
      if ('help' in answer) this.#answered(answer as HelpAnswer)
    })
  }

  read(keys: Parameters<StageHelp['read']>[0]) {
    return this.#ask<ReadonlyMap<string, string>>('read', keys)
  }

  range(range: Parameters<StageHelp['range']>[0]) {
    return this.#ask<readonly { readonly key: string; readonly text: string }[]>('range', range)
  }

  commit(commit: Parameters<StageHelp['commit']>[0]) {
    return this.#ask<{ readonly committed: boolean }>('commit', commit)
  }

  call(call: RouteCall) {
    return this.#ask<RouteCallAnswer>('call', call)
  }

  #ask<T>(what: keyof StageHelp, given: unknown): Promise<T> {
    const help = ++this.#last
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(help, { resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
      this.port?.postMessage({ help, what, given } satisfies HelpAsked)
    })
  }

  #answered(answer: HelpAnswer): void {
    const waiting = this.#waiting.get(answer.help)
    this.#waiting.delete(answer.help)
    if ('error' in answer) waiting?.reject(CompositorError.fromJSON(answer.error))
    else waiting?.resolve(answer.result as never)
  }
}

/** Answers what a thread asks. */
export async function helped(help: StageHelp, { help: id, what, given }: HelpAsked): Promise<HelpAnswer> {
  try {
    const ask = help[what].bind(help) as (given: unknown) => Promise<unknown>
    return { help: id, result: await ask(given) }
  } catch (thrown) {
    return { help: id, error: CompositorError.from(thrown, 'host-failed').toJSON() }
  }
}
