import type { PublishedContext } from '../compositor/index.js'
import type { CourseTrail, Learner, NeighbourUnit, Progress } from '../lms/index.js'
import type { Courseware } from './courseware.js'

/** The unit that a learner goes to next in a course. */
export interface NextStep extends NeighbourUnit {
  /** Whether they did nothing in the course yet. */
  readonly isStart: boolean
}

/** Units of which it is looked at whether they are done. */
const mostAhead = 10

/**
 * What a learner does next in a course: where they were last, else the first unit after it that is not done, else the first of the course that
 * is not. Few units are counted, however many there are.
 * @param learner as they are admitted @param trail how far they have come
 * @returns undefined where all that was looked at is done, or nothing is open
 */
export async function nextStep(
  courseware: Pick<Courseware, 'unitsFrom' | 'standing'>,
  published: PublishedContext,
  learner: Learner,
  trail: CourseTrail | undefined,
): Promise<NextStep | undefined> {
  const isStart = trail?.unit === undefined
  const step = (unit: NeighbourUnit | undefined) => unit && { ...unit, isStart }
  const from = trail?.unit === undefined ? undefined : published.newestKey(trail.unit)
  if (isStart) {
    const [first] = await courseware.unitsFrom(published, learner, undefined, 1)
    return first && { ...first, isStart }
  }
  const ahead = await courseware.unitsFrom(published, learner, from, mostAhead)
  const found = await firstOpen(courseware, published, learner, ahead)
  if (found) return step(found)
  if (ahead.length === mostAhead) return step(ahead.at(-1))
  const first = await courseware.unitsFrom(published, learner, undefined, mostAhead)
  return step(await firstOpen(courseware, published, learner, first))
}

async function firstOpen(
  courseware: Pick<Courseware, 'standing'>,
  published: PublishedContext,
  learner: Learner,
  units: readonly NeighbourUnit[],
): Promise<NeighbourUnit | undefined> {
  const keys = units.map(({ key }) => key)
  const standing = await courseware.standing(published, keys, learner)
  return units.find(({ key }) => {
    const progress = standing.units.get(key)
    return progress && progress.completion.blocks > 0 && !isDone(progress)
  })
}

/** Whether all of a unit that is to be done is. */
export function isDone({ completion: { done, blocks } }: Progress): boolean {
  return blocks > 0 && done >= blocks
}
