import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { isPlugin } from '../../../runtime/index.js'
import { difference } from './shows.js'
import type { Subject } from './subject.js'
import type { WorkerAnswer, WorkerTask } from './render-worker.js'

/** The compiled worker, also when this module runs from its source. */
const workerFile = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts')
      ? '../../../dist/plugins/testing/checks/render-worker.js'
      : './render-worker.js',
    import.meta.url,
  ),
)

/** The plugin's module, loaded in a worker, prepares and shows the same as the class on the main thread. */
export async function worksInWorker(subject: Subject, plugin: URL | string): Promise<void> {
  if (!existsSync(workerFile)) subject.fail(`a worker needs the built package: ${workerFile} is not there.`)
  const { services, settings } = subject.options
  const [first] = subject.pageViews
  const view = services ? undefined : subject.pageViews.includes('student_view') ? 'student_view' : first
  if (view === undefined && !services) return
  const drafts = subject.drafts.map(({ blockClass: _class, ...plain }) => plain)
  const { pages, error } = await asked({ plugin: String(plugin), drafts, view, settings })
  if (error !== undefined) subject.fail(`in a worker it failed: ${error}`)
  const { default: own } = (await import(String(plugin))) as { default?: unknown }
  const words = isPlugin(own) ? own.words : undefined
  for (const [index, draft] of subject.drafts.entries()) {
    const runtime = subject.runtime({ ...(words && { catalogues: words }) })
    const placed = subject.add(runtime, draft)
    const prepared = JSON.stringify(placed.composed.prepared) ?? ''
    const there = pages[index]
    if (there?.prepared !== prepared) {
      subject.fail(`a worker prepares something else: ${difference(prepared, there?.prepared ?? '')}.`)
    }
    if (view === undefined) continue
    const { html } = await runtime.learner('ada').show(placed, view)
    const other = there.html ?? ''
    if (other !== html) subject.fail(`a worker shows something else: ${difference(html, other)}.`)
  }
}

async function asked(workerData: WorkerTask): Promise<WorkerAnswer> {
  const worker = new Worker(workerFile, { workerData })
  try {
    const [answer] = (await once(worker, 'message')) as [WorkerAnswer]
    return answer
  } finally {
    await worker.terminate()
  }
}
