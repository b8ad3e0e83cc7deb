import type { Json, JobStepDone, ReportCell, Session, StaffPort, StoredLearner } from '../../runtime/index.js'
import type { LearnersGround } from './learners-ground.js'
import type { PlacedBlock } from './placed-block.js'

/** What handlers for staff reach the learners of a test by. */
export class TestStaff implements StaffPort {
  constructor(private readonly ground: Pick<LearnersGround, 'fieldData' | 'results' | 'jobs'>) {}

  async page(
    { key }: { readonly key: string },
    query: Parameters<StaffPort['page']>[1],
  ): Promise<readonly StoredLearner[]> {
    const { after, limit, search = '' } = query
    return this.ground.fieldData
      .learnersAt(key)
      .filter((id) => id.startsWith(search) && (after === undefined || id > after))
      .slice(0, limit)
      .map((id) => this.#stored(key, id))
  }

  async find({ key }: { readonly key: string }, learner: string): Promise<StoredLearner | undefined> {
    const { fieldData, results } = this.ground
    const isKnown = fieldData.learnersAt(key).includes(learner) || results.has(learner, key)
    return isKnown ? this.#stored(key, learner) : undefined
  }

  async count({ key }: { readonly key: string }): Promise<number> {
    return this.ground.fieldData.learnersAt(key).length
  }

  async start(_block: { readonly key: string }, job: string, input: Json): Promise<string> {
    const { jobs } = this.ground
    const id = `${job}.${jobs.size + 1}`
    jobs.set(id, { job, input, steps: [] })
    return id
  }

  #stored(usage: string, id: string): StoredLearner {
    const { grade = null, completion } = this.ground.results.of(id, usage)
    return { id, anonymousId: `anonymous-${id}`, data: this.ground.fieldData.of(id), grade, completion }
  }
}

/** Does the jobs that were started and have not run. @param grade stores the grades that a step gave */
export async function runJobs(
  { jobs }: Pick<LearnersGround, 'jobs'>,
  session: () => Session,
  block: PlacedBlock,
  grade: (session: Session) => void,
): Promise<void> {
  for (const [id, one] of jobs) {
    if (one.result !== undefined) continue
    const working = session()
    const work = working.job(block.composed, one.job, one.input)
    const steps: JobStepDone[] = []
    for (;;) {
      const { done = false, value } = await work.next()
      grade(working)
      if (done) {
        jobs.set(id, { ...one, steps, result: value as Json })
        break
      }
      steps.push(value as JobStepDone)
    }
  }
}

/** The rows of a block's report, each with its cells by column. */
export async function reportedRows(
  session: Session,
  block: PlacedBlock,
): Promise<readonly Readonly<Record<string, ReportCell>>[]> {
  const { columns, rows } = session.staffReport(block.composed)
  const all: Readonly<Record<string, ReportCell>>[] = []
  for await (const row of rows)
    all.push(Object.fromEntries(columns.map(({ name }, place) => [name, row[place] ?? null])))
  return all
}
