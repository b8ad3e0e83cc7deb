import { z } from 'zod'
import { admitToJob, foundJob, jobNotFound } from '../../jobs/found-job.js'
import { apiRoute, reply } from '../api-route.js'
import { listOf, listQuery } from '../api-values.js'
import { jobAnswer, jobView } from '../job-answer.js'

const tag = 'jobs'
const ofJob = z.object({ id: z.string().min(1).max(200) })

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
        admitToJob(host, request, caller, job).then(
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
    return reply(200, await jobView(host.jobs.jobs, await foundJob(host, request, caller, parts.id)))
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
    await foundJob(host, request, caller, parts.id)
    const job = await host.jobs.jobs.cancel(parts.id)
    if (!job) throw jobNotFound()
    return reply(202, await jobView(host.jobs.jobs, job))
  },
})

/** Where programs look how far long work is, and end it. */
export const jobRoutes = [list, one, cancel]
