import { z } from 'zod'
import { CompositorError, isJsonObject } from '../../../runtime/index.js'
import type { Job } from '../../../store/index.js'
import type { HostParts } from '../../host-parts.js'
import type { HostRequest } from '../../http/exchange.js'
import { blockOfRescoring } from '../../jobs/rescoring.js'
import type { Caller } from '../../libraries/caller.js'
import { apiRoute, reply } from '../api-route.js'
import { listOf, listQuery } from '../api-values.js'
import { jobAnswer, jobView } from '../job-answer.js'

const tag = 'jobs'
const ofJob = z.object({ id: z.string().min(1).max(200) })

/** Whoever may start a job may see it, and end it. */
async function admit(host: HostParts, request: HostRequest, caller: Caller, job: Job): Promise<void> {
  const block = blockOfRescoring(job)
  if (block !== undefined) {
    await host.visitors.staffVisit(request, block, caller.person)
    return
  }
  const { context } = isJsonObject(job.input) ? job.input : {}
  if (typeof context === 'string') return host.permissions.allow(request, caller, 'edit', context)
  if (!caller.isSiteAuthor) throw jobNotFound()
}

/** @throws CompositorError `job-not-found`, and what keeps the caller from it */
async function found(host: HostParts, request: HostRequest, caller: Caller, id: string): Promise<Job> {
  const job = await host.jobs.jobs.find(id)
  if (!job) throw jobNotFound()
  await admit(host, request, caller, job)
  return job
}

const list = apiRoute({
  id: 'listJobs',
  tag,
  summary: 'Long work that the caller may see, the newest first of each kind',
  method: 'GET',
  path: '/jobs',
  may: 'somebody',
  query: listQuery.extend({ kind: z.string().max(100).optional() }),
  answers: { 200: listOf(jobAnswer) },
  async run({ host, request, caller, query }) {
    const { items, next } = await host.jobs.jobs.list(query)
    const seen = await Promise.all(
      items.map((job) =>
        admit(host, request, caller, job).then(
          () => [job],
          () => [],
        ),
      ),
    )
    const shown = await Promise.all(seen.flat().map((job) => jobView(host.jobs.jobs, job)))
    return reply(200, { items: shown, next })
  },
})

const one = apiRoute({
  id: 'showJob',
  tag,
  summary: 'How far long work is, and what it did',
  method: 'GET',
  path: '/jobs/:id',
  may: 'somebody',
  parts: ofJob,
  answers: { 200: jobAnswer },
  refuses: ['job-not-found', 'staff-only', 'author-only', 'context-not-published'],
  async run({ host, request, caller, parts }) {
    return reply(200, await jobView(host.jobs.jobs, await found(host, request, caller, parts.id)))
  },
})

const cancel = apiRoute({
  id: 'cancelJob',
  tag,
  summary: 'Ends long work before it is done, after the step it is at',
  method: 'POST',
  path: '/jobs/:id/cancel',
  may: 'somebody',
  parts: ofJob,
  answers: { 202: jobAnswer },
  refuses: ['job-not-found', 'staff-only', 'author-only', 'context-not-published'],
  async run({ host, request, caller, parts }) {
    await found(host, request, caller, parts.id)
    const job = await host.jobs.jobs.cancel(parts.id)
    if (!job) throw jobNotFound()
    return reply(202, await jobView(host.jobs.jobs, job))
  },
})

function jobNotFound(): CompositorError {
  return new CompositorError('job-not-found', 'This job is not known, or was too long ago.')
}

/** Where programs look how far long work is, and end it. */
export const jobRoutes = [list, one, cancel]
