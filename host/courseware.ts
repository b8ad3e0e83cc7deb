import { Container } from 'inversify'
import { Compositor, contextNotPublished, type PublishedContext } from '../compositor/index.js'
import {
  blockNotFound,
  LearnersSide,
  ownDraw,
  progressTogether,
  type CourseBlocks,
  type CourseGrades,
  type CourseProgress,
  type CourseTrail,
  type CourseTree,
  type GradedCourse,
  type GradesQuery,
  type Learner,
  type Making,
  type Neighbours,
  type NeighbourUnit,
  type NextDue,
  type OpenOutline,
  type OwnDraw,
  type Progress,
  type Submission,
  type TreeQuery,
  type UnitView,
  type VisibleOutline,
} from '../lms/index.js'
import {
  Clock,
  type ComposedUnit,
  LearnerStanding,
  unknownStanding,
  type HandlerResponse,
  type UsageKey,
} from '../runtime/index.js'
import type { CoursewareOptions } from './courseware-options.js'
import { bindHostServices, bindUrls } from './host-services.js'
import type { HostUrls } from './host-urls.js'
import { knownLearner } from './known-learner.js'
import { openLearnersSide } from './open-learners-side.js'
import { placedSummaries, placedUnit } from './placed-unit.js'
import { StaffWork } from './staff-work.js'
import { wholeUnit, type WholeBlock } from './whole-unit.js'

/** How far a learner is with the units of a course. */
export interface CourseStanding {
  /** By the units' keys, in course order. */
  readonly units: ReadonlyMap<string, Progress>
  /** Units that could not be counted, or not yet. */
  readonly uncounted: readonly string[]
}

class HostClock extends Clock {
  constructor(readonly now: () => number) {
    super()
  }
}

/** The learners' side: published units, composed and shown. It knows nothing of where they were authored. */
export class Courseware {
  readonly compositor: Compositor
  /** The services of the process. */
  readonly services: Container
  /** What staff do. */
  readonly staff: StaffWork
  readonly #learners: LearnersSide
  readonly #standings: LearnerStanding | undefined

