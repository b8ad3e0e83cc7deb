import { CompositorError } from '../../runtime/errors/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { JobWork } from '../../store/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import type { BlockJobStart } from './block-staff.js'
import { gradeOthers } from './grade-others.js'
import { staffOnly } from './staff-only.js'

/** Milliseconds between two notes of how far a job is, where it does not say where to go on from. */
const pause = 250

/** Milliseconds that one process is at a block's job at most. */
const deadline = 6 * 60 * 60 * 1000

/**
 * Does a job of a block, as a job of the host: after each step the grades that it gave are stored, then where it is. A process that
 * goes on where another died does the last step again.
 * @returns what the block's job gave
 * @throws CompositorError `staff-only`, `block-not-found`, `block-failed`; JobLeft where it is to end
 */
export async function runBlockJob(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usage, job, input, by }: BlockJobStart,
  work: JobWork,
): Promise<Json> {
  staffOnly(by)
  const block = await blockIn(units, unit, usage)
  if (block.failure) throw CompositorError.fromJSON(block.failure)
  const began = performance.now()
  let noted = -Infinity
  let { checkpoint } = work
  const opening = { looking: { at: 'block', usageKey: usage }, only: block } as const
  return units.read(unit, by, opening, async ({ session }) => {
    const steps = session.job(block, job, input, checkpoint)
    try {
      for (;;) {
        const { done = false, value } = await steps.next()
        await gradeOthers(units, unit, session.deeds.splice(0), by)
        if (done) return value as Json
        const { checkpoint: next, ...progress } = value as Exclude<typeof value, Json>
        const now = performance.now()
        if (now - began > deadline)
          throw new CompositorError(
            'block-failed',
            `The job '${job}' took longer than ${deadline / 3_600_000} hours.`,
            {
              usage,
            },
          )
        if (next === undefined && now - noted < pause) continue
        noted = now
        if (next !== undefined) checkpoint = next
        await work.save({ progress, checkpoint: checkpoint ?? null })
      }
    } finally {
      await steps.return(null)
    }
  })
}
