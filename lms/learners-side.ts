import { contextNotPublished, type PublishedContext } from '../compositor/index.js'
import type { BlockReport } from '../runtime/session/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { Json } from '../runtime/values/index.js'
import type { HandlerResponse, RescoreOptions } from '../runtime/view/index.js'
import { blockData } from './block-data.js'
import { courseBlocks, type CourseBlocks } from './course-blocks.js'
import { explainDraws, type ExplainedDraw } from './draw-explanations.js'
import { CourseSurroundings } from './course-surroundings.js'
import { courseTree, type CourseTree, type TreeQuery, type TreeSources } from './course-tree.js'
import { CountedSections } from './grades/counted-sections.js'
import { gradedCourse, type GradedCourse } from './grades/graded-course.js'
import { gradesOf, progressIn } from './grades/grades-of.js'
import {
  exceptionsOf,
  extendDue,
  overrideSubsection,
  StoredStandings,
  type CourseGrades,
  type CourseProgress,
  type ExceptionPlace,
  type GivenScore,
  type GradesQuery,
  type LearnerExceptions,
} from './grades/index.js'
import { FormerTrails } from './former-trails.js'
import { KeptParts } from './kept-parts.js'
import type { Learner } from './learner.js'
import {
  eraseLearner,
  type CourseTrail,
  type Erased,
  type Grade,
  type KeptTrails,
  type LearnersPage,
} from './learner-state/index.js'
import { LearnerUnits, type LearnersSideOptions } from './learner-units.js'
import { LearnerView, type Making, type UnitView } from './learner-view.js'
import {
  courseProgress,
  progressByUnit,
  unitProgress,
  type CountingOptions,
  type Progress,
} from './progress.js'
import { anybodysTop } from './release/closed-parts.js'
import {
  neighbours,
  nextDue,
  openOutline,
  refusalOf,
  Release,
  unitsFrom,
  visibleOutline,
  type Neighbours,
  type NeighbourUnit,
  type NextDue,
  type OpenOutline,
  type VisibleOutline,
} from './release/index.js'
import { factsOf, groupsOf, isOpenToAll, partitionsOf, withinNode } from './release/learners-place.js'
import {
  blockReport,
  deleteState,
  isToldOf,
  tellTypes,
  rescore,
  learnerAt,
  learnersAt,
  overrideScore,
  rescoreAll,
  runBlockJob,
  setAttempts,
  submissions,
  submittedBlocks,
  takeBackOverride,
  type AttemptsChanged,
  type BlockJobStart,
  type LearnerHere,
  type OverridingScore,
  type TakingBack,
  type LearnersAtBlock,
  type SubmittedBlock,
  type EverybodysBlock,
  type LearnersBlock,
  type RescoreCounts,
  type Rescored,
} from './staff/index.js'
import { eraseFromJobs, type JobWork } from '../store/index.js'
import { unitAround } from './unit-around.js'
import { handle, type Submission } from './submission.js'

const selection = { looking: { at: 'selection' } } as const

/** The learners' side of a process: shows composed units to learners, and keeps what they do. */
export class LearnersSide {
  readonly #units: LearnerUnits
  readonly #view: LearnerView
  readonly #formerTrails: FormerTrails
  readonly #counted: CountedSections
  readonly #parts: KeptParts | undefined
  /** What is known of learners where the host says nothing of them. */
  readonly standings: StoredStandings

