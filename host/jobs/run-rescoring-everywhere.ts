import { scoresAt, type RescoreCounts } from '../../lms/index.js'
import { CompositorError, parseUsageKey, type Json } from '../../runtime/index.js'
import { JobLeft, PartOfJob, type JobStep, type RunningJob } from '../../store/index.js'
import type { Courseware } from '../courseware.js'
import { newestUsage, unitOf } from '../unit-of.js'
import type { Visitors } from '../visitors.js'
import {
  rescoringEverywhereForm,
  type RescoredEverywhere,
  type RescoredPlace,
} from './rescoring-everywhere.js'

/** Where such a job is. */
interface Checkpoint {
  readonly done: readonly RescoredPlace[]
  /** Learners of the places that are done. */
  readonly learners: number
  /** Where it is in the place that it is at. */
  readonly inner?: Json
}

const nobody: RescoreCounts = { rescored: 0, changed: 0, failed: 0, skipped: 0 }

/**
 * Rescores everybody at a component, place after place, each by what is published there when it is its turn. A learner is rescored once,
 * whichever process dies when; a place that cannot be rescored says why and holds up no other.
 */
export async function runRescoringEverywhere(
  { courseware, visitors }: { readonly courseware: Courseware; readonly visitors: Visitors },
  job: RunningJob,
): Promise<RescoredEverywhere> {
  const { component, by, onlyIfHigher, reason, places, left } = rescoringEverywhereForm.parse(job.input)
  let state = (job.checkpoint as Checkpoint | undefined) ?? { done: [], learners: 0 }
  for (const { context, usage, version } of places.slice(state.done.length)) {
    let inner = state.inner
    const stepOf = ({ progress, checkpoint }: JobStep): JobStep => {
      inner = checkpoint
      return {
        progress: { done: state.learners + progress.done, step: `Rescoring ${context}` },
        checkpoint: { ...state, inner: checkpoint } as unknown as Json,
      }
    }
    const place = { context, usage, ...(version !== undefined && { version }) }
    let done: RescoredPlace
    try {
      const published = await courseware.options.units.publication(context)
      const usageKey = newestUsage(published, parseUsageKey(usage))
      const of = {
        usageKey: usageKey.toString(),
        by: visitors.learner(by.id, by.name, true),
        reason,
        learnerOf: (id: string) => visitors.learner(id),
      }
      const part = new PartOfJob(job, state.inner, stepOf)
      const unit = await unitOf(published, usageKey)
      const counts = await courseware.staff.rescoreAll(unit, of, { onlyIfHigher }, part)
      done = { ...place, counts, scores: scoresAt(inner) }
    } catch (thrown) {
      if (thrown instanceof JobLeft) throw thrown
      const { code, message } = CompositorError.from(thrown, 'block-failed', { usage })
      if (code.startsWith('store-')) throw thrown
      done = { ...place, counts: nobody, scores: [], error: { code, message } }
    }
    const { rescored, failed, skipped } = done.counts
    state = { done: [...state.done, done], learners: state.learners + rescored + failed + skipped }
    await job.save({ progress: { done: state.learners }, checkpoint: state as unknown as Json })
  }
  return { component, places: state.done, left }
}
