import { z } from 'zod'
import { staffOnly } from '../../../lms/index.js'
import type { Visit } from '../../admission.js'
import type { FoundReport } from '../../reports/found-report.js'
import { reportLines } from '../../report-text.js'
import { linesAnswer, reportQuery } from '../../routes/staff-routes.js'
import { apiRoute, reply, streamed, type ApiCall } from '../api-route.js'
import { ofBlock, ofContext } from '../api-values.js'
import { jobAnswer, jobLocation, jobView } from '../job-answer.js'
import { reportAnswer, reportStanding, stuckPlace } from '../report-values.js'

const tag = 'reports'
const refuses = ['context-not-published', 'not-yet-open', 'closed', 'not-in-group', 'staff-only'] as const
const refusesBlock = [...refuses, 'block-not-found', 'key-malformed'] as const
const may = 'somebody'
const lines = { download: ['text/csv', 'application/x-ndjson'] }

const ofCourse = apiRoute({
  id: 'showCourseReport',
  tag,
  summary: 'For those who teach: which problems of a course need attention, and why',
  method: 'GET',
  path: '/contexts/:context/report',
  may,
  parts: ofContext,
  answers: { 200: reportAnswer },
  refuses,
  async run(call) {
    const { published } = await teaching(call, call.parts.context)
    return reply(200, await answerOf(call, published, published.publication.root))
  },
})

const makeOfCourse = apiRoute({
  id: 'makeCourseReport',
  tag,
  summary: 'Makes the report of a course of all its learners, as a job; it is kept then',
  method: 'POST',
  path: '/contexts/:context/report',
  may,
  parts: ofContext,
  answers: { 202: jobAnswer },
  refuses,
  async run(call) {
    const { published } = await teaching(call, call.parts.context)
    return started(call, published, published.publication.root)
  },
})

const stuck = apiRoute({
  id: 'listStuckLearners',
  tag,
  summary:
    'For those who teach: who tried a problem of a course often without a point, by name; the first 200',
  method: 'GET',
  path: '/contexts/:context/stuck',
  may,
  parts: ofContext,
  answers: {
    200: z.object({
      ...reportStanding,
      items: z
        .array(stuckPlace.extend({ name: z.string() }))
        .readonly()
        .nullable()
        .describe('Null where the report of the course has to be made by a job, and none has'),
    }),
  },
  refuses,
  async run(call) {
    const { published } = await teaching(call, call.parts.context)
    const { context, root } = published.publication
    const { report, ...standing } = await answerOf(call, published, root)
    if (report?.kind !== 'course') return reply(200, { ...standing, items: null })
    const ids = [...new Set(report.stuck.map(({ learner }) => learner))]
    const names = new Map((await call.host.people.of(ids, context)).map(({ id, name }) => [id, name]))
    const items = report.stuck.map((one) => ({ ...one, name: names.get(one.learner) ?? one.learner }))
    return reply(200, { ...standing, items })
  },
})

const ofPart = apiRoute({
  id: 'showReport',
  tag,
  summary:
    'For those who teach: what learners made of a subsection, a unit, a problem, or what a bank gave them',
  method: 'GET',
  path: '/blocks/:usage/report',
  may,
  parts: ofBlock,
  answers: { 200: reportAnswer },
  refuses: refusesBlock,
  async run(call) {
    const { usage } = call.parts
    const { published } = await teachingAt(call, usage)
    return reply(200, await answerOf(call, published, usage))
  },
})

const makeOfPart = apiRoute({
  id: 'makeReport',
  tag,
  summary: 'Makes such a report of all learners, as a job; it is kept then',
  method: 'POST',
  path: '/blocks/:usage/report',
  may,
  parts: ofBlock,
  answers: { 202: jobAnswer },
  refuses: refusesBlock,
  async run(call) {
    const { published } = await teachingAt(call, call.parts.usage)
    return started(call, published, call.parts.usage)
  },
})

const given = apiRoute({
  id: 'listGiven',
  tag,
  summary: 'For those who teach: what a bank gave to whom, a row for each member of each learner',
  method: 'GET',
  path: '/blocks/:usage/given',
  may,
  parts: ofBlock,
  query: reportQuery,
  answers: { 200: lines },
  refuses: refusesBlock,
  async run(call) {
    const { host, parts, query } = call
    const { published, learner } = await teachingAt(call, parts.usage)
    const rows = await host.reports.given(published, parts.usage, host.visitors.wordsOf(learner))
    return streamed(200, linesAnswer(reportLines(rows, query.format), query.format, 'given'))
  },
})

const responses = apiRoute({
  id: 'listResponses',
  tag,
  summary: 'For those who teach: what learners submitted at a block, a row for each question of each attempt',
  method: 'GET',
  path: '/blocks/:usage/responses',
  may,
  parts: ofBlock,
  query: reportQuery,
  answers: { 200: lines },
  refuses: refusesBlock,
  async run(call) {
    const { host, parts, query } = call
    const { published, learner: by } = await teachingAt(call, parts.usage)
    const rows = await host.reports.responses(published, parts.usage, by, host.visitors.wordsOf(by))
    return streamed(200, linesAnswer(reportLines(rows, query.format), query.format, 'responses'))
  },
})

/** What learners made of a course and its parts, for those who teach it. */
export const reportRoutes = [ofCourse, makeOfCourse, stuck, ofPart, makeOfPart, given, responses]

type Call = Pick<ApiCall<unknown, unknown, unknown>, 'host' | 'request' | 'caller'>

/** Lets those through who teach a course. @throws CompositorError `staff-only`, and as `Visitors.visit` does */
async function teaching({ host, request, caller }: Call, context: string): Promise<Visit> {
  const visit = await host.visitors.visit(request, context, caller.person)
  staffOnly(visit.learner)
  return visit
}

function teachingAt({ host, request, caller }: Call, usage: string): Promise<Visit> {
  return host.visitors.staffVisit(request, usage, caller.person)
}

async function answerOf(
  { host }: Call,
  published: Visit['published'],
  usage: string,
): Promise<z.input<typeof reportAnswer>> {
  const found: FoundReport = await host.reports.of(published, usage)
  const { report, at, isKept, newLearners, isOfOlder, job } = found
  return {
    at: at === undefined ? null : new Date(at).toISOString(),
    isKept,
    newLearners,
    isOfOlder,
    job: job ? await jobView(host.jobs.jobs, job) : null,
    report: report ?? null,
  }
}

async function started({ host }: Call, published: Visit['published'], usage: string) {
  const job = await host.reports.start(published, usage)
  return reply(202, await jobView(host.jobs.jobs, job), { location: jobLocation(host.base, job) })
}
