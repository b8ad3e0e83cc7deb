import type { MeasuredCosts } from './measured-costs.js'

/** What a term is taken to be; each is written on the report. */
export interface TermAssumptions {
  readonly learners: number
  readonly weeks: number
  /** Visits of a learner in a week, units looked at in one, of which were seen before, and submissions. */
  readonly visitsAWeek: number
  readonly unitsAVisit: number
  readonly shareSeenBefore: number
  readonly submissionsAVisit: number
  /** Learners who begin one exam in one minute, of how many units and submissions, in how many minutes. */
  readonly examLearners: number
  readonly examUnits: number
  readonly examSubmissions: number
  readonly examMinutes: number
  readonly exams: number
  readonly coresAHost: number
  /** Share of its processors that a host is to be busy at most in an ordinary hour. */
  readonly utilisation: number
  /** What sockets, HTTP and compression add to a request, in milliseconds of processor. */
  readonly httpMs: number
  /** Commits a second that the database takes. */
  readonly commitsASecond: number
  /** Bytes of kept pages that a host has room for. */
  readonly cacheBytes: number
  readonly seed: number
}

export const million: TermAssumptions = {
  learners: 1_000_000,
  weeks: 15,
  visitsAWeek: 3,
  unitsAVisit: 8,
  shareSeenBefore: 0.35,
  submissionsAVisit: 6,
  examLearners: 50_000,
  examUnits: 5,
  examSubmissions: 20,
  examMinutes: 60,
  exams: 2,
  coresAHost: 8,
  utilisation: 0.6,
  httpMs: 0.15,
  commitsASecond: 4000,
  cacheBytes: 64 * 1024 * 1024,
  seed: 13,
}

/** One hour of the term. */
export interface Hour {
  readonly views: number
  readonly submissions: number
  /** Processors that it keeps busy. */
  readonly cores: number
}

/** What a term comes to. */
export interface Term {
  readonly assumptions: TermAssumptions
  readonly costs: MeasuredCosts
  readonly hours: readonly Hour[]
  /** Hosts for the busiest hour that is no exam's. */
  readonly hosts: number
  readonly busiest: {
    readonly requestsASecond: number
    readonly commitsASecond: number
    readonly cores: number
  }
  readonly totals: {
    readonly views: number
    readonly submissions: number
    readonly databaseBytes: number
    readonly sentBytes: number
  }
  /** The minute in which an exam begins, on those hosts, second by second. */
  readonly exam: {
    readonly requests: number
    /** Seconds that the last of them waits for their first page. */
    readonly longestWait: number
    /** Hosts with which nobody waits longer than a second. */
    readonly hostsForOneSecond: number
    readonly commitsASecond: number
    /** Requests that wait, by second. */
    readonly waiting: readonly number[]
  }
  /** Share of repeated views that find their page kept. */
  readonly cacheHits: number
  /** What is at its limit first as learners grow, with how many learners that is. */
  readonly limits: readonly { readonly what: string; readonly learners: number }[]
}

/** Share of a day's visits in each hour: few at night, most in the evening. */
const byHour = [
  0.8, 0.4, 0.3, 0.2, 0.2, 0.4, 1, 2, 3.2, 4.4, 5, 5.2, 4.8, 5, 5.4, 5.6, 5.4, 5.6, 6.4, 8.2, 9.4, 9, 6.6,
  3.4,
]
/** Share of a week's visits on each day, from Monday. */
const byDay = [1.15, 1.15, 1.1, 1.05, 0.85, 0.7, 1]

