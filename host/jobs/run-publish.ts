import { publishedSince, type AuthoringStore } from '../../content/index.js'
import { CompositorError, type Json } from '../../runtime/index.js'
import type { RunningJob } from '../../store/index.js'
import type { Authoring } from '../authoring.js'
import type { ProblemTests } from '../libraries/problem-tests.js'
import { NotedProgress } from './noted-progress.js'
import { publishForm } from './publish-job.js'

/** Milliseconds for tests of what a publication of a library changes. */
const testBudget = 10_000

/** What publishing takes. */
export interface Publishing {
  readonly authoring: Authoring
  readonly store: AuthoringStore
  readonly tests: ProblemTests
}

/**
 * Publishes the version that a job was started with, unless a process that died has done so. The problems of a library that differ
 * from what was published before are tried afterwards, as long as there is time; what is found is told, and undoes nothing.
 */
export async function runPublish({ authoring, store, tests }: Publishing, job: RunningJob): Promise<Json> {
  const { context, version, asked, words } = publishForm.parse(job.input)
  const before = await publishedSince(store, context, version, asked)
  if (before === 'made') {
    // The process that published it may have died before others had it.
    const findings = await authoring.publishFollowers(context)
    return { context, version, findings: findings as readonly unknown[] as readonly Json[] }
  }
  if (before === 'overtaken')
    throw new CompositorError(
      'job-overtaken',
      `Another version of '${context}' was published after this one was asked for.`,
    )
  const progress = new NotedProgress(job)
  const { kind, published } = await store.head(context)
  const findings = await authoring.publish(context, (step) => progress.note(step), version, words)
  const tested =
    kind === 'library'
      ? await tests.test(context, { version, since: published ?? undefined, budget: testBudget })
      : undefined
  await progress.finish(progress.total)
  return {
    context,
    version,
    findings: [...findings, ...(tested?.findings ?? [])] as readonly unknown[] as readonly Json[],
  }
}
