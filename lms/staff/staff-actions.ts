import type { BlockReport } from '../../runtime/session/index.js'
import type { ComposedUnit } from '../../runtime/unit/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { RescoreOptions } from '../../runtime/view/index.js'
import { eraseFromJobs, type JobWork } from '../../store/index.js'
import type { Learner } from '../learner.js'
import { eraseLearner, type Erased, type Grade, type LearnersPage } from '../learner-state/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { runBlockJob } from './block-job.js'
import { blockReport } from './block-report.js'
import type { BlockJobStart } from './block-staff.js'
import { deleteState } from './delete-state.js'
import type { LearnersBlock } from './learners-block.js'
import { overrideScore, takeBackOverride, type OverridingScore, type TakingBack } from './override-score.js'
import { rescoreAll, type EverybodysBlock, type RescoreCounts } from './rescore-all.js'
import { rescore, type Rescored } from './rescore.js'
import { setAttempts, type AttemptsChanged } from './reset-attempts.js'
import { submissions } from './submissions.js'
import {
  learnerAt,
  learnersAt,
  submittedBlocks,
  type LearnerHere,
  type LearnersAtBlock,
  type SubmittedBlock,
} from './submitted-blocks.js'
import { isToldOf, tellTypes } from './told-deletions.js'

/** What staff do at blocks of units, and see of those who learn there. */
export class StaffActions {
  constructor(private readonly units: LearnerUnits) {}

  /** See {@link deleteState}. */
  deleteState(unit: ComposedUnit, of: LearnersBlock): Promise<boolean> {
    return deleteState(this.units, unit, of)
  }

  /** See {@link eraseLearner}; what jobs gave and listed of the learner goes, too. */
  async eraseLearner({ id, anonymousId }: Learner): Promise<Erased> {
    const { store, clock, events } = this.units.options
    const { sendsStates } = store
    const erased = { learner: id, userId: anonymousId, at: clock.now(), sendsStates }
    const isTold = (usage: string) => isToldOf(this.units.options.runtime, usage)
    const outcome = await eraseLearner(store.records, erased, isTold)
    const named = await eraseFromJobs(store.records, id)
    events.stored([])
    await tellTypes(this.units.options, id)
    return { ...outcome, records: outcome.records + named }
  }

  /** Tells types of deleted state that they have not been told of, as far as it is due. Never throws. */
  tellDeletions(): Promise<void> {
    return tellTypes(this.units.options)
  }

  /** See {@link rescore}. */
  rescore(unit: ComposedUnit, of: LearnersBlock, options: RescoreOptions): Promise<Rescored> {
    return rescore(this.units, unit, of, options)
  }

  /** See {@link rescoreAll}. */
  rescoreAll(
    unit: ComposedUnit,
    of: EverybodysBlock,
    options: RescoreOptions,
    job: JobWork,
  ): Promise<RescoreCounts> {
    return rescoreAll(this.units, unit, of, options, job)
  }

  /** See {@link overrideScore}. */
  overrideScore(unit: ComposedUnit, of: LearnersBlock, score: OverridingScore): Promise<Grade> {
    return overrideScore(this.units, unit, of, score)
  }

  /** See {@link takeBackOverride}. */
  takeBackOverride(unit: ComposedUnit, of: LearnersBlock, how?: TakingBack): Promise<Grade | null> {
    return takeBackOverride(this.units, unit, of, how)
  }

  /** See {@link setAttempts}. */
  setAttempts(
    unit: ComposedUnit,
    of: LearnersBlock,
    make: (attempts: number) => number,
  ): Promise<AttemptsChanged> {
    return setAttempts(this.units, unit, of, make)
  }

  /** See {@link submissions}. */
  submissions(unit: ComposedUnit, of: LearnersBlock): Promise<string> {
    return submissions(this.units, unit, of)
  }

  /** See {@link blockReport}. */
  report(unit: ComposedUnit, of: Omit<LearnersBlock, 'learner'>): Promise<BlockReport> {
    return blockReport(this.units, unit, of)
  }

  /** See {@link runBlockJob}. */
  runBlockJob(unit: ComposedUnit, start: BlockJobStart, job: JobWork): Promise<Json> {
    return runBlockJob(this.units, unit, start, job)
  }

  /** See {@link submittedBlocks}. */
  submittedBlocks(unit: ComposedUnit, by: Learner): Promise<readonly SubmittedBlock[]> {
    return submittedBlocks(this.units, unit, by)
  }

  /** See {@link learnersAt}. */
  learnersAt(
    unit: ComposedUnit,
    of: Omit<LearnersBlock, 'learner'>,
    page?: LearnersPage,
  ): Promise<LearnersAtBlock> {
    return learnersAt(this.units, unit, of, page)
  }

  /** See {@link learnerAt}. */
  learnerAt(unit: ComposedUnit, of: LearnersBlock): Promise<LearnerHere> {
    return learnerAt(this.units, unit, of)
  }
}
