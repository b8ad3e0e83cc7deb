import type { Records } from '../../store/index.js'
import type { CourseTrail } from './course-trail.js'
import { parsedRecord } from './parsed-record.js'
import { stateVersionKey, trailKey, wholeTrailsKey } from './record-key.js'

/** How far a learner has come, as it is kept. */
export interface KeptTrails {
  /** By the keys of courses in which they did something, as far as these are short: what they did last first. */
  readonly trails: ReadonlyMap<string, CourseTrail>
  /** Whether all that they ever did counts in it: not of who did something before there were trails. */
  readonly isWhole: boolean
}

/** How far learners have come in courses. */
export class CourseTrails {
  /** @param settled waits for what is being stored of a learner */
  constructor(
    private readonly records: Records,
    private readonly settled: (learner: string) => Promise<unknown> | undefined,
  ) {}

  /** In one course. @throws CompositorError `store-unavailable` */
  async of(learner: string, context: string): Promise<KeptTrails> {
    await this.settled(learner)
    const key = trailKey(learner, context)
    const found = await this.records.read([key, wholeTrailsKey(learner), stateVersionKey(learner)])
    const text = found.get(key)
    return {
      trails: new Map(text === undefined ? [] : [[context, parsedRecord(key, text) as CourseTrail]]),
      isWhole: found.has(wholeTrailsKey(learner)) || !found.has(stateVersionKey(learner)),
    }
  }

  /** @param most how many are read @throws CompositorError `store-unavailable` */
  async all(learner: string, most: number): Promise<KeptTrails> {
    await this.settled(learner)
    const [whole, number] = [wholeTrailsKey(learner), stateVersionKey(learner)]
    const found = await this.records.range({ from: whole, to: `${whole}\u007f`, limit: most + 1 })
    const trails = found.flatMap(({ key, text }) => {
      const context = key.slice(whole.length)
      return context === '' || context.startsWith('#')
        ? []
        : [[context, parsedRecord(key, text) as CourseTrail] as const]
    })
    const isWhole = found[0]?.key === whole || !(await this.records.read([number])).has(number)
    return {
      trails: new Map(trails.sort(([, one], [, other]) => (other.at ?? 0) - (one.at ?? 0))),
      isWhole,
    }
  }
}
