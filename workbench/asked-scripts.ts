import type { MessagePort } from 'node:worker_threads'
import { CompositorError, ScriptRunner, type ScriptOutcome, type ScriptRun } from '../runtime/index.js'
import type { ScriptAnswer, StageAnswer, StageCall } from './stage-thread.js'

interface Waiting {
  readonly resolve: (outcome: ScriptOutcome) => void
  readonly reject: (error: Error) => void
}

/** Has scripts run outside the thread of a stage, so that Python goes on when a stage with newer code takes its place. */
export class AskedScripts extends ScriptRunner {
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor(private readonly port: MessagePort | null) {
    super()
    port?.on('message', (answer: StageCall | ScriptAnswer) => {
      if ('script' in answer) this.#answered(answer)
    })
  }

  override run(run: ScriptRun): Promise<ScriptOutcome> {
    const script = ++this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(script, { resolve, reject })
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
      this.port?.postMessage({ script, run } satisfies StageAnswer)
    })
  }

  #answered(answer: ScriptAnswer): void {
    const waiting = this.#waiting.get(answer.script)
    this.#waiting.delete(answer.script)
    if ('error' in answer) waiting?.reject(CompositorError.fromJSON(answer.error))
    else waiting?.resolve(answer.outcome)
  }
}
