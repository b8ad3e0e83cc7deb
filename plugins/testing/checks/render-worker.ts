import { parentPort, workerData } from 'node:worker_threads'
import { messageOf, type JsonObject } from '../../../runtime/index.js'
import { loadPlugins } from '../../load-plugins.js'
import { shippedPlugin } from '../../shipped-plugin.js'
import type { BlockDraft } from '../block-draft.js'
import { MemoryRuntime } from '../memory-runtime.js'

/** What the worker of the conformance suite is given. */
export interface WorkerTask {
  /** Module specifier of the plugin. */
  readonly plugin: string
  readonly drafts: readonly BlockDraft[]
  /** The view to show; left out where services are needed for it that cannot be sent here. */
  readonly view?: string | undefined
  readonly settings?: JsonObject | undefined
}

/** What it answers for each draft, in order: the page, and what was prepared for it as JSON. */
export interface WorkerAnswer {
  readonly pages: readonly { readonly html?: string; readonly prepared: string }[]
  readonly error?: string
}

async function answer({ plugin, drafts, view, settings }: WorkerTask): Promise<WorkerAnswer> {
  const own = await loadPlugins({ specifiers: [plugin] })
  // As in a host: with the shipped plugin's mixins, over whose types the one examined may have its own.
  const overrides = own.types.types().map(({ name }) => name)
  const { types, diagnostics } = await loadPlugins({ specifiers: [shippedPlugin, plugin], overrides })
  const [finding] = [...own.diagnostics, ...diagnostics]
  if (finding) return { pages: [], error: finding.message }
  const pages: { html?: string; prepared: string }[] = []
  for (const draft of drafts) {
    const runtime = new MemoryRuntime({ types, ...(settings && { settings }) })
    const placed = runtime.add(draft)
    const shown = view === undefined ? undefined : await runtime.learner('ada').show(placed, view)
    pages.push({
      ...(shown && { html: shown.html }),
      prepared: JSON.stringify(placed.composed.prepared) ?? '',
    })
  }
  return { pages }
}

const given = await answer(workerData as WorkerTask).catch((thrown: unknown) => ({
  pages: [],
  error: messageOf(thrown),
}))
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
parentPort?.postMessage(given)