/** Goes through a term hour by hour, and through the minute in which an exam begins second by second. */
export function simulatedTerm(costs: MeasuredCosts, assumptions: TermAssumptions = million): Term {
  const { learners, weeks, visitsAWeek, unitsAVisit, shareSeenBefore, submissionsAVisit, utilisation } =
    assumptions
  const random = seeded(assumptions.seed)
  const firstMs = costs.firstViewMs + assumptions.httpMs
  const againMs = costs.againMs + assumptions.httpMs
  const submissionMs = costs.submissionMs + assumptions.httpMs
  const hourSum = sum(byHour)
  const daySum = sum(byDay)
  const hours: Hour[] = []
  let again = 0
  let kept = 0
  for (let hour = 0; hour < weeks * 7 * 24; hour++) {
    const share = ((byHour[hour % 24] ?? 0) / hourSum) * ((byDay[Math.floor(hour / 24) % 7] ?? 0) / daySum)
    const expected = learners * visitsAWeek * share
    // Of many independent arrivals the number is spread as its square root, and what weather and news do as a tenth of it.
    const visits = Math.max(
      0,
      expected + Math.sqrt(expected) * normal(random) + 0.1 * expected * normal(random),
    )
    const views = visits * unitsAVisit
    const submissions = visits * submissionsAVisit
    const repeated = views * shareSeenBefore
    const room = assumptions.cacheBytes / (costs.pageBytes * 1.5)
    // A page is still kept while no more pages were made since than there is room for, on the host that the learner comes to.
    const hits = repeated * Math.min(1, room / Math.max(1, views / 12))
    again += repeated
    kept += hits
    const ms = (views - hits) * firstMs + hits * againMs + submissions * submissionMs
    hours.push({ views, submissions, cores: ms / 3_600_000 })
  }
  const peak = hours.reduce((most, one) => (one.cores > most.cores ? one : most))
  const hosts = Math.max(2, Math.ceil(peak.cores / (utilisation * assumptions.coresAHost)))
  const totals = {
    views: sum(hours.map(({ views }) => views)),
    submissions:
      sum(hours.map(({ submissions }) => submissions)) +
      assumptions.exams * assumptions.examLearners * assumptions.examSubmissions,
  }
  const firsts = totals.views * (1 - shareSeenBefore)
  const commits = (peak.views * (1 - shareSeenBefore) + peak.submissions) / 3600
  const exam = examMinute(assumptions, { firstMs, cores: hosts * assumptions.coresAHost })
  const reach = (used: number, room: number) => Math.floor((learners * room) / Math.max(used, 1e-9))
  return {
    assumptions,
    costs,
    hours,
    hosts,
    busiest: {
      requestsASecond: (peak.views + peak.submissions) / 3600,
      commitsASecond: commits,
      cores: peak.cores,
    },
    totals: {
      ...totals,
      databaseBytes: firsts * costs.firstViewBytes + totals.submissions * costs.submissionBytes,
      sentBytes: totals.views * costs.pageBytes,
    },
    exam,
    cacheHits: again === 0 ? 0 : kept / again,
    limits: [
      {
        what: 'processors of the hosts in the busiest hour',
        learners: reach(peak.cores, hosts * assumptions.coresAHost * utilisation),
      },
      {
        what: 'commits of the database in the busiest hour',
        learners: reach(commits, assumptions.commitsASecond),
      },
      {
        what: 'commits of the database in an exam',
        learners: reach(exam.commitsASecond, assumptions.commitsASecond),
      },
      { what: 'first pages of an exam within five seconds', learners: reach(exam.longestWait, 5) },
    ].sort((one, other) => one.learners - other.learners),
  }
}

function examMinute(
  { examLearners, examSubmissions, examMinutes, commitsASecond, coresAHost }: TermAssumptions,
  { firstMs, cores }: { readonly firstMs: number; readonly cores: number },
): Term['exam'] {
  const waiting: number[] = []
  let queue = 0
  let longestWait = 0
  const aSecond = Math.min((cores * 1000) / firstMs, commitsASecond)
  for (let second = 0; second < 120; second++) {
    // Half of them come in the first ten seconds, when the clock strikes.
    const arriving = second < 10 ? examLearners / 20 : second < 60 ? examLearners / 100 : 0
    queue = Math.max(0, queue + arriving - aSecond)
    waiting.push(queue)
    longestWait = Math.max(longestWait, queue / aSecond)
  }
  const struck = examLearners / 20
  const steady = (examLearners * examSubmissions) / (examMinutes * 60)
  return {
    requests: examLearners,
    longestWait,
    hostsForOneSecond: Math.ceil((struck * 10 * firstMs) / 11_000 / coresAHost),
    commitsASecond: Math.max(steady, Math.min(struck, aSecond)),
    waiting,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
}

/** A number of mean 0 and deviation 1. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
}
