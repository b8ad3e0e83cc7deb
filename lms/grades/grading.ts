import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PublishedContext, UnitSummary } from '../../compositor/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Learner } from '../learner.js'
import { parsedRecord, recordKey, type StoredRecord } from '../learner-state/index.js'
import type { OutlineNode } from '../../runtime/unit/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { PointSum } from '../points.js'
import { unitProgress, type Progress } from '../progress.js'
import { factsOf, groupsOf, partitionsOf, withinNode } from '../release/learners-place.js'
import { Release } from '../release/release.js'
import { courseGrade } from './course-grade.js'
import type { UnitBlocks } from './counted-sections.js'
import type { CountingBlock } from './everybodys-blocks.js'
import type { GradedCourse, Subsection } from './graded-course.js'
import { exceptionsAddress, exceptionsIn, overridden, type LearnerExceptions } from './learner-exceptions.js'
import type { LearnerGrades, SubsectionGrade } from './learner-grades.js'
import { LearnersResults } from './learners-results.js'
import { standingIn } from './stored-standings.js'
import { UnitTally } from './unit-tally.js'

/** Milliseconds of work after which others are let in. */
const slice = 4

/** How far a learner is in a course, block by block. */
export interface CourseProgress extends Omit<Progress, 'validUntil'> {
  /** Keys of units that could not be counted. */
  readonly uncounted: readonly string[]
}

/** The grading of some learners. */
export class Grading {
  readonly #results: LearnersResults
  #opened: ReadonlyMap<string, UnitSummary> = new Map()
  readonly #now: number
  #began = performance.now()

  constructor(
    private readonly units: LearnerUnits,
    private readonly published: PublishedContext,
    private readonly course: GradedCourse,
    private readonly sections: readonly Subsection[],
    private readonly blocks: UnitBlocks,
  ) {
    this.#now = units.options.clock.now()
    this.#results = new LearnersResults(units.options.store.records, course.context, published.former)
  }

  /** Reads what is known of all of them. */
  async read(learners: readonly Learner[]): Promise<void> {
    const { reading } = this.units.options
    const counted: CountingBlock[] = []
    const opened: string[] = []
    for (const { units } of this.sections) {
      for (const { key } of units) {
        const blocks = this.blocks.get(key)
        if (blocks) counted.push(...blocks)
        else if (this.blocks.has(key)) opened.push(key)
      }
    }
    if (reading && opened.length > 0) {
      const summaries = await reading.summaries(this.published, opened)
      this.#opened = new Map(summaries.map((unit) => [unit.key, unit]))
    }
    const others = (id: string) => this.#addresses().map((address) => recordKey(address, id))
    const ids = learners.map(({ id }) => id)
    await this.#results.read(ids, counted, others)
  }

