import { parentPort } from 'node:worker_threads'
import { loadPlugins, shippedPlugin } from '../plugins/index.js'
import { CompositorError, reportOf } from '../runtime/index.js'
import type { PluginPlace } from './plugin-place.js'
import { AskedHelp, type HelpAnswer } from './stage-help.js'
import { AskedScripts } from './asked-scripts.js'
import type { ScriptAnswer, StageAnswer, StageCall } from './stage-thread.js'
import { Stage } from './stage.js'

/** The thread a stage stands in: is told which plugins to open it with, then answers one message after another. */
let opening: Promise<Stage> | undefined

async function answer({ id, method, given }: StageCall): Promise<StageAnswer> {
  try {
    if (method === 'open') {
      const [places, hasPython, files] = given as [readonly PluginPlace[], boolean, string | undefined]
      opening = Stage.open(
        places,
        new AskedHelp(parentPort),
        hasPython ? new AskedScripts(parentPort) : undefined,
        files,
      )
      await opening
      return { id, result: undefined }
    }
    const stage = await opening
    if (!stage) throw new CompositorError('host-failed', 'The stage was not opened.')
    const work = stage[method].bind(stage) as (...given: readonly unknown[]) => Promise<unknown>
    return { id, result: await work(...given) }
  } catch (thrown) {
    return { id, error: reportOf(CompositorError.from(thrown, 'host-failed')) }
  }
}

// Stacks then lead to the source that the block's author wrote.
process.setSourceMapsEnabled(true)
// Loaded before anybody asks, so that opening a stage is quick.
await loadPlugins({ specifiers: [shippedPlugin] })
parentPort?.on('message', (call: StageCall | ScriptAnswer | HelpAnswer) => {
  // An AskedScripts, and an AskedHelp, listen for the answers they wait for.
  if ('script' in call || 'help' in call) return
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  void answer(call).then((answered) => parentPort?.postMessage(answered))
})
