import { z } from 'zod'
import type { BlockJobStart, Learner } from '../../lms/index.js'
import { parseUsageKey, type Json, type JsonObject } from '../../runtime/index.js'
import type { Job, RunningJob } from '../../store/index.js'
import type { Courseware } from '../courseware.js'
import { unitOf } from '../unit-of.js'
import type { Visitors } from '../visitors.js'
import type { HostJobs } from './host-jobs.js'
import { blockOfRescoring } from './rescoring.js'

/** The kind of job that does long work of a block. */
export const blockJobKind = 'block-job'

const blockJobForm = z.object({
  block: z.string(),
  job: z.string(),
  input: z.json(),
  by: z.object({ id: z.string(), name: z.string() }),
})

/** Starts a job of a block, or finds the one that is under way with the same input. @returns its id */
export async function startBlockJob(
  jobs: HostJobs,
  { usage: block, job, input, by }: BlockJobStart,
): Promise<string> {
  const given: JsonObject = { block, job, input, by: { id: by.id, name: by.name } }
  return (await jobs.start(blockJobKind, given, JSON.stringify([block, job, input]))).id
}

/** Does a job of a block, by what is published when it goes on. */
export async function runBlockJob(
  { courseware, visitors }: { readonly courseware: Courseware; readonly visitors: Visitors },
  running: RunningJob,
): Promise<Json> {
  const { block, job, input, by } = blockJobForm.parse(running.input)
  const usage = parseUsageKey(block)
  const context = usage.context.withoutBranchOrVersion().toString()
  const unit = await unitOf(await courseware.options.units.publication(context), usage)
  const staff: Learner = visitors.learner(by.id, by.name, true)
  return courseware.staff.runBlockJob(unit, { usage: block, job, input, by: staff }, running)
}

/** The block that staff started a job at, to rescore everybody or for work of its own; undefined for a job of another kind. */
export function blockOfJob(job: Job): string | undefined {
  return job.kind === blockJobKind ? blockJobForm.parse(job.input).block : blockOfRescoring(job)
}
