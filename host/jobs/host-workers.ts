import type { Json } from '../../runtime/index.js'
import type { Files, JobWorker } from '../../store/index.js'
import type { GradebookParts } from '../gradebook/gradebook-parts.js'
import { gradebookOrderKind, runGradebookOrder } from '../gradebook/gradebook-order.js'
import type { Catalogue } from '../search/catalogue.js'
import { reindexKind, runReindexing } from '../search/reindexing.js'
import { blockJobKind, runBlockJob } from './block-job.js'
import { importKind } from './import-job.js'
import { publishKind } from './publish-job.js'
import { rescoreAllKind } from './rescoring.js'
import { rescoreEverywhereKind } from './rescoring-everywhere.js'
import { runImport } from './run-import.js'
import { runPublish, type Publishing } from './run-publish.js'
import { runRescoring } from './run-rescoring.js'
import { runRescoringEverywhere } from './run-rescoring-everywhere.js'

/** What the jobs of a host work on. */
export interface WorkersParts extends GradebookParts {
  readonly publishing: Publishing
  readonly files: Files
  readonly catalogue: Catalogue
}

/** What does the jobs of each kind that every host has, by kind. */
export function hostWorkers(parts: WorkersParts): Readonly<Record<string, JobWorker>> {
  const { publishing, files, catalogue } = parts
  return {
    [rescoreAllKind]: async (job) => ({ ...(await runRescoring(parts, job)) }),
    [blockJobKind]: (job) => runBlockJob(parts, job),
    [rescoreEverywhereKind]: async (job) =>
      ({ ...(await runRescoringEverywhere(parts, job)) }) as unknown as Json,
    [gradebookOrderKind]: (job) => runGradebookOrder(parts, job),
    [importKind]: (job) => runImport({ authoring: publishing.authoring, files }, job),
    [reindexKind]: (job) => runReindexing(catalogue, job),
    [publishKind]: (job) => runPublish(publishing, job),
  }
}
