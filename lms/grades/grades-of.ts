import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PublishedContext, UnitSummary } from '../../compositor/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { CourseReading } from '../course-reading.js'
import type { Learner } from '../learner.js'
import {
  parsedRecord,
  recordKey,
  resultKey,
  type BlockResult,
  type StoredRecord,
} from '../learner-state/index.js'
import type { LearnerUnits } from '../learner-units.js'
import { PointSum } from '../points.js'
import { unitProgress } from '../progress.js'
import { factsOf, groupsOf, partitionsOf, withinNode } from '../release/learners-place.js'
import { Release } from '../release/release.js'
import { courseGrade } from './course-grade.js'
import { everybodysBlocks, type CountingBlock } from './everybodys-blocks.js'
import { gradedCourse, type GradedCourse, type Subsection } from './graded-course.js'
import { exceptionsAddress, exceptionsIn, overridden, type LearnerExceptions } from './learner-exceptions.js'
import type { CourseGrades, GradesQuery, LearnerGrades, SubsectionGrade } from './learner-grades.js'
import { standingIn } from './stored-standings.js'
import { UnitTally } from './unit-tally.js'

/** Records that are asked for at once. */
const mostTogether = 20_000
/** Milliseconds of work after which others are let in. */
const slice = 4

/** Blocks of the units of a course that count for everybody, by unit; undefined of units that are opened for each learner. */
type UnitBlocks = ReadonlyMap<string, readonly CountingBlock[] | undefined>

/** What units count, kept as long as the course is graded so. */
const countedOf = new WeakMap<GradedCourse, Map<string, readonly CountingBlock[] | undefined>>()

/**
 * Grades of learners of a published course. What counts is known of the publication; of all learners together their results,
 * groups and exceptions are read at once. Only units that show each learner something else are opened for each.
 * @throws CompositorError `store-unavailable`, `store-damaged`
 */
export async function gradesOf(
  units: LearnerUnits,
  published: PublishedContext,
  query: GradesQuery,
): Promise<CourseGrades> {
  const { clock, reading } = units.options
  const course = await gradedCourse(published, clock.now())
  if (!reading) return { course, learners: [] }
  const { within } = query
  const asked = query.isGradedOnly ? countedSections(course) : course.subsections
  const sections = within === undefined ? asked : asked.filter(({ key }) => key === within)
  const blocks = await countingBlocks(units, published, course, sections, reading)
  const grading = new Grading(units, published, course, sections, blocks)
  const learners = query.learners.map((learner): Learner => {
    return { ...learner, counting: query.seenBy === 'staff' ? 'all' : 'known' }
  })
  await grading.read(learners)
  const grades: LearnerGrades[] = []
  for (const learner of learners) grades.push(await grading.of(learner))
  return { course, learners: grades }
}

/** What counts for the grade; everything without a policy. */
function countedSections({ policy, subsections }: GradedCourse): readonly Subsection[] {
  if (!policy) return subsections
  const formats = new Set(policy.GRADER.map(({ type }) => type))
  return subsections.filter(({ graded, format }) => graded && format !== undefined && formats.has(format))
}

async function countingBlocks(
  units: LearnerUnits,
  published: PublishedContext,
  course: GradedCourse,
  sections: readonly Subsection[],
  reading: CourseReading,
): Promise<UnitBlocks> {
  let known = countedOf.get(course)
  if (!known) countedOf.set(course, (known = new Map()))
  const { types } = units.options.runtime.options
  const missing = sections.flatMap(({ units: nodes }) => nodes.map(({ key }) => key))
  const unread = missing.filter((key) => !known.has(key))
  for (const unit of await reading.summaries(published, unread))
    known.set(unit.key, everybodysBlocks(unit, types))
  return known
}

/** The grading of some learners. */
class Grading {
  #texts: ReadonlyMap<string, string> = new Map()
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
  }

  /** Reads what is known of all of them. */
  async read(learners: readonly Learner[]): Promise<void> {
    const { store, reading } = this.units.options
    const usages = new Set<string>()
    const opened = new Set<string>()
    for (const { units } of this.sections) {
      for (const { key } of units) {
        const blocks = this.blocks.get(key)
        if (this.blocks.has(key) && !blocks) opened.add(key)
        for (const { block } of blocks ?? []) for (const usage of this.#keysOf(block.key)) usages.add(usage)
      }
    }
    if (reading && opened.size > 0) {
      const summaries = await reading.summaries(this.published, [...opened])
      this.#opened = new Map(summaries.map((unit) => [unit.key, unit]))
    }
    const texts = new Map<string, string>()
    let keys: string[] = []
    const flush = async () => {
      for (const [key, text] of await store.records.read(keys)) texts.set(key, text)
      keys = []
    }
    for (const { id } of learners) {
      keys.push(...this.#addresses().map((address) => recordKey(address, id)))
      for (const usage of usages) keys.push(resultKey(id, usage))
      if (keys.length >= mostTogether) await flush()
    }
    await flush()
    this.#texts = texts
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
      if (performance.now() - this.#began < slice) continue
      await nextTurn()
      this.#began = performance.now()
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
      const blocks = this.blocks.get(node.key)
      const inside = withinNode(release, node)
      if (inside.closing && !learner.isStaff) continue
      if (learner.isStaff || !inside.isHidden) entry ??= node.key
      if (blocks && inside.extendedDue === undefined && !this.#isExtended(blocks, learner))
        tally.addBlocks(blocks, (usage) => this.#result(usage, learner))
      else await this.#open(node.key, learner, tally, uncounted)
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

  #result(usage: string, { id }: Learner): BlockResult | undefined {
    for (const one of this.#keysOf(usage)) {
      const key = resultKey(id, one)
      const text = this.#texts.get(key)
      if (text !== undefined) return parsedRecord(key, text) as BlockResult
    }
    return undefined
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
    const text = this.#texts.get(key)
    return text === undefined ? undefined : (parsedRecord(key, text) as StoredRecord)
  }

  #addresses() {
    const { context } = this.course
    return [exceptionsAddress(context), { scope: 'userState', id: context } as const]
  }

  /** A block's key, and those it had. */
  #keysOf(usage: string): readonly string[] {
    const former = this.published.former?.get(usage)
    return former ? [usage, ...former] : [usage]
  }
}
