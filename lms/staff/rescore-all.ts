import { setImmediate as nextTurn } from 'node:timers/promises'
import { CompositorError, type ErrorCode } from '../../runtime/errors/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { RescoreOptions } from '../../runtime/view/index.js'
import type { Json } from '../../runtime/values/index.js'
import {
  JobLeft,
  type Job,
  type JobStep,
  type Jobs,
  type JobWork,
  type RecordsCommit,
} from '../../store/index.js'
import type { Grade } from '../learner-state/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import { blockIn } from './block-in.js'
import { rescore, type Rescored } from './rescore.js'
import { staffOnly } from './staff-only.js'

/** The block of a unit that is rescored for everybody, and who asks. */
export interface EverybodysBlock {
  readonly usageKey: string
  readonly by: Learner
  /** Why: for staff, and for the log. */
  readonly reason?: string | undefined
  /** A learner by id, as the host knows them. */
  readonly learnerOf: (id: string) => Learner | Promise<Learner>
}

/** A learner whose submissions were not graded again, and why. */
export interface NotRescored {
  readonly learner: string
  readonly code: ErrorCode
  readonly message: string
}

/** How many learners were met by a rescoring of everybody. */
export interface RescoreCounts {
  readonly rescored: number
  /** Those of them who have other points than before. */
  readonly changed: number
  readonly failed: number
  /** Learners who have no grade here, as they never submitted. */
  readonly skipped: number
}

/** What rescoring everybody did: counts of all, and the first thousand of each kind. */
export interface RescoredAll {
  readonly counts: RescoreCounts
  readonly rescored: readonly Rescored[]
  readonly changed: readonly Rescored[]
  readonly failed: readonly NotRescored[]
}

/** Where a rescoring of everybody is. */
interface Checkpoint {
  /** The learner after whom it goes on; null at the beginning. */
  readonly after: string | null
  readonly total: number
  readonly counts: RescoreCounts
  /** Absent in those of earlier versions. */
  readonly scores?: readonly ScoreChange[]
}

/** How many learners had one grade before they were rescored and have another after it, or the same. */
export interface ScoreChange {
  readonly before: Grade | null
  readonly after: Grade | null
  readonly learners: number
}

/** Different changes of scores that are counted apart; of others it is known only how many learners there were. */
const mostScores = 200

/** One learner done, as a state after it and the job's step to it. */
interface Step {
  readonly after: Checkpoint
  readonly step: JobStep
}

/** Learners that are listed of each kind; the rest are counted. */
const mostListed = 1000
/** Learners looked up at once. */
const batch = 200

/**
 * Rescores every learner with a grade at a block, one after another, so that the learners who work meanwhile go on, as a job:
 * that a learner is done is noted in the commit that stores their new grade. One who cannot be rescored is listed and holds
 * up nobody. One who begins meanwhile may be met or not, as what they submit is graded by what is published now.
 * @throws CompositorError `staff-only`, `block-not-found`, `rescore-unsupported`
 */
