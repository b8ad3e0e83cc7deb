import type { ComposedUnit } from '../runtime/unit/index.js'
import type { HandlerResponse } from '../runtime/view/index.js'
import { blockData } from './block-data.js'
import { courseBlocks, type CourseBlocks } from './course-blocks.js'
import { CourseSurroundings } from './course-surroundings.js'
import { courseTree, type CourseTree, type TreeQuery, type TreeSources } from './course-tree.js'
import { explainDraws, type ExplainedDraw } from './draw-explanations.js'
import { CourseGrading } from './grades/course-grading.js'
import { KeptParts } from './kept-parts.js'
import type { Learner } from './learner.js'
import { LearnerUnits, type LearnersSideOptions } from './learner-units.js'
import { LearnerView } from './learner-view.js'
import { LearnersTrails } from './learners-trails.js'
import {
  courseProgress,
  progressByUnit,
  unitProgress,
  type CountingOptions,
  type Progress,
} from './progress.js'
import { CourseOutlines } from './release/course-outlines.js'
import { StaffActions } from './staff/staff-actions.js'
import { handle, type Submission } from './submission.js'
import { unitAround } from './unit-around.js'
import type { Making, UnitView } from './unit-view.js'

const selection = { looking: { at: 'selection' } } as const

/** The learners' side of a process: shows composed units to learners, and keeps what they do. */
export class LearnersSide {
  readonly #units: LearnerUnits
  readonly #view: LearnerView
  readonly #parts: KeptParts | undefined
  /** Courses as learners have them. */
  readonly outlines: CourseOutlines
  /** How far learners have come. */
  readonly trails: LearnersTrails
  /** Grades of courses, and exceptions of learners. */
  readonly grades: CourseGrading
  /** What staff do. */
  readonly staff: StaffActions

  constructor(private readonly options: LearnersSideOptions) {
    const { reading, runtime, parts } = options
    this.#units = new LearnerUnits(options, (asking) =>
      reading
        ? new CourseSurroundings({ units: this.#units, reading, asking })
        : unitAround(asking, runtime.options.types),
    )
    this.#parts = parts && new KeptParts(runtime, parts)
    this.#view = new LearnerView(this.#units, this.#parts)
    this.outlines = new CourseOutlines(options)
    this.trails = new LearnersTrails(options)
    this.grades = new CourseGrading(this.#units)
    this.staff = new StaffActions(this.#units)
  }

  /** See {@link LearnerView.page}. */
  unitPage(unit: ComposedUnit, learner: Learner): Promise<UnitView> {
    return this.#view.page(unit, learner)
  }

  /** See {@link LearnerView.made}. */
  madeOfPage<T>(unit: ComposedUnit, learner: Learner, making: Making<T>): Promise<T> {
    return this.#view.made(unit, learner, making)
  }

  /** See {@link LearnerView.known}. */
  knownOfPage<T>(
    unitKey: string,
    learner: Learner,
    making: Pick<Making<T>, 'form' | 'isRight'>,
  ): T | undefined {
    return this.#view.known(unitKey, learner, making)
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
  unitProgress(unit: ComposedUnit, learner: Learner): Promise<Progress> {
    return unitProgress(this.#units, unit, learner)
  }

  /** See {@link courseProgress}. */
  courseProgress(units: Iterable<ComposedUnit>, learner: Learner): Promise<Progress> {
    return courseProgress(this.#units, units, learner)
  }

  /** See {@link progressByUnit}. */
  progressByUnit(
    units: readonly ComposedUnit[],
    learner: Learner,
    options: CountingOptions,
  ): Promise<ReadonlyMap<string, Progress>> {
    return progressByUnit(this.#units, units, learner, options)
  }

  /** Whether a block stands in a unit that is not for this learner, or the unit is none of theirs. */
  async hides(unit: ComposedUnit, learner: Learner, usageKey: string): Promise<boolean> {
    return this.#units.read(unit, learner, selection, async (one) => one.hides(usageKey))
  }

  /** See {@link courseBlocks}. */
  courseBlocks(unit: ComposedUnit, learner: Learner): Promise<CourseBlocks> {
    return courseBlocks(this.#units, unit, learner)
  }

  /** See {@link explainDraws}. */
  explainDraws(unit: ComposedUnit, learner: Learner, usage?: string): Promise<readonly ExplainedDraw[]> {
    return explainDraws(this.#units, unit, learner, usage)
  }

  /** See {@link courseTree}. */
  courseTree(learner: Learner, query: TreeQuery, sources: TreeSources): Promise<CourseTree | undefined> {
    return courseTree(this.#units, learner, query, sources)
  }

  /** Waits for what is being stored and logged, and closes the event log. The store is closed by whoever opened it. */
  async close(): Promise<void> {
    await this.#view.settled()
    await Promise.all([this.#parts?.close(), this.options.events.close()])
  }
}