  /** @param first the same units at other addresses, whose threads and services it shares */
  constructor(
    readonly options: CoursewareOptions,
    first?: Courseware,
  ) {
    const { units, plugins, loaded, threads, urls, now, bind, signatures, files, settings = {} } = options
    this.compositor =
      first?.compositor ??
      new Compositor({
        store: units,
        types: loaded.types,
        plugins,
        threads,
        deadline: options.composeDeadline,
        onFailure: options.onFailure,
      })
    this.services = new Container(first && { parent: first.services })
    const clock = new HostClock(now)
    if (first) bindUrls(this.services, urls, signatures)
    else {
      bind?.(this.services)
      bindHostServices(this.services, { urls, clock, signatures, settings, files })
    }
    this.#standings = this.services.get(LearnerStanding, { optional: true })
    const known = (learner: Learner, context: string) => this.#known(learner, context)
    this.#learners = openLearnersSide({
      options,
      compositor: this.compositor,
      services: this.services,
      clock,
      site: first ? undefined : options.site,
      known,
    })
    this.staff = new StaffWork(this.#learners, this.compositor, units, known)
  }

  /** The same units and learners, shown with other addresses in them. It closes with the first. */
  at(urls: HostUrls): Courseware {
    return new Courseware({ ...this.options, urls }, this)
  }

  /** A composed unit, the same for every learner. */
  unit(key: UsageKey): Promise<ComposedUnit> {
    return this.compositor.unit(key)
  }

  /** The root of a composed unit with what its banks may draw among their children. @throws see {@link wholeUnit} */
  whole(unit: ComposedUnit): Promise<WholeBlock> {
    return wholeUnit(unit, this.compositor.members)
  }

  /**
   * A learner as they are let into a context, with what the host knows of them there, for one request.
   * @throws CompositorError `context-not-published` for a library that learners may not learn from here;
   *   `standing-unavailable`
   */
  async admitted(learner: Learner, { publication }: PublishedContext): Promise<Learner> {
    const { context, kind } = publication
    if (kind === 'library' && !learner.isStaff && !(await this.options.units.publicLearning(context))) {
      throw contextNotPublished(context)
    }
    return this.#known(learner, context)
  }

  /**
   * Lets a learner into a course, if it is open to them as a whole.
   * @throws CompositorError `context-not-published`, `not-yet-open`, `closed`, `not-in-group`; as {@link admitted} does
   */
  async entered(learner: Learner, published: PublishedContext): Promise<Learner> {
    const admitted = await this.admitted(learner, published)
    await this.#learners.outlines.refuseClosed(published, admitted)
    return admitted
  }

  /** Whether a learner is let into a course, as {@link entered} does, as far as that is known without asking anybody. */
  isKnownToEnter(learner: Learner, published: PublishedContext): boolean {
    const { context, kind } = published.publication
    if (this.#standings || kind === 'library') return false
    const isOrdinary = this.#learners.grades.standings.known(learner.id, context) === unknownStanding
    return isOrdinary && this.#learners.outlines.isOpen(published, learner)
  }

  /** The outline of a course as one learner has it. */
  outline(published: PublishedContext, learner: Learner): Promise<VisibleOutline> {
    return this.#learners.outlines.visible(published, learner)
  }

  /** The part of a course's outline that is open. @param asked keys of sections to open */
  openOutline(published: PublishedContext, learner: Learner, asked: readonly string[]): Promise<OpenOutline> {
    return this.#learners.outlines.open(published, learner, asked)
  }

  /** The units before and after one, as one learner has them. */
  neighbours(published: PublishedContext, unitKey: string, learner: Learner): Promise<Neighbours> {
    return this.#learners.outlines.neighbours(published, unitKey, learner)
  }

  /** What is due next for a learner in a course, and not done yet. */
  nextDue(published: PublishedContext, learner: Learner): Promise<NextDue | undefined> {
    return this.#learners.outlines.nextDue(published, learner, async (keys) => {
      const { units } = await this.standing(published, keys, learner)
      const { completion } = progressTogether(units.values())
      return units.size === keys.length && completion.blocks > 0 && completion.done >= completion.blocks
    })
  }

  /** Units in course order from one on, as a learner has them; see `unitsFrom` of `lms`. */
  unitsFrom(
    published: PublishedContext,
    learner: Learner,
    from: string | undefined,
    most: number,
  ): Promise<readonly NeighbourUnit[]> {
    return this.#learners.outlines.unitsFrom(published, learner, from, most)
  }

  /** How far a learner has come in a course; undefined where they did nothing there. */
  trail(learner: Learner, context: string): Promise<CourseTrail | undefined> {
    return this.#learners.trails.in(learner, context)
  }

  /** How far a learner has come in the courses in which they did something, what they did last first. */
  trails(learner: Learner, most: number): Promise<ReadonlyMap<string, CourseTrail>> {
    return this.#learners.trails.all(learner, most)
  }

  /** Whether a block of a unit is not for this learner, or the unit is none of theirs. */
  async hides(unitKey: UsageKey, learner: Learner, usageKey: string): Promise<boolean> {
    const opened = await this.#open(unitKey, learner)
    return this.#learners.hides(opened.unit, opened.learner, usageKey)
  }

  /** A unit as one learner sees it. @param published the published version of its context, where it is known */
  async page(key: UsageKey, learner: Learner, published?: PublishedContext): Promise<UnitView> {
    const opened = await this.#open(key, learner, published)
    return this.#learners.unitPage(opened.unit, opened.learner)
  }

  /** What is made of a unit as one learner sees it, kept for as long as it is true. */
  async madeOfPage<T>(
    key: UsageKey,
    learner: Learner,
    published: PublishedContext,
    making: Making<T>,
  ): Promise<T> {
    const opened = await this.#open(key, learner, published)
    return this.#learners.madeOfPage(opened.unit, opened.learner, making)
  }

  /** The same where it is known at once and still true of the learner; whether it is of what is published, `isRight` says. */
  knownOfPage<T>(
    unitKey: string,
    learner: Learner,
    making: Pick<Making<T>, 'form' | 'isRight'>,
  ): T | undefined {
    return this.#learners.knownOfPage(unitKey, learner, making)
  }

  /** The tree of a unit with one learner's selection. */
  async blocks(key: UsageKey, learner: Learner): Promise<CourseBlocks> {
    const opened = await this.#open(key, learner)
    return this.#learners.courseBlocks(opened.unit, opened.learner)
  }

  /** Calls a handler of a block of a unit. */
  async submit(unitKey: UsageKey, learner: Learner, submission: Submission): Promise<HandlerResponse> {
    const opened = await this.#open(unitKey, learner)
    return this.#learners.handle(opened.unit, opened.learner, submission)
  }

  /** What a data view of a block gives for one learner, as JSON text. */
  async data(unitKey: UsageKey, learner: Learner, usageKey: string, view: string): Promise<string> {
    const opened = await this.#open(unitKey, learner)
    return this.#learners.data(opened.unit, opened.learner, usageKey, view)
  }

  /** What a learner may know of why a bank, or all banks of a unit, show them what they show. */
  async ownDraws(unitKey: UsageKey, learner: Learner, usageKey: string): Promise<readonly OwnDraw[]> {
    const opened = await this.#open(unitKey, learner)
    const { unit } = opened
    const bank = usageKey === unit.key ? undefined : usageKey
    return (await this.#learners.explainDraws(unit, opened.learner, bank)).map(ownDraw)
  }

  /** How far a learner is with one unit. */
  async progress(key: UsageKey, learner: Learner): Promise<Progress> {
    const opened = await this.#open(key, learner)
    return this.#learners.unitProgress(opened.unit, opened.learner)
  }

  /**
   * How far a learner is with many units of one context. Units of which nothing is known are named, so that no total is taken
   * for the whole.
   */
  async standing(
    published: PublishedContext,
    keys: readonly string[],
    learner: Learner,
  ): Promise<CourseStanding> {
    const { units: placed, missing } = await placedSummaries(published, keys, this.compositor)
    const uncounted = [...missing]
    const known = await this.admitted(learner, published)
    const units = await this.#learners.progressByUnit(placed, known, {
      members: this.compositor.countedMembers,
      onFailure: (unit, error) => {
        uncounted.push(unit)
        this.options.onFailure(error, undefined, { requestId: learner.requestId })
      },
    })
    return { units, uncounted }
  }

  /** How far a learner is in all of a course. @param learner as they are admitted */
  progressIn(published: PublishedContext, learner: Learner): Promise<CourseProgress> {
    return this.#learners.grades.progressIn(published, learner)
  }

  /** How a published course is graded, and the parts that are scored. @throws CompositorError `store-unavailable` */
  gradedCourse(published: PublishedContext): Promise<GradedCourse> {
    return this.#learners.grades.course(published)
  }

  /**
   * Grades of learners of a course, as they or staff see them. @param query learners, of whom nothing need be known
   * @throws CompositorError `context-not-published`, `standing-unavailable`, `store-unavailable`
   */
  async gradesOf(published: PublishedContext, query: GradesQuery): Promise<CourseGrades> {
    if (!this.#standings) return this.#learners.grades.of(published, query)
    const { context } = published.publication
    const learners = await Promise.all(query.learners.map((learner) => this.#known(learner, context)))
    return this.#learners.grades.of(published, { ...query, learners })
  }

  /**
   * The tree of a course as a learner has it. @param learner as they are admitted
   * @param outline of the course, as they have it @param keys of the units that it needs
   * @throws CompositorError `block-not-found` where they have no block of that key
   */
  async tree(
    published: PublishedContext,
    learner: Learner,
    query: TreeQuery,
    { outline, keys }: { readonly outline: VisibleOutline; readonly keys: readonly string[] },
  ): Promise<CourseTree> {
    const { units } = await placedSummaries(published, keys, this.compositor)
    const tree = await this.#learners.courseTree(learner, query, {
      outline,
      units,
      members: this.compositor.countedMembers,
      onFailure: (_unit, error) => this.options.onFailure(error, undefined, { requestId: learner.requestId }),
    })
    if (tree) return tree
    throw blockNotFound(query.root ?? outline.outline.key)
  }

  /** Ends the workers, and closes the learners' store and the event log. */
  async close(): Promise<void> {
    await Promise.all([this.compositor.close(), this.#learners.close()])
  }

  async #open(
    key: UsageKey,
    learner: Learner,
    published?: PublishedContext,
  ): Promise<{ readonly unit: ComposedUnit; readonly learner: Learner }> {
    const context = key.context.withoutBranchOrVersion().toString()
    const known = published ?? (await this.options.units.publication(context))
    const admitted = await this.admitted(learner, known)
    const unit = await placedUnit(known, await this.compositor.unit(key, known), this.compositor)
    return { unit, learner: admitted }
  }

  #known(learner: Learner, context: string): Promise<Learner> {
    return knownLearner(learner, context, this.#standings, this.#learners.grades.standings)
  }
}
