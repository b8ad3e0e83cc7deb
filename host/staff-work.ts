import type { Compositor, UnitStore } from '../compositor/index.js'
import type {
  AttemptsChanged,
  BlockJobStart,
  Erased,
  ExceptionPlace,
  ExplainedDraw,
  Grade,
  EverybodysBlock,
  GivenScore,
  Learner,
  LearnerExceptions,
  LearnerHere,
  LearnersAtBlock,
  LearnersBlock,
  LearnersPage,
  LearnersSide,
  OverridingScore,
  RescoreCounts,
  Rescored,
  SubmittedBlock,
  TakingBack,
} from '../lms/index.js'
import type { BlockReport, ComposedUnit, Json, RescoreOptions, UsageKey } from '../runtime/index.js'
import type { JobWork } from '../store/index.js'
import { staffOnly } from '../lms/index.js'
import { placedUnit } from './placed-unit.js'
import { reportLines, type ReportForm } from './report-text.js'

/** What staff do at blocks of published units, and see of those who learn there. */
export class StaffWork {
  /** @param known learners with what the host knows of them in a context */
  constructor(
    private readonly learners: LearnersSide,
    private readonly compositor: Compositor,
    private readonly units: UnitStore,
    private readonly known: (learner: Learner, context: string) => Promise<Learner>,
  ) {}

