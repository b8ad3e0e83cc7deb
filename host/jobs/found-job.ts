import { CompositorError, isJsonObject } from '../../runtime/index.js'
import type { Job } from '../../store/index.js'
import { orderOf } from '../gradebook/gradebook-order.js'
import type { RequestHead } from '../learner-of.js'
import type { Caller } from '../libraries/caller.js'
import type { Permissions } from '../libraries/permissions.js'
import type { Visitors } from '../visitors.js'
import type { HostJobs } from './host-jobs.js'
import { blockOfJob } from './block-job.js'
import { usageOfReport } from '../reports/report-job.js'
import { coursesOfRescoring } from './rescoring-everywhere.js'

/** What deciding on jobs rests on. */
export interface JobParts {
  readonly jobs: HostJobs
  readonly permissions: Permissions
  readonly visitors: Visitors
}

/** Refuses somebody who may not see a job: whoever may start one may see it, and end it. @throws CompositorError what keeps the caller from it */
export async function admitToJob(
  { permissions, visitors }: Pick<JobParts, 'permissions' | 'visitors'>,
  request: RequestHead,
  caller: Caller,
  job: Job,
): Promise<void> {
  const block = blockOfJob(job) ?? usageOfReport(job)
  if (block !== undefined) {
    await visitors.staffVisit(request, block, caller.person)
    return
  }
  const everywhere = coursesOfRescoring(job)
  if (everywhere) {
    for (const usage of everywhere) await visitors.staffVisit(request, usage, caller.person)
    return
  }
  const gradebook = orderOf(job)
  if (gradebook) {
    await visitors.staffIn(request, gradebook.context, caller.person)
    return
  }
  const { context } = isJsonObject(job.input) ? job.input : {}
  if (typeof context === 'string') return permissions.allow(request, caller, 'edit', context)
  if (!caller.isSiteAuthor) throw jobNotFound()
}

/** A job for somebody who may see it. @throws CompositorError `job-not-found`, and what keeps the caller from it */
export async function foundJob(
  parts: JobParts,
  request: RequestHead,
  caller: Caller,
  id: string,
): Promise<Job> {
  const job = await parts.jobs.jobs.find(id)
  if (!job) throw jobNotFound()
  await admitToJob(parts, request, caller, job)
  return job
}

/** That nobody knows of a job. */
export function jobNotFound(): CompositorError {
  return new CompositorError('job-not-found', 'This job is not known, or was too long ago.')
}
