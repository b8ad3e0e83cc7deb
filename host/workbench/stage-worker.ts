import { parentPort, workerData } from 'node:worker_threads'
import { CompositorError } from '../../runtime/index.js'
import type { PluginPlace } from './plugin-place.js'
import type { StageAnswer, StageCall } from './stage-thread.js'
import { Stage } from './stage.js'

/** The thread a stage stands in: answers one message after another. */
const stage = Stage.open(workerData as readonly PluginPlace[])

async function answer({ id, method, given }: StageCall): Promise<StageAnswer> {
  try {
    const opened = await stage
    const work = opened[method].bind(opened) as (...given: readonly unknown[]) => Promise<unknown>
    return { id, result: await work(...given) }
  } catch (thrown) {
    return { id, error: CompositorError.from(thrown, 'host-failed').toJSON() }
  }
}

parentPort?.on('message', (call: StageCall) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  void answer(call).then((answered) => parentPort?.postMessage(answered))
})
