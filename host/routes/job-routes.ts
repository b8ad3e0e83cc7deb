import { z } from 'zod'
import { CompositorError, validate } from '../../runtime/index.js'
import { hasEnded, type Job } from '../../store/index.js'
import type { HostParts } from '../host-parts.js'
import { jsonAnswer, type HostRequest } from '../http/exchange.js'
import type { RouteTable } from '../http/router.js'
import { importedBy, importKind } from '../jobs/import-job.js'
import { blockOfRescoring, rescoringOf } from '../jobs/rescoring.js'
import { refuseForeign } from './block-routes.js'

type Parts = Pick<HostParts, 'jobs' | 'visitors'>

const listQuery = z.object({
  kind: z.string().optional(),
  after: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
})

/** Where programs look how far long work is, and end it. Whoever may start a job may see it. */
export function jobRoutes({ jobs: { jobs }, visitors }: Parts): RouteTable {
  /** @throws as `Visitors.staffVisit` does; CompositorError `job-not-found` */
  const found = async (request: HostRequest, id: string): Promise<Job> => {
    visitors.maybeStaff(request)
    const job = await jobs.find(id)
    if (!job) throw jobNotFound()
    await admit(request, job)
    return job
  }
  const admit = async (request: HostRequest, job: Job): Promise<void> => {
    const block = blockOfRescoring(job)
    if (block === undefined) visitors.authorOf(request)
    else await visitors.staffVisit(request, block)
  }
  const view = async (job: Job) => {
    const { id, kind, state, at, endedAt, progress, error, isCancelled } = job
    const result = hasEnded(job) && !error ? await resultOf(job) : undefined
    return {
      id,
      kind,
      state,
      started: new Date(at).toISOString(),
      ...(endedAt !== undefined && { ended: new Date(endedAt).toISOString() }),
      progress,
      ...(isCancelled && !hasEnded(job) && { ending: true }),
      ...(result !== undefined && { result }),
      ...(error && { error }),
    }
  }
  const resultOf = async (job: Job) => {
    if (job.kind === importKind && job.state === 'done') {
      const { diagnostics: _same, ...report } = await importedBy(jobs, job)
      return report
    }
    return blockOfRescoring(job) === undefined ? job.result : (await rescoringOf(jobs, job)).result
  }
  const fresh = { 'cache-control': 'no-store' }

  return {
    async 'GET /api/v1/jobs'(request) {
      visitors.maybeStaff(request)
      const page = validate(listQuery, Object.fromEntries(request.query), 'handler-input')
      const { items, next } = await jobs.list(page)
      const shown = await Promise.all(
        items.map(async (job) => {
          const isAdmitted = await admit(request, job).then(
            () => true,
            () => false,
          )
          return isAdmitted ? [await view(job)] : []
        }),
      )
      return jsonAnswer({ items: shown.flat(), next }, 200, fresh)
    },

    async 'GET /api/v1/jobs/:id'(request, { id = '' }) {
      return jsonAnswer(await view(await found(request, id)), 200, fresh)
    },

    async 'POST /api/v1/jobs/:id/cancel'(request, { id = '' }) {
      refuseForeign(request)
      await found(request, id)
      const job = await jobs.cancel(id)
      if (!job) throw jobNotFound()
      return jsonAnswer(await view(job), 202, fresh)
    },
  }
}

function jobNotFound(): CompositorError {
  return new CompositorError('job-not-found', 'This job is not known, or was too long ago.')
}
