import type { PublishedContext } from '../../compositor/index.js'
import { blockNotFound, type Learner, type Subsection } from '../../lms/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'
import { newestUsage, unitOf } from '../unit-of.js'
import type { Visitors } from '../visitors.js'
import { courseReport, type CourseReport } from './course-report.js'
import type { Report } from './found-report.js'
import { subsectionReport, type SubsectionReport } from './subsection-report.js'
import { unitParts, unitReport, unitWork, type UnitReported } from './unit-report.js'

/** What is needed to make reports of what is published. */
export interface ReportSources {
  readonly courseware: Courseware
  readonly visitors: Visitors
  readonly published: PublishedContext
}

/** How a report is made. */
export interface ReportMaker {
  /** Learners that are looked at. */
  readonly work: () => Promise<number>
  readonly make: (onLooked?: (learners: number) => Promise<void> | void) => Promise<Report>
  /** The report, where it is little work. */
  readonly atOnce: () => Promise<Report | undefined>
}

/**
 * What is looked at within a request: so many learners of the course, or at a block, and of them so much at all blocks of a unit
 * together, questions of a subsection, or records of a course.
 */
const most = { learners: 300, atBlocks: 500, questions: 200, records: 5000 } as const

/** What makes the report of a key: of the root of a course, or of a subsection, unit, problem or bank. @throws CompositorError `block-not-found` */
export async function reportMaker(sources: ReportSources, usage: string): Promise<ReportMaker> {
  const { courseware, published } = sources
  if (usage === published.publication.root) return courseMaker(sources)
  const { subsections } = await courseware.gradedCourse(published)
  const subsection = subsections.find(({ key }) => key === usage)
  return subsection ? subsectionMaker(sources, subsection) : unitMaker(sources, usage)
}

function courseMaker({ courseware, published }: ReportSources): ReportMaker {
  return {
    work: () => learnersOf(courseware, published),
    make: async (onLooked) => whole(await courseReport(courseware, published, { onLooked })),
    atOnce: async () =>
      (await isSmall(courseware, published))
        ? courseReport(courseware, published, { most: most.records })
        : undefined,
  }
}

function subsectionMaker(
  { courseware, visitors, published }: ReportSources,
  subsection: Subsection,
): ReportMaker {
  const learnerOf = (id: string): Learner => visitors.learner(id)
  return {
    work: () => learnersOf(courseware, published),
    make: async (onLooked) =>
      whole(await subsectionReport(courseware, published, subsection, { learnerOf, onLooked })),
    atOnce: async () =>
      (await isSmall(courseware, published))
        ? subsectionReport(courseware, published, subsection, { learnerOf, most: most.questions })
        : undefined,
  }
}

async function unitMaker(sources: ReportSources, usage: string): Promise<ReportMaker> {
  const { courseware } = sources
  const parts = await unitParts(courseware, await unitAt(sources, usage))
  const make: ReportMaker['make'] = (onLooked) => unitReport(courseware, parts, onLooked)
  return {
    work: async () => (await unitWork(courseware, parts)).all,
    make,
    atOnce: async () => {
      const { all, atOne } = await unitWork(courseware, parts)
      return all <= most.atBlocks && atOne <= most.learners ? make() : undefined
    },
  }
}

/** @throws CompositorError `block-not-found` */
async function unitAt({ visitors, published }: ReportSources, usage: string): Promise<UnitReported> {
  const key = newestUsage(published, parseUsageKey(usage))
  if (key.context.withoutBranchOrVersion().toString() !== published.publication.context)
    throw blockNotFound(usage)
  const by = visitors.learner('reports', 'Reports', true)
  if (await published.unit(key.toString())) return { unit: key, by }
  return { unit: await unitOf(published, key), only: key.toString(), by }
}

function learnersOf({ options }: Courseware, { publication }: PublishedContext): Promise<number> {
  return options.learners.courseLearners.count(publication.context)
}

async function isSmall({ options }: Courseware, { publication }: PublishedContext): Promise<boolean> {
  const { isWhole, learners } = await options.learners.courseLearners.listPiece(publication.context)
  return isWhole && learners <= most.learners
}

/** All of it was to be looked at. */
function whole<One extends CourseReport | SubsectionReport>(report: One | undefined): One {
  if (!report) throw new TypeError('A report without a bound ended at one.')
  return report
}
