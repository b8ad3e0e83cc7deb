import type {
  BlockEvent,
  ComposedBlock,
  GradeDeed,
  Json,
  Session,
  StaffPort,
  StoredLearner,
  StoredLearnersQuery,
} from '../runtime/index.js'
import { fieldDataOf, learnersIn, resultAt, type LearnerRecords } from './learner-records.js'

/** A job that a handler for staff started. */
interface StartedJob {
  readonly block: ComposedBlock
  readonly job: string
  readonly input: Json
}

/** What handlers for staff reach the learners of a scenario by. */
export class StageStaff implements StaffPort {
  readonly #started: StartedJob[] = []

  constructor(private readonly records: LearnerRecords) {}

  async page({ key }: ComposedBlock, query: StoredLearnersQuery): Promise<readonly StoredLearner[]> {
    const { after, limit, search = '' } = query
    return learnersIn(this.records, key)
      .filter((id) => id.startsWith(search) && (after === undefined || id > after))
      .slice(0, limit)
      .map((id) => this.#stored(key, id))
  }

  async find({ key }: ComposedBlock, learner: string): Promise<StoredLearner | undefined> {
    const found = this.#stored(key, learner)
    const isKnown = found.grade !== null || found.completion > 0
    return isKnown || learnersIn(this.records, key).includes(learner) ? found : undefined
  }

  async count({ key }: ComposedBlock): Promise<number> {
    return learnersIn(this.records, key).length
  }

  async start(block: ComposedBlock, job: string, input: Json): Promise<string> {
    this.#started.push({ block, job, input })
    return `${job}.${this.#started.length}`
  }

  /**
   * Does the jobs that were started, while whoever called waits: a stage keeps nothing.
   * @param deeds the grades that they gave are added @returns what came of each, for the history
   */
  async run(session: () => Session, deeds: GradeDeed[]): Promise<readonly BlockEvent[]> {
    const events: BlockEvent[] = []
    for (const { block, job, input } of this.#started.splice(0)) {
      const working = session()
      const steps = working.job(block, job, input)
      for (;;) {
        const { done = false, value } = await steps.next()
        deeds.push(...working.deeds.splice(0))
        if (!done) continue
        const payload = { job, result: value as Json }
        events.push({ type: 'job', usageKey: block.key, blockType: block.type, payload })
        break
      }
    }
    return events
  }

  #stored(usage: string, id: string): StoredLearner {
    const data = fieldDataOf(this.records, id)
    const { grade = null, completion } = resultAt(data, usage)
    return { id, anonymousId: `anonymous-${id}`, data, grade, completion }
  }
}
