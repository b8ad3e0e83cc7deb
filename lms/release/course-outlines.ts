import { contextNotPublished, type PublishedContext } from '../../compositor/index.js'
import type { Clock } from '../../runtime/service/index.js'
import type { Learner } from '../learner.js'
import type { LearnerStore } from '../learner-state/index.js'
import { anybodysTop } from './closed-parts.js'
import { neighbours, type Neighbours, type NeighbourUnit } from './neighbours.js'
import { nextDue, type NextDue } from './next-due.js'
import { openOutline, type OpenOutline } from './outline-lines.js'
import { refusalOf } from './refusal.js'
import { Release } from './release.js'
import { unitsFrom } from './units-from.js'
import { visibleOutline, type VisibleOutline } from './visible-outline.js'
import { factsOf, groupsOf, isOpenToAll, partitionsOf, withinNode } from './learners-place.js'

/** Courses as learners have them: which parts are open, what stands beside what, and what is due. */
export class CourseOutlines {
  constructor(
    private readonly options: { readonly store: LearnerStore; readonly clock: Pick<Clock, 'now'> },
  ) {}

  /** See {@link visibleOutline}. */
  async visible(published: PublishedContext, learner: Learner): Promise<VisibleOutline> {
    return visibleOutline(await published.outline(), await this.#top(published, learner), learner.isStaff)
  }

  /** See {@link openOutline}. */
  async open(published: PublishedContext, learner: Learner, asked: readonly string[]): Promise<OpenOutline> {
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

  /** Above a course, for one learner now; for staff, as for anybody. */
  async #top({ root, publication }: PublishedContext, learner: Learner): Promise<Release> {
    const { store, clock } = this.options
    const { context } = publication
    if (learner.isStaff) return anybodysTop(partitionsOf(root), clock.now())
    const stored = await store.load(learner.id, [{ scope: 'userState', id: context }])
    const asking = { learner, context, stored, partitions: partitionsOf(root), now: clock.now() }
    return Release.top(factsOf(asking, groupsOf(asking)))
  }
}