  /** Deletes what a learner did at a block. @returns whether there was anything */
  async deleteState(unitKey: UsageKey, of: LearnersBlock): Promise<boolean> {
    return this.learners.staff.deleteState(await this.#unit(unitKey), of)
  }

  /**
   * Removes all that is stored of a learner, in every context. What was sent to places outside the store stays there.
   * @throws CompositorError `store-full`, `store-unavailable`, `learner-write-conflict`
   */
  eraseLearner(learner: Learner): Promise<Erased> {
    return this.learners.staff.eraseLearner(learner)
  }

  /** Tells types of blocks of deleted state that they have not been told of, as far as it is due. Never throws. */
  tellDeletions(): Promise<void> {
    return this.learners.staff.tellDeletions()
  }

  /** Gives a learner a score in place of what a block gave. */
  async overrideScore(unitKey: UsageKey, of: LearnersBlock, score: OverridingScore): Promise<Grade> {
    return this.learners.staff.overrideScore(await this.#unit(unitKey), of, score)
  }

  /** Takes such a score back. @returns the grade the learner has then */
  async takeBackOverride(unitKey: UsageKey, of: LearnersBlock, how?: TakingBack): Promise<Grade | null> {
    return this.learners.staff.takeBackOverride(await this.#unit(unitKey), of, how)
  }

  /** Sets how many attempts a learner has used at a block. */
  async setAttempts(
    unitKey: UsageKey,
    of: LearnersBlock,
    make: (attempts: number) => number,
  ): Promise<AttemptsChanged> {
    return this.learners.staff.setAttempts(await this.#unit(unitKey), of, make)
  }

  /** Gives a learner a score in place of what they earned at a subsection; see `overrideSubsection` of `lms`. @param context key, as text */
  async overrideSubsection(
    context: string,
    place: Omit<ExceptionPlace, 'published'>,
    score: GivenScore | null,
  ): Promise<boolean> {
    return this.learners.grades.overrideSubsection(await this.#excepted(context, place), score)
  }

  /** Sets another date that something is due for a learner; see `extendDue` of `lms`. @param due epoch milliseconds, null for never, undefined as for everybody */
  async extendDue(
    context: string,
    place: Omit<ExceptionPlace, 'published'>,
    due: number | null | undefined,
  ): Promise<boolean> {
    return this.learners.grades.extendDue(await this.#excepted(context, place), due)
  }

  /** The scores and dates that staff gave a learner in a context. */
  async exceptionsOf(
    context: string,
    { learner, by }: Pick<ExceptionPlace, 'learner' | 'by'>,
  ): Promise<LearnerExceptions> {
    return this.learners.grades.exceptionsOf({
      published: await this.units.publication(context),
      learner,
      by,
    })
  }

  /** Grades a learner's submissions at a block again. */
  async rescore(unitKey: UsageKey, of: LearnersBlock, options: RescoreOptions): Promise<Rescored> {
    const unit = await this.#unit(unitKey)
    const learner = await this.known(of.learner, unit.context)
    return this.learners.staff.rescore(unit, { ...of, learner }, options)
  }

  /** Grades everybody's submissions at a block again, as a job. */
  async rescoreAll(
    unitKey: UsageKey,
    of: EverybodysBlock,
    options: RescoreOptions,
    job: JobWork,
  ): Promise<RescoreCounts> {
    const unit = await this.#unit(unitKey)
    const learnerOf = async (id: string) => this.known(await of.learnerOf(id), unit.context)
    return this.learners.staff.rescoreAll(unit, { ...of, learnerOf }, options, job)
  }

  /** What a block reports to staff, row by row. */
  async report(unitKey: UsageKey, of: Omit<LearnersBlock, 'learner'>): Promise<BlockReport> {
    return this.learners.staff.report(await this.#unit(unitKey), of)
  }

  /** The same as lines of a text. */
  async *reportLines(
    unitKey: UsageKey,
    of: Omit<LearnersBlock, 'learner'>,
    form: ReportForm,
  ): AsyncIterable<string> {
    yield* reportLines(await this.report(unitKey, of), form)
  }

  /** Does a job of a block, as a job. */
  async runBlockJob(unitKey: UsageKey, start: BlockJobStart, job: JobWork): Promise<Json> {
    return this.learners.staff.runBlockJob(await this.#unit(unitKey), start, job)
  }

  /** What a learner submitted at a block, as JSON text. */
  async submissions(unitKey: UsageKey, of: LearnersBlock): Promise<string> {
    const unit = await this.#unit(unitKey)
    const learner = await this.known(of.learner, unit.context)
    return this.learners.staff.submissions(unit, { ...of, learner })
  }

  /** The blocks of a unit that learners submit something at. */
  async submittedBlocks(unitKey: UsageKey, by: Learner): Promise<readonly SubmittedBlock[]> {
    return this.learners.staff.submittedBlocks(await this.#unit(unitKey), by)
  }

  /** Who has values at a block, with their grades: a page of them. */
  async learnersAt(
    unitKey: UsageKey,
    of: Omit<LearnersBlock, 'learner'>,
    page?: LearnersPage,
  ): Promise<LearnersAtBlock> {
    return this.learners.staff.learnersAt(await this.#unit(unitKey), of, page)
  }

  /** The grade of one learner at a block. */
  async learnerAt(unitKey: UsageKey, of: LearnersBlock): Promise<LearnerHere> {
    return this.learners.staff.learnerAt(await this.#unit(unitKey), of)
  }

  /**
   * Why banks of a unit show a learner what they show.
   * @param of the bank, or the unit for all in it
   * @throws CompositorError `staff-only`, `block-not-found`, and what the learner is refused with
   */
  async explainDraws(unitKey: UsageKey, of: LearnersBlock): Promise<readonly ExplainedDraw[]> {
    staffOnly(of.by)
    const unit = await this.#unit(unitKey)
    const learner = await this.known(of.learner, unit.context)
    return this.learners.explainDraws(unit, learner, of.usageKey === unit.key ? undefined : of.usageKey)
  }

  async #excepted(context: string, place: Omit<ExceptionPlace, 'published'>): Promise<ExceptionPlace> {
    const published = await this.units.publication(context)
    return { ...place, usage: published.newestKey(place.usage), published }
  }

  /** A unit where it stands in what is published. */
  async #unit(key: UsageKey): Promise<ComposedUnit> {
    const known = await this.units.publication(key.context.withoutBranchOrVersion().toString())
    return placedUnit(known, await this.compositor.unit(key, known), this.compositor)
  }
}