export async function rescoreAll(
  units: LearnerUnits,
  unit: ComposedUnit,
  { usageKey, by, reason, learnerOf }: EverybodysBlock,
  options: RescoreOptions,
  job: JobWork,
): Promise<RescoreCounts> {
  staffOnly(by)
  await blockIn(units, unit, usageKey)
  const { store } = units.options
  let state = (job.checkpoint as Checkpoint | undefined) ?? {
    after: null,
    total: await store.blockLearners.count(usageKey),
    counts: { rescored: 0, changed: 0, failed: 0, skipped: 0 },
  }
  const noted = (id: string, outcome: Rescored | CompositorError): Step => {
    const { rescored, changed, failed } = state.counts
    const counts =
      outcome instanceof CompositorError
        ? { failed: failed + 1 }
        : { rescored: rescored + 1, changed: changed + Number(hasChanged(outcome)) }
    const scores = outcome instanceof CompositorError ? state.scores : withScore(state.scores, outcome)
    const after = { ...state, after: id, counts: { ...state.counts, ...counts }, ...(scores && { scores }) }
    return {
      after,
      step: stepOf(after, state, outcome instanceof CompositorError ? notRescored(id, outcome) : outcome),
    }
  }
  const one = async (id: string): Promise<void> => {
    if (!(await store.results(id, [usageKey], unit.former)).get(usageKey)?.grade) {
      state = { ...state, after: id, counts: { ...state.counts, skipped: state.counts.skipped + 1 } }
      return
    }
    const of = { usageKey, by, reason, learner: await learnerOf(id) }
    let last: (Step & { readonly part: RecordsCommit }) | undefined
    const stored = (): void => {
      if (!last) return
      job.committed(last.part)
      state = last.after
    }
    const part = (outcome: Rescored | CompositorError): RecordsCommit => {
      const made = noted(id, outcome)
      last = { ...made, part: job.part(made.step) }
      return last.part
    }
    try {
      await rescore(units, unit, of, options, { part, look: () => job.look() })
      stored()
    } catch (thrown) {
      if (thrown instanceof JobLeft) throw thrown
      const error = CompositorError.from(thrown, 'block-failed', { usage: usageKey })
      if (error.code === 'rescore-refused') return stored()
      if (error.code === 'rescore-unsupported' || error.code.startsWith('store-')) throw error
      const { after, step } = noted(id, error)
      await job.save(step)
      state = after
    }
  }
  for (;;) {
    const ids = await store.blockLearners.page(usageKey, { after: state.after ?? undefined, limit: batch })
    for (const id of ids) await one(id)
    await job.save(stepOf(state, state))
    if (ids.length < batch) return state.counts
    await nextTurn()
  }
}

/** What a job of {@link rescoreAll} did so far. */
export async function rescoredAll(jobs: Jobs, { id, checkpoint }: Job): Promise<RescoredAll> {
  const listed = async <T>(list: string) => (await jobs.listed(id, list, mostListed)) as readonly T[]
  const { counts } = (checkpoint as Checkpoint | undefined) ?? {
    counts: { rescored: 0, changed: 0, failed: 0, skipped: 0 },
  }
  const [rescored, changed, failed] = await Promise.all([
    listed<Rescored>('rescored'),
    listed<Rescored>('changed'),
    listed<NotRescored>('failed'),
  ])
  return { counts, rescored, changed, failed }
}

/** How learners' scores changed in a rescoring, by where it is. @param checkpoint of {@link rescoreAll} */
export function scoresAt(checkpoint: Json | undefined): readonly ScoreChange[] {
  return (checkpoint as Checkpoint | undefined)?.scores ?? []
}

function withScore(scores: readonly ScoreChange[] = [], { before, after }: Rescored): readonly ScoreChange[] {
  const isSame = (one: ScoreChange) => isSameGrade(one.before, before) && isSameGrade(one.after, after)
  if (scores.some(isSame))
    return scores.map((one) => (isSame(one) ? { ...one, learners: one.learners + 1 } : one))
  return scores.length < mostScores ? [...scores, { before, after, learners: 1 }] : scores
}

function isSameGrade(one: Grade | null, other: Grade | null): boolean {
  return one?.earned === other?.earned && one?.possible === other?.possible
}

/** A step from one state to the next, with the learner who was met in it. */
function stepOf(after: Checkpoint, before: Checkpoint, met?: Rescored | NotRescored): JobStep {
  const { rescored, failed, skipped } = after.counts
  const done = rescored + failed + skipped
  const lists = (['rescored', 'changed', 'failed'] as const).filter(
    (list) => after.counts[list] > before.counts[list] && before.counts[list] < mostListed,
  )
  return {
    progress: { done, total: Math.max(done, after.total) },
    checkpoint: after as unknown as Json,
    listed: lists.map((list) => ({ list, place: before.counts[list], value: met as unknown as Json })),
  }
}

function notRescored(learner: string, { code, message }: CompositorError): NotRescored {
  return { learner, code, message }
}

function hasChanged({ before, after }: Rescored): boolean {
  return before?.earned !== after?.earned
}
