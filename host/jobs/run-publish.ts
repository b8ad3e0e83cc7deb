import { publishedSince, type AuthoringStore } from '../../content/index.js'
import { CompositorError, type Json } from '../../runtime/index.js'
import type { RunningJob } from '../../store/index.js'
import type { Authoring } from '../authoring.js'
import { NotedProgress } from './noted-progress.js'
import { publishForm } from './publish-job.js'

/** Publishes the version that a job was started with, unless a process that died has done so. */
export async function runPublish(
  { authoring, store }: { readonly authoring: Authoring; readonly store: AuthoringStore },
  job: RunningJob,
): Promise<Json> {
  const { context, version, asked, words } = publishForm.parse(job.input)
  const before = await publishedSince(store, context, version, asked)
  if (before === 'made') return { context, version, findings: [] }
  if (before === 'overtaken')
    throw new CompositorError(
      'job-overtaken',
      `Another version of '${context}' was published after this one was asked for.`,
    )
  const progress = new NotedProgress(job)
  const findings = await authoring.publish(context, (step) => progress.note(step), version, words)
  await progress.finish(progress.total)
  return { context, version, findings: findings as readonly unknown[] as readonly Json[] }
}