  async of(person: Learner): Promise<LearnerGrades> {
    const { policy } = this.course
    const exceptions = this.#exceptions(person)
    const learner = person.standing ? person : { ...person, standing: standingIn(exceptions) }
    const top = this.#top(learner)
    const subsections: SubsectionGrade[] = []
    const uncounted: string[] = []
    for (const section of this.sections) {
      const release = [...section.above, section.node].reduce(withinNode, top)
      if (release.closing && !learner.isStaff) continue
      subsections.push(await this.#subsection(section, learner, release, exceptions, uncounted))
      await this.#rest()
    }
    const all = new PointSum()
    const completion = { done: 0, blocks: 0 }
    for (const { points, completion: own } of subsections) {
      all.add(points)
      completion.done += own.done
      completion.blocks += own.blocks
    }
    const scores = subsections.map(({ subsection: { format, graded }, points }) => ({
      format,
      graded,
      ...points,
    }))
    return {
      learner,
      ...(policy && { grade: courseGrade(policy, scores) }),
      subsections,
      points: all.points,
      completion,
      uncounted,
    }
  }

  /** What a learner has of all of it that they may know of, block by block; of staff, as for a learner who may see everything. */
  async progress(person: Learner): Promise<CourseProgress> {
    const learner = person.standing ? person : { ...person, standing: standingIn(this.#exceptions(person)) }
    const top = this.#top(learner)
    const uncounted: string[] = []
    const tally = new UnitTally(learner, this.#now, true)
    for (const section of this.sections) {
      if ([...section.above.slice(1), section.node].some(({ hideFromToc }) => hideFromToc)) continue
      const release = [...section.above, section.node].reduce(withinNode, top)
      if (release.closing && !learner.isStaff) continue
      const units = section.units.filter(({ hideFromToc }) => !hideFromToc)
      for (const node of units) await this.#unit(node, learner, release, tally, uncounted)
      await this.#rest()
    }
    const { completion, blocks } = tally
    return { score: tally.points(false), graded: tally.points(true), completion, blocks, uncounted }
  }

  async #subsection(
    section: Subsection,
    learner: Learner,
    release: Release,
    { overrides, extensions }: LearnerExceptions,
    uncounted: string[],
  ): Promise<SubsectionGrade> {
    const tally = new UnitTally(learner, this.#now)
    let entry: string | undefined
    for (const node of section.units) {
      const inside = await this.#unit(node, learner, release, tally, uncounted)
      if (inside && (learner.isStaff || !inside.isHidden)) entry ??= node.key
    }
    const own = tally.points(section.graded)
    const given = overrides.get(section.key)
    // What staff gave tells of a score as well.
    const override = tally.isWithheld && learner.counting === 'known' && !learner.isStaff ? undefined : given
    const extension = extensions.get(section.key)
    const { due } = release
    return {
      subsection: section,
      ...(entry !== undefined && { entry }),
      points: overridden(own, override),
      ...(override && { override, earnedOwn: own }),
      isWithheld: tally.isWithheld,
      completion: tally.completion,
      ...(typeof due === 'number' && { due }),
      ...(extension && { extension }),
    }
  }

  /** Counts a unit, if it is open to the learner. @param release of what it stands in @returns of itself */
  async #unit(
    node: OutlineNode,
    learner: Learner,
    release: Release,
    tally: UnitTally,
    uncounted: string[],
  ): Promise<Release | undefined> {
    const blocks = this.blocks.get(node.key)
    const inside = withinNode(release, node)
    if (inside.closing && !learner.isStaff) return undefined
    if (blocks && inside.extendedDue === undefined && !this.#isExtended(blocks, learner))
      tally.addBlocks(blocks, this.#results.of(learner.id))
    else await this.#open(node.key, learner, tally, uncounted)
    return inside
  }

  /** Lets others in, once it has worked a while. */
  async #rest(): Promise<void> {
    if (performance.now() - this.#began < slice) return
    await nextTurn()
    this.#began = performance.now()
  }

  /** Counts a unit as it is for the learner. */
  async #open(key: string, learner: Learner, tally: UnitTally, uncounted: string[]): Promise<void> {
    const { reading, onFailure } = this.units.options
    const unit = this.#opened.get(key) ?? (await reading?.summaries(this.published, [key]))?.[0]
    if (!unit) {
      uncounted.push(key)
      return
    }
    try {
      tally.addProgress(await unitProgress(this.units, unit, learner, reading?.counted))
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'block-failed', { usage: key })
      if (error.status < 500) return
      uncounted.push(key)
      onFailure?.(error, undefined, { requestId: learner.requestId })
    }
  }

  /** Whether blocks of a unit are due at another time for a learner. */
  #isExtended(blocks: readonly CountingBlock[], { standing }: Learner): boolean {
    const { extensions } = standing ?? {}
    return extensions !== undefined && blocks.some(({ block }) => Object.hasOwn(extensions, block.key))
  }

  #exceptions({ id }: Learner): LearnerExceptions {
    const key = recordKey(exceptionsAddress(this.course.context), id)
    return exceptionsIn(this.#stored(key), (usage) => this.published.newestKey(usage))
  }

  /** Above the course. */
  #top(learner: Learner): Release {
    const { context } = this.course
    const stored = {
      record: (address: Parameters<typeof recordKey>[0]) =>
        this.#stored(recordKey(address, learner.id))?.values,
    }
    const partitions = partitionsOf(this.published.root)
    const asking = { learner, context, stored, partitions, now: this.#now }
    return Release.top(factsOf(asking, groupsOf(asking)))
  }

  #stored(key: string): StoredRecord | undefined {
    const text = this.#results.text(key)
    return text === undefined ? undefined : (parsedRecord(key, text) as StoredRecord)
  }

  #addresses() {
    const { context } = this.course
    return [exceptionsAddress(context), { scope: 'userState', id: context } as const]
  }
}
