import type { PublishedContext } from '../../compositor/index.js'
import { courseFigures, type BlockSums, type CourseSources, type StuckAt } from '../../lms/index.js'
import type { Courseware } from '../courseware.js'
import { askedOfAll } from './asked-of-all.js'
import { BlockPlaces, type BlockPlace } from './block-places.js'
import { concernsOf, type Concern } from './concerns.js'

/** A problem that wants to be looked at. */
export interface ConcerningBlock extends Omit<BlockSums, 'part'>, BlockPlace {
  /** At least one. */
  readonly concerns: readonly Concern[]
}

/** A learner who is stuck, and where. */
export interface StuckPlace extends StuckAt, BlockPlace {}

/** What in a course wants to be looked at by those who teach it. */
export interface CourseReport {
  readonly kind: 'course'
  /** Who submitted something. */
  readonly learners: number
  /** Problems at which somebody submitted something. */
  readonly problems: number
  /** Those with most concerns first, and of them those that most learners met; 100 at most. */
  readonly concerning: readonly ConcerningBlock[]
  /** How many there are. */
  readonly concerningCount: number
  /** Who is stuck, who tried most first; 200 at most. */
  readonly stuck: readonly StuckPlace[]
}

/** Problems that are named. */
const mostNamed = 100

/**
 * Looks at all that learners did in a course.
 * @returns undefined where more is stored than `most`
 * @throws CompositorError `store-unavailable`
 */
export async function courseReport(
  courseware: Courseware,
  published: PublishedContext,
  { most, onLooked }: Pick<CourseSources, 'most' | 'onLooked'> = {},
): Promise<CourseReport | undefined> {
  const { learners: store, loaded, now } = courseware.options
  const { context } = published.publication
  const course = await courseware.gradedCourse(published)
  const places = new BlockPlaces(courseware, published, course)
  const partOf = async (usage: string) => (await places.subsectionOf(usage))?.key
  const tally = await courseFigures(context, partOf, { store, types: loaded.types, most, onLooked })
  if (!tally) return undefined

  const met = new Map([...tally.blocks()].map((sums) => [sums.usage, sums]))
  const ofAll = new Set<string>()
  for (const { key, units } of course.subsections) {
    const around = tally.around(key)
    if (around === 0) continue
    const keys = units.map((unit) => unit.key)
    for await (const usage of askedOfAll(courseware, published, keys, now())) {
      ofAll.add(usage)
      if (!met.has(usage)) met.set(usage, { usage, part: key, learners: 0, stuck: 0, around })
    }
  }
  const found = [...met.values()]
    .map((sums) => ({ sums, concerns: concernsOf(sums, ofAll.has(sums.usage)) }))
    .filter(({ concerns }) => concerns.length > 0)
    .sort((one, other) => other.concerns.length - one.concerns.length || other.sums.around - one.sums.around)
  const concerning: ConcerningBlock[] = []
  for (const { sums, concerns } of found.slice(0, mostNamed)) {
    const place = await places.of(sums.usage)
    const { part: _, ...told } = sums
    if (place) concerning.push({ ...told, ...place, concerns })
  }
  const stuck: StuckPlace[] = []
  for (const one of tally.stuck) {
    const place = await places.of(one.usage)
    if (place) stuck.push({ ...one, ...place })
  }
  const problems = [...met.values()].filter(({ learners }) => learners > 0).length
  return {
    kind: 'course',
    learners: tally.learners,
    problems,
    concerning,
    concerningCount: found.length,
    stuck,
  }
}
