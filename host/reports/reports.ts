import type { PublishedContext } from '../../compositor/index.js'
import { blockNotFound, MadeOfLearners, type Learner } from '../../lms/index.js'
import { parseUsageKey, type BlockReport, type Json, type JsonObject } from '../../runtime/index.js'
import { hasEnded, type Job, type JobProgress, type RunningJob } from '../../store/index.js'
import type { Courseware } from '../courseware.js'
import type { HostJobs } from '../jobs/host-jobs.js'
import { NotedProgress } from '../jobs/noted-progress.js'
import type { KnownPeople } from '../known-people.js'
import { givenColumns } from '../pages/teachers/bank-section.js'
import { responseColumns } from '../pages/teachers/response-columns.js'
import { newestUsage, unitOf } from '../unit-of.js'
import type { Visitors } from '../visitors.js'
import type { PageWords } from '../words/index.js'
import { bankAt, givenRows } from './bank-report.js'
import { blockResponses } from './block-responses.js'
import { courseReport, type CourseReport } from './course-report.js'
import type { FoundReport, Report } from './found-report.js'
import { reportInput, reportKind, reportOf, soleReport } from './report-job.js'
import { subsectionReport } from './subsection-report.js'
import { unitParts, unitReport, unitWork, type UnitReported } from './unit-report.js'

/** What is needed to make reports. */
export interface ReportsParts {
  readonly courseware: Courseware
  readonly visitors: Visitors
  readonly people: KnownPeople
  readonly jobs: () => HostJobs
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Learners at a unit's blocks, learners of a course, and records of theirs that are looked at within a request. */
const most = { atBlocks: 500, inCourse: 300, records: 5000 } as const

/** How reports are kept; one of another form is made anew. */
const form = 1

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
    const making = await this.#making(published, usage)
    const report = await making.atOnce()
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
    await this.#making(published, usage)
    const { context } = published.publication
    return this.parts.jobs().start(reportKind, reportInput(context, usage), soleReport(context, usage))
  }

  /** Makes a report of all learners now, however long that takes. */
  async make(
    published: PublishedContext,
    usage: string,
    onProgress?: (progress: JobProgress) => Promise<void> | void,
  ): Promise<Report> {
    const making = await this.#making(published, usage)
    const total = await making.work()
    let done = 0
    return making.make(async (looked) => {
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

  async #making(published: PublishedContext, usage: string): Promise<Making> {
    const { courseware, visitors } = this.parts
    const { courseLearners } = courseware.options.learners
    const { context, root } = published.publication
    const inCourse = () => courseLearners.count(context)
    const isSmall = async () => {
      const { isWhole, learners } = await courseLearners.listPiece(context)
      return isWhole && learners <= most.inCourse
    }
    if (usage === root) {
      const limit = { most: most.records }
      return {
        work: inCourse,
        make: async (onLooked) => whole(await courseReport(courseware, published, { onLooked })),
        atOnce: async () => ((await isSmall()) ? courseReport(courseware, published, limit) : undefined),
      }
    }
    const { subsections } = await courseware.gradedCourse(published)
    const subsection = subsections.find(({ key }) => key === usage)
    if (subsection) {
      const learnerOf = (id: string): Learner => visitors.learner(id)
      const make: Making['make'] = (onLooked) =>
        subsectionReport(courseware, published, subsection, { learnerOf, onLooked })
      return {
        work: inCourse,
        make,
        atOnce: async () => ((await isSmall()) ? make() : undefined),
      }
    }
    const parts = await unitParts(courseware, await this.#unitOf(published, usage))
    const make: Making['make'] = (onLooked) => unitReport(courseware, parts, onLooked)
    const work = () => unitWork(courseware, parts)
    return { work, make, atOnce: async () => ((await work()) <= most.atBlocks ? make() : undefined) }
  }

  /** @throws CompositorError `block-not-found` */
  async #unitOf(published: PublishedContext, usage: string): Promise<UnitReported> {
    const key = newestUsage(published, parseUsageKey(usage))
    if (key.context.withoutBranchOrVersion().toString() !== published.publication.context)
      throw blockNotFound(usage)
    const by = this.parts.visitors.learner('reports', 'Reports', true)
    if (await published.unit(key.toString())) return { unit: key, by }
    return { unit: await unitOf(published, key), only: key.toString(), by }
  }

  /** The job that is making a report. */
  async #job(context: string, usage: string): Promise<Job | undefined> {
    const sole = soleReport(context, usage)
    const { items } = await this.parts.jobs().jobs.list({ kind: reportKind, limit: 50 })
    return items.find((job) => job.sole === sole && !hasEnded(job))
  }
}

/** How a report is made. */
interface Making {
  /** Learners that are looked at. */
  readonly work: () => Promise<number>
  readonly make: (onLooked?: (learners: number) => Promise<void> | void) => Promise<Report>
  /** The report, where it is little work. */
  readonly atOnce: () => Promise<Report | undefined>
}

/** All of it was to be looked at. */
function whole(report: CourseReport | undefined): CourseReport {
  if (!report) throw new TypeError('A report without a bound ended at one.')
  return report
}
