import type { PublishedContext } from '../../compositor/index.js'
import { MadeOfLearners, type Learner } from '../../lms/index.js'
import { parseUsageKey, type BlockReport, type Json, type JsonObject } from '../../runtime/index.js'
import { hasEnded, type Job, type JobProgress, type RunningJob } from '../../store/index.js'
import type { Courseware } from '../courseware.js'
import type { HostJobs } from '../jobs/host-jobs.js'
import { NotedProgress } from '../jobs/noted-progress.js'
import type { KnownPeople } from '../known-people.js'
import { newestUsage, unitOf } from '../unit-of.js'
import type { Visitors } from '../visitors.js'
import type { PageWords } from '../words/index.js'
import { bankAt, givenRows } from './bank-report.js'
import { blockResponses } from './block-responses.js'
import type { FoundReport, Report } from './found-report.js'
import { givenColumns, responseColumns } from './report-columns.js'
import { reportInput, reportKind, reportOf, soleReport } from './report-job.js'
import { reportMaker, type ReportMaker } from './report-makers.js'

/** What is needed to make reports. */
export interface ReportsParts {
  readonly courseware: Courseware
  readonly visitors: Visitors
  readonly people: KnownPeople
  readonly jobs: () => HostJobs
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** How reports are kept; one of another form is made anew. */
const form = 2

/** A report as it is kept, with what it was made of. */
interface KeptReport {
  readonly form: typeof form
  readonly at: number
  /** Learners of the course then. */
  readonly learners: number
  /** Name of what was published then. */
  readonly publication: string
  readonly report: Report
}

/**
 * Reports of courses and their parts, for whoever may see them. What takes little work is made when it is asked for; all else as a job,
 * whose result is kept until it is made again or a learner of the course is erased (docs/decisions/0155-reports-as-jobs.md).
 */
export class Reports {
  readonly #kept: MadeOfLearners

  constructor(private readonly parts: ReportsParts) {
    this.#kept = new MadeOfLearners(parts.courseware.options.learners.records)
  }

  /**
   * The report of a course, by the key of its root, or of a subsection, unit, problem or bank.
   * @throws CompositorError `block-not-found`, `store-unavailable`
   */
  async of(published: PublishedContext, usage: string): Promise<FoundReport> {
    const { learners: store } = this.parts.courseware.options
    const { context } = published.publication
    const maker = await this.#maker(published, usage)
    const report = await maker.atOnce()
    if (report) return { report, at: this.parts.now(), isKept: false, newLearners: 0, isOfOlder: false }
    const kept = (await this.#kept.of(context, usage)) as unknown as KeptReport | undefined
    const job = await this.#job(context, usage)
    const found = { isKept: true, ...(job && { job }) }
    if (kept?.form !== form) return { ...found, newLearners: 0, isOfOlder: false }
    const { learners } = await store.courseLearners.listPiece(context)
    return {
      ...found,
      report: kept.report,
      at: kept.at,
      newLearners: Math.max(0, learners - kept.learners),
      isOfOlder: kept.publication !== published.hash,
    }
  }

  /** Starts to make a report, or finds the job that is at it. @throws CompositorError `block-not-found`, `store-full`, `store-unavailable` */
  async start(published: PublishedContext, usage: string): Promise<Job> {
    await this.#maker(published, usage)
    const { context } = published.publication
    return this.parts.jobs().start(reportKind, reportInput(context, usage), soleReport(context, usage))
  }

  /** Makes a report of all learners now, however long that takes. */
  async make(
    published: PublishedContext,
    usage: string,
    onProgress?: (progress: JobProgress) => Promise<void> | void,
  ): Promise<Report> {
    const maker = await this.#maker(published, usage)
    const total = await maker.work()
    let done = 0
    return maker.make(async (looked) => {
      done += looked
      await onProgress?.({ done: Math.min(done, total), total })
    })
  }

  /** Makes a report as a job, and keeps it; nothing of it stands in the job. */
  async run(job: RunningJob): Promise<Json> {
    const { context, usage } = reportOf(job)
    const { units, learners: store } = this.parts.courseware.options
    await this.#kept.make(context, usage, async () => {
      const published = await units.publication(context)
      const learners = await store.courseLearners.count(context)
      const noted = new NotedProgress(job)
      const report = await this.make(published, usage, (progress) =>
        noted.note({ ...progress, step: 'reading' }),
      )
      await noted.settle()
      const at = this.parts.now()
      const kept: KeptReport = { form, at, learners, publication: published.hash, report }
      // It is JSON; interfaces have no index signature.
      return kept as unknown as JsonObject
    })
    return null
  }

  /**
   * What a bank gave to whom, a row for each member of each learner, read while they are taken.
   * @throws CompositorError `block-not-found`, `key-malformed`
   */
  async given(
    published: PublishedContext,
    bank: string,
    words: PageWords = this.parts.visitors.englishWords,
  ): Promise<BlockReport> {
    const { context } = published.publication
    const found = await bankAt(this.parts.courseware, published, bank)
    return givenRows(this.parts, { bank: found, context, columns: givenColumns(words) })
  }

  /**
   * What learners submitted at a block, a row for each question of each attempt that is kept, read while they are taken.
   * @param by somebody of staff
   * @throws CompositorError `staff-only`, `block-not-found`, `key-malformed`
   */
  async responses(
    published: PublishedContext,
    block: string,
    by: Learner,
    words: PageWords = this.parts.visitors.englishWords,
  ): Promise<BlockReport> {
    const usage = newestUsage(published, parseUsageKey(block))
    const unit = await unitOf(published, usage)
    const columns = responseColumns(words)
    return blockResponses(this.parts, { unit, usageKey: usage.toString(), by, columns })
  }

  #maker(published: PublishedContext, usage: string): Promise<ReportMaker> {
    const { courseware, visitors } = this.parts
    return reportMaker({ courseware, visitors, published }, usage)
  }

  /** The job that is making a report. */
  async #job(context: string, usage: string): Promise<Job | undefined> {
    const sole = soleReport(context, usage)
    const { items } = await this.parts.jobs().jobs.list({ kind: reportKind, limit: 50 })
    return items.find((job) => job.sole === sole && !hasEnded(job))
  }
}
