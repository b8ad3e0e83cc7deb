import type { CompositorError } from '../runtime/errors/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { HandlerResponse, RescoreOptions } from '../runtime/view/index.js'
import { blockData } from './block-data.js'
import { courseBlocks, type CourseBlocks } from './course-blocks.js'
import type { Learner } from './learner.js'
import type { LearnersPage } from './learner-state/index.js'
import { LearnerUnits, type LearnersSideOptions } from './learner-units.js'
import { LearnerView, type UnitView } from './learner-view.js'
import { courseProgress, progressByUnit, unitProgress, type Progress } from './progress.js'
import {
  deleteState,
  rescore,
  learnerAt,
  learnersAt,
  rescoreAll,
  submissions,
  submittedBlocks,
  type LearnerAtBlock,
  type LearnersAtBlock,
  type SubmittedBlock,
  type EverybodysBlock,
  type LearnersBlock,
  type RescoreAllOptions,
  type Rescored,
  type RescoredAll,
} from './staff/index.js'
import { handle, type Submission } from './submission.js'

/** The learners' side of a process: shows composed units to learners, and keeps what they do. */
export class LearnersSide {
  readonly #units: LearnerUnits
  readonly #view: LearnerView

  constructor(private readonly options: LearnersSideOptions) {
    this.#units = new LearnerUnits(options)
    this.#view = new LearnerView(this.#units)
  }

  /** See {@link LearnerView.page}. */
  unitPage(unit: ComposedUnit, learner: Learner): Promise<UnitView> {
    return this.#view.page(unit, learner)
  }

  /** See {@link handle}. */
  handle(unit: ComposedUnit, learner: Learner, submission: Submission): Promise<HandlerResponse> {
    return handle(this.#units, unit, learner, submission)
  }

  /** See {@link blockData}. */
  data(unit: ComposedUnit, learner: Learner, usageKey: string, view: string): Promise<string> {
    return blockData(this.#units, unit, learner, { usageKey, view })
  }

  /** See {@link unitProgress}. */
  unitProgress(unit: ComposedUnit, learner: Learner): Progress {
    return unitProgress(this.#units, unit, learner)
  }

  /** See {@link courseProgress}. */
  courseProgress(units: Iterable<ComposedUnit>, learner: Learner): Progress {
    return courseProgress(this.#units, units, learner)
  }

  /** See {@link progressByUnit}. */
  progressByUnit(
    units: Iterable<ComposedUnit>,
    learner: Learner,
    onFailure: (unit: string, error: CompositorError) => void,
  ): Promise<ReadonlyMap<string, Progress>> {
    return progressByUnit(this.#units, units, learner, onFailure)
  }

  /** See {@link courseBlocks}. */
  courseBlocks(unit: ComposedUnit, learner: Learner): CourseBlocks {
    return courseBlocks(this.#units, unit, learner)
  }

  /** See {@link deleteState}. */
  deleteState(unit: ComposedUnit, of: LearnersBlock): Promise<boolean> {
    return deleteState(this.#units, unit, of)
  }

  /** See {@link rescore}. */
  rescore(unit: ComposedUnit, of: LearnersBlock, options: RescoreOptions): Promise<Rescored> {
    return rescore(this.#units, unit, of, options)
  }

  /** See {@link rescoreAll}. */
  rescoreAll(unit: ComposedUnit, of: EverybodysBlock, options: RescoreAllOptions): Promise<RescoredAll> {
    return rescoreAll(this.#units, unit, of, options)
  }

  /** See {@link submissions}. */
  submissions(unit: ComposedUnit, of: LearnersBlock): Promise<string> {
    return submissions(this.#units, unit, of)
  }

  /** See {@link submittedBlocks}. */
  submittedBlocks(unit: ComposedUnit, by: Learner): readonly SubmittedBlock[] {
    return submittedBlocks(this.#units, unit, by)
  }

  /** See {@link learnersAt}. */
  learnersAt(unit: ComposedUnit, of: Omit<LearnersBlock, 'learner'>, page?: LearnersPage): LearnersAtBlock {
    return learnersAt(this.#units, unit, of, page)
  }

  /** See {@link learnerAt}. */
  learnerAt(unit: ComposedUnit, of: LearnersBlock): LearnerAtBlock {
    return learnerAt(this.#units, unit, of)
  }

  /** Waits for what is being stored and logged, and closes the store and the event log. */
  async close(): Promise<void> {
    await Promise.all([this.options.store.close(), this.options.events.close()])
  }
}