  constructor(private readonly options: LearnersSideOptions) {
    const newest = (context: string, usage: string) => options.reading?.newestKey(context, usage) ?? usage
    this.standings = new StoredStandings(options.store, newest)
    const { reading } = options
    this.#formerTrails = new FormerTrails(options)
    this.#counted = new CountedSections(options.runtime.options.types, options.parts)
    this.#units = new LearnerUnits(options, (asking) =>
      reading
        ? new CourseSurroundings({ units: this.#units, reading, asking })
        : unitAround(asking, options.runtime.options.types),
    )
    this.#parts = options.parts && new KeptParts(options.runtime, options.parts)
    this.#view = new LearnerView(this.#units, this.#parts)
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

  /** See {@link gradesOf}. */
  gradesOf(published: PublishedContext, query: GradesQuery): Promise<CourseGrades> {
    return gradesOf(this.#units, this.#counted, published, query)
  }

  /** See {@link progressIn}. */
  progressIn(published: PublishedContext, learner: Learner): Promise<CourseProgress> {
    return progressIn(this.#units, this.#counted, published, learner)
  }

  /** See {@link gradedCourse}. */
  gradedCourse(published: PublishedContext): Promise<GradedCourse> {
    return gradedCourse(published, this.options.clock.now())
  }

  /** See {@link overrideSubsection}. */
  overrideSubsection(place: ExceptionPlace, score: GivenScore | null): Promise<boolean> {
    return overrideSubsection(this.options, place, score)
  }

  /** See {@link extendDue}. */
  async extendDue(place: ExceptionPlace, due: number | null | undefined): Promise<boolean> {
    const isDone = await extendDue(this.options, place, due)
    if (isDone) this.standings.extended(place.published.publication.context)
    return isDone
  }

  /** See {@link exceptionsOf}. */
  exceptionsOf(place: Pick<ExceptionPlace, 'published' | 'learner' | 'by'>): Promise<LearnerExceptions> {
    return exceptionsOf(this.options, place)
  }

  /** See {@link visibleOutline}. */
  async outline(published: PublishedContext, learner: Learner): Promise<VisibleOutline> {
    return visibleOutline(await published.outline(), await this.#top(published, learner), learner.isStaff)
  }

  /** See {@link openOutline}. */
  async openOutline(
    published: PublishedContext,
    learner: Learner,
    asked: readonly string[],
  ): Promise<OpenOutline> {
    return openOutline(published, await this.#top(published, learner), learner.isStaff, asked)
  }

  /** See {@link neighbours}. */
  async neighbours(published: PublishedContext, unitKey: string, learner: Learner): Promise<Neighbours> {
    return neighbours(published, unitKey, await this.#top(published, learner), learner.isStaff)
  }

  /** See {@link nextDue}. */
  async nextDue(
    published: PublishedContext,
    learner: Learner,
    isDone?: (units: readonly string[]) => Promise<boolean>,
  ): Promise<NextDue | undefined> {
    const top = await this.#top(published, learner)
    const extensions = learner.standing?.extensions
    const now = this.options.clock.now()
    return nextDue(published, { top, isStaff: learner.isStaff, extensions, now, isDone })
  }

  /** See {@link unitsFrom}. @param from key of the unit; the first of the course where it is left out */
  async unitsFrom(
    published: PublishedContext,
    learner: Learner,
    from: string | undefined,
    most: number,
  ): Promise<readonly NeighbourUnit[]> {
    const top = await this.#top(published, learner)
    return unitsFrom(published, from, { top, isStaff: learner.isStaff, most })
  }

  /** How far a learner has come in a course; undefined where they did nothing there. */
  async trail(learner: Learner, context: string): Promise<CourseTrail | undefined> {
    const trails = await this.#wholeTrails(learner, () => this.options.store.trails.of(learner.id, context))
    return trails.get(context)
  }

  /** How far a learner has come in the courses in which they did something, what they did last first. @param most how many are read */
  trails(learner: Learner, most: number): Promise<ReadonlyMap<string, CourseTrail>> {
    return this.#wholeTrails(learner, () => this.options.store.trails.all(learner.id, most))
  }

  async #wholeTrails(
    learner: Learner,
    read: () => Promise<KeptTrails>,
  ): Promise<ReadonlyMap<string, CourseTrail>> {
    const kept = await read()
    if (kept.isWhole) return kept.trails
    await this.#formerTrails.count(learner)
    return (await read()).trails
  }

  /** Whether a course as a whole is open to a learner, whatever else is known of them. */
  isOpen({ root }: PublishedContext, learner: Learner): boolean {
    return learner.isStaff || isOpenToAll(root, this.options.clock.now())
  }

  /**
   * Lets a learner into a course that is open to them.
   * @throws CompositorError `context-not-published` of a course for staff only; `not-yet-open`, `closed`, `not-in-group`
   */
  async refuseClosed(published: PublishedContext, learner: Learner): Promise<void> {
    const {
      root,
      publication: { context },
    } = published
    if (this.isOpen(published, learner)) return
    const { closing } = withinNode(await this.#top(published, learner), root)
    if (!closing) return
    throw closing.code === 'block-not-found' ? contextNotPublished(context) : refusalOf(closing, context)
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

  /** See {@link deleteState}. */
  deleteState(unit: ComposedUnit, of: LearnersBlock): Promise<boolean> {
    return deleteState(this.#units, unit, of)
  }

  /** See {@link eraseLearner}; what jobs gave and listed of the learner goes, too. */
  async eraseLearner({ id, anonymousId }: Learner): Promise<Erased> {
    const { store, clock, events } = this.options
    const { sendsStates } = store
    const erased = { learner: id, userId: anonymousId, at: clock.now(), sendsStates }
    const isTold = (usage: string) => isToldOf(this.options.runtime, usage)
    const outcome = await eraseLearner(store.records, erased, isTold)
    const named = await eraseFromJobs(store.records, id)
    events.stored([])
    await tellTypes(this.options, id)
    return { ...outcome, records: outcome.records + named }
  }

  /** Tells types of deleted state that they have not been told of, as far as it is due. Never throws. */
  tellDeletions(): Promise<void> {
    return tellTypes(this.options)
  }

  /** See {@link rescore}. */
  rescore(unit: ComposedUnit, of: LearnersBlock, options: RescoreOptions): Promise<Rescored> {
    return rescore(this.#units, unit, of, options)
  }

  /** See {@link rescoreAll}. */
  rescoreAll(
    unit: ComposedUnit,
    of: EverybodysBlock,
    options: RescoreOptions,
    job: JobWork,
  ): Promise<RescoreCounts> {
    return rescoreAll(this.#units, unit, of, options, job)
  }

  /** See {@link overrideScore}. */
  overrideScore(unit: ComposedUnit, of: LearnersBlock, score: OverridingScore): Promise<Grade> {
    return overrideScore(this.#units, unit, of, score)
  }

  /** See {@link takeBackOverride}. */
  takeBackOverride(unit: ComposedUnit, of: LearnersBlock, how?: TakingBack): Promise<Grade | null> {
    return takeBackOverride(this.#units, unit, of, how)
  }

  /** See {@link setAttempts}. */
  setAttempts(
    unit: ComposedUnit,
    of: LearnersBlock,
    make: (attempts: number) => number,
  ): Promise<AttemptsChanged> {
    return setAttempts(this.#units, unit, of, make)
  }

  /** See {@link submissions}. */
  submissions(unit: ComposedUnit, of: LearnersBlock): Promise<string> {
    return submissions(this.#units, unit, of)
  }

  /** See {@link blockReport}. */
  report(unit: ComposedUnit, of: Omit<LearnersBlock, 'learner'>): Promise<BlockReport> {
    return blockReport(this.#units, unit, of)
  }

  /** See {@link runBlockJob}. */
  runBlockJob(unit: ComposedUnit, start: BlockJobStart, job: JobWork): Promise<Json> {
    return runBlockJob(this.#units, unit, start, job)
  }

  /** See {@link submittedBlocks}. */
  submittedBlocks(unit: ComposedUnit, by: Learner): Promise<readonly SubmittedBlock[]> {
    return submittedBlocks(this.#units, unit, by)
  }

  /** See {@link learnersAt}. */
  learnersAt(
    unit: ComposedUnit,
    of: Omit<LearnersBlock, 'learner'>,
    page?: LearnersPage,
  ): Promise<LearnersAtBlock> {
    return learnersAt(this.#units, unit, of, page)
  }

  /** See {@link learnerAt}. */
  learnerAt(unit: ComposedUnit, of: LearnersBlock): Promise<LearnerHere> {
    return learnerAt(this.#units, unit, of)
  }

  /** Above a course, for one learner now; for staff, as for anybody. */
  async #top({ root, publication }: PublishedContext, learner: Learner): Promise<Release> {
    const { store, clock } = this.options
    const { context } = publication
    if (learner.isStaff) return anybodysTop(partitionsOf(root), clock.now())
    const stored = await store.load(learner.id, [{ scope: 'userState', id: context }])
    const asking = { learner, context, stored, partitions: partitionsOf(root), now: clock.now() }
    return Release.top(factsOf(asking, groupsOf(asking)))
  }

  /** Waits for what is being stored and logged, and closes the event log. The store is closed by whoever opened it. */
  async close(): Promise<void> {
    await this.#view.settled()
    await Promise.all([this.#parts?.close(), this.options.events.close()])
  }
}
