import type { MeasuredCosts } from './measured-costs.js'

/** What a term is taken to be; each is written on the report. */
export interface TermAssumptions {
  readonly learners: number
  readonly weeks: number
  /** Visits of a learner in a week, units looked at in one, of which were seen before, and submissions. */
  readonly visitsAWeek: number
  readonly unitsAVisit: number
  readonly shareSeenBefore: number
  /** Minutes after which such a page is looked at again. */
  readonly returnMinutes: number
  readonly submissionsAVisit: number
  /** Learners who begin one exam in one minute, half of them in its first ten seconds, of how many units and submissions, in how many minutes. */
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
  /** Bytes of kept pages that a host has room for, and how many times its bytes a kept page takes. */
  readonly cacheBytes: number
  readonly heldTimes: number
  readonly seed: number
}

export const million: TermAssumptions = {
  learners: 1_000_000,
  weeks: 15,
  visitsAWeek: 3,
  unitsAVisit: 8,
  shareSeenBefore: 0.35,
  returnMinutes: 5,
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
  heldTimes: 1.5,
  seed: 13,
}

/** One hour of the term. */
export interface Hour {
  readonly views: number
  readonly submissions: number
  /** Of the views, those that find their page in memory. */
  readonly kept: number
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
    /** Learners who come in each of the first ten seconds, and whom the hosts and the database serve in one. */
    readonly arrivingASecond: number
    readonly servedASecond: number
    /** Commits that are asked for at most. */
    readonly commitsASecond: number
    /** Requests that wait, by second. */
    readonly waiting: readonly number[]
  }
  /** Share of repeated views that find their page kept. */
  readonly cacheHits: number
  /** What is at its limit first as learners grow, with how many learners that is. */
  readonly limits: readonly { readonly what: string; readonly learners: number }[]
}

/** Seconds that a learner is to wait for the first page of an exam at most. */
const longestWait = 5

/** Share of a day's visits in each hour: few at night, most in the evening. */
const byHour = [
  0.8, 0.4, 0.3, 0.2, 0.2, 0.4, 1, 2, 3.2, 4.4, 5, 5.2, 4.8, 5, 5.4, 5.6, 5.4, 5.6, 6.4, 8.2, 9.4, 9, 6.6,
  3.4,
]
/** Share of a week's visits on each day, from Monday. */
const byDay = [1.15, 1.15, 1.1, 1.05, 0.85, 0.7, 1]

/** Goes through a term hour by hour, and through the minute in which an exam begins second by second. */
export function simulatedTerm(costs: MeasuredCosts, assumptions: TermAssumptions = million): Term {
  const { learners, shareSeenBefore, utilisation, coresAHost, exams, examLearners } = assumptions
  const hostsFor = (hours: readonly Hour[]) =>
    Math.max(2, Math.ceil(Math.max(...hours.map(({ cores }) => cores)) / (utilisation * coresAHost)))
  // How many hosts there are decides how much is found in their memory, and that how many are needed: at first, none is found.
  const hours = hoursOf(costs, assumptions, hostsFor(hoursOf(costs, assumptions, 0)))
  const hosts = hostsFor(hours)
  const peak = hours.reduce((most, one) => (one.cores > most.cores ? one : most))
  const total = (of: (hour: Hour) => number) => hours.reduce((sum, hour) => sum + of(hour), 0)
  const ofExams = exams * examLearners
  const inHours = total(({ views }) => views)
  const totals = {
    views: inHours + ofExams * assumptions.examUnits,
    submissions: total(({ submissions }) => submissions) + ofExams * assumptions.examSubmissions,
  }
  const firsts = inHours * (1 - shareSeenBefore) + ofExams * assumptions.examUnits
  const commits = (peak.views * (1 - shareSeenBefore) + peak.submissions) / 3600
  const exam = examMinute(assumptions, {
    firstMs: costs.firstViewMs + assumptions.httpMs,
    cores: hosts * coresAHost,
  })
  const reach = (used: number, room: number) => Math.floor((learners * room) / used)
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
    cacheHits: total(({ kept }) => kept) / (inHours * shareSeenBefore),
    limits: [
      {
        what: `processors of ${hosts} hosts in the busiest hour (more hosts move this)`,
        learners: reach(peak.cores, hosts * coresAHost * utilisation),
      },
      {
        what: 'commits of one database in the busiest hour',
        learners: reach(commits, assumptions.commitsASecond),
      },
      {
        what: 'commits of one database when an exam begins',
        learners: reach(exam.commitsASecond, assumptions.commitsASecond),
      },
      {
        what: `first pages of an exam within ${longestWait} seconds, by ${hosts} hosts`,
        // Those of the first ten seconds have to be served in ten and the longest wait.
        learners: reach(10 * exam.arrivingASecond, (10 + longestWait) * exam.servedASecond),
      },
    ].sort((one, other) => one.learners - other.learners),
  }
}

/** @param hosts in whose memory pages are kept */
function hoursOf(costs: MeasuredCosts, assumptions: TermAssumptions, hosts: number): Hour[] {
  const { learners, weeks, visitsAWeek, unitsAVisit, submissionsAVisit, shareSeenBefore, httpMs } =
    assumptions
  const random = seeded(assumptions.seed)
  const [hourSum, daySum] = [sum(byHour), sum(byDay)]
  const room = (hosts * assumptions.cacheBytes) / (costs.htmlBytes * assumptions.heldTimes)
  return Array.from({ length: weeks * 7 * 24 }, (_, hour) => {
    const share = ((byHour[hour % 24] ?? 0) / hourSum) * ((byDay[Math.floor(hour / 24) % 7] ?? 0) / daySum)
    const expected = learners * visitsAWeek * share
    // Of many independent arrivals the number is spread as its square root, and what weather and news do as a tenth of it.
    const spread = Math.sqrt(expected) * normal(random) + 0.1 * expected * normal(random)
    const visits = Math.max(0, expected + spread)
    const views = visits * unitsAVisit
    const submissions = visits * submissionsAVisit
    // A page is still kept while no more pages were made since than there is room for.
    const since = (views * assumptions.returnMinutes) / 60
    const kept = views * shareSeenBefore * Math.min(1, room / Math.max(1, since))
    const ms =
      (views - kept) * (costs.firstViewMs + httpMs) +
      kept * (costs.againMs + httpMs) +
      submissions * (costs.submissionMs + httpMs)
    return { views, submissions, kept, cores: ms / 3_600_000 }
  })
}

function examMinute(
  { examLearners, examSubmissions, examMinutes, commitsASecond, coresAHost }: TermAssumptions,
  { firstMs, cores }: { readonly firstMs: number; readonly cores: number },
): Term['exam'] {
  const waiting: number[] = []
  let queue = 0
  let longest = 0
  // Each first page is stored.
  const servedASecond = Math.min((cores * 1000) / firstMs, commitsASecond)
  // Half of them come in the first ten seconds, when the clock strikes.
  const arrivingASecond = examLearners / 20
  for (let second = 0; second < 120; second++) {
    const arriving = second < 10 ? arrivingASecond : second < 60 ? examLearners / 100 : 0
    queue = Math.max(0, queue + arriving - servedASecond)
    waiting.push(queue)
    longest = Math.max(longest, queue / servedASecond)
  }
  const steady = (examLearners * examSubmissions) / (examMinutes * 60)
  return {
    requests: examLearners,
    longestWait: longest,
    hostsForOneSecond: Math.ceil((arrivingASecond * 10 * firstMs) / 11_000 / coresAHost),
    arrivingASecond,
    servedASecond,
    commitsASecond: Math.max(steady, arrivingASecond),
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
