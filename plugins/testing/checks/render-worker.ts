import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../../../runtime/index.js'
import { loadPlugins } from '../../load-plugins.js'
import type { BlockDraft } from '../block-draft.js'
import { MemoryRuntime } from '../memory-runtime.js'

/** What the worker of the conformance suite is given. */
export interface WorkerTask {
  /** Module specifier of the plugin. */
  readonly plugin: string
  readonly draft: BlockDraft
  readonly view: string
}

/** What it answers: the page, and what was prepared for it as JSON. */
export interface WorkerAnswer {
  readonly html: string
  readonly prepared: string
  readonly error?: string
}

async function answer({ plugin, draft, view }: WorkerTask): Promise<WorkerAnswer> {
  const { types, diagnostics } = await loadPlugins({ specifiers: [plugin] })
  const [finding] = diagnostics
  if (finding) return { html: '', prepared: '', error: finding.message }
  const runtime = new MemoryRuntime({ types })
  const placed = runtime.add(draft)
  const { html } = await runtime.learner('ada').show(placed, view)
  return { html, prepared: JSON.stringify(placed.composed.prepared) ?? '' }
}

const given = await answer(workerData as WorkerTask).catch((thrown: unknown) => ({
  html: '',
  prepared: '',
  error: messageOf(thrown),
}))
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort?.postMessage(given)
