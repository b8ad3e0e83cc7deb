import { z } from 'zod'
import type { PublishedContext } from '../../compositor/index.js'
import { rescoredAll, type RescoredAll } from '../../lms/index.js'
import type { JsonObject } from '../../runtime/index.js'
import { hasEnded, type Job, type Jobs } from '../../store/index.js'

/** The kind of job that rescores everybody at a block. */
export const rescoreAllKind = 'rescore-all'

/** How far the rescoring of everybody at a block is. */
export interface Rescoring {
  readonly id: string
  /** The block, as text. */
  readonly block: string
  /** Learners done, and learners in all; 0 until the first is done. */
  readonly done: number
  readonly total: number
  /** What it did, once it has ended. */
  readonly result?: RescoredAll
  /** Why it ended without, such as a block that cannot be rescored. */
  readonly error?: { readonly code: string; readonly message: string }
}

/** What such a job is started with. */
export const rescoringForm = z.object({
  block: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  onlyIfHigher: z.boolean(),
  reason: z.string().optional(),
})

/**
 * What two rescorings have in common that may be one: the block, and what is published. One under way of an earlier version has
 * graded some by answers that hold no longer.
 */
export function soleRescoring(block: string, { hash }: Pick<PublishedContext, 'hash'>): string {
  return `${block} ${hash}`
}

/** What a job is started with that rescores everybody at a block. */
export function rescoringInput(
  block: string,
  { id, name }: { readonly id: string; readonly name: string },
  { onlyIfHigher, reason }: { readonly onlyIfHigher: boolean; readonly reason?: string | undefined },
): JsonObject {
  return { block, by: { id, name }, onlyIfHigher, ...(reason !== undefined && { reason }) }
}

/** The block that a job rescores; undefined for a job of another kind. */
export function blockOfRescoring({ kind, input }: Job): string | undefined {
  return kind === rescoreAllKind ? rescoringForm.parse(input).block : undefined
}

/** A job as pages show it. */
export async function rescoringOf(jobs: Jobs, job: Job): Promise<Rescoring> {
  const { id, progress, error, state } = job
  const { done, total = 0 } = progress
  const told = { id, block: blockOfRescoring(job) ?? '', done, total }
  if (!hasEnded(job)) return told
  if (error) return { ...told, error }
  if (state === 'cancelled' && done === 0)
    return { ...told, error: { code: 'job-cancelled', message: 'It was ended before it began.' } }
  return { ...told, result: await rescoredAll(jobs, job) }
}
