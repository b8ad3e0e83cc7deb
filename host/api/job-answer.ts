import { z } from 'zod'
import type { Json } from '../../runtime/index.js'
import { hasEnded, type Job, type Jobs } from '../../store/index.js'
import { apiPath } from '../front-door.js'
import { importedBy, importKind } from '../jobs/import-job.js'
import { blockOfRescoring, rescoringOf } from '../jobs/rescoring.js'
import { json, place } from './api-values.js'

/** Long work, as the API tells of it. */
export const jobAnswer = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
    started: z.string().describe('ISO 8601'),
    ended: z.string().optional(),
    progress: z.looseObject({ done: z.number(), total: z.number().optional() }),
    ending: z.literal(true).optional().describe('It was told to end before it is done'),
    result: json.optional(),
    error: z
      .object({ code: z.string(), message: z.string(), location: place.optional() })
      .optional()
      .describe('Why it failed'),
  })
  .meta({ id: 'Job' })

/** A job as the API tells of it. @throws CompositorError `store-unavailable` */
export async function jobView(jobs: Jobs, job: Job): Promise<z.input<typeof jobAnswer>> {
  const { id, kind, state, at, endedAt, progress, error, isCancelled } = job
  const result = hasEnded(job) && !error ? await resultOf(jobs, job) : undefined
  return {
    id,
    kind,
    state,
    started: new Date(at).toISOString(),
    ...(endedAt !== undefined && { ended: new Date(endedAt).toISOString() }),
    progress: { ...progress },
    ...(isCancelled && !hasEnded(job) && { ending: true }),
    ...(result !== undefined && { result }),
    ...(error && { error }),
  }
}

async function resultOf(jobs: Jobs, job: Job): Promise<Json | undefined> {
  if (job.kind === importKind && job.state === 'done') {
    const { diagnostics: _same, ...report } = await importedBy(jobs, job)
    return report as unknown as Json
  }
  if (blockOfRescoring(job) === undefined) return job.result
  // It is JSON; the interface has no index signature.
  return (await rescoringOf(jobs, job)).result as unknown as Json | undefined
}

/** Where a job is looked at. @param base path that the host is mounted at */
export function jobLocation(base: string, { id }: Job): string {
  return `${base}${apiPath}/jobs/${id}`
}
