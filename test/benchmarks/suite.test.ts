import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DemoLearners } from '../../host/learner-of.js'
import type { BenchDocument } from '../../benchmarks/document.js'
import { loaded } from '../../benchmarks/load-host.js'
import type { MeasuredCosts } from '../../benchmarks/measured-costs.js'
import { reportPage } from '../../benchmarks/report/report-page.js'
import type { BenchmarkResult } from '../../benchmarks/result.js'
import { million, simulatedTerm } from '../../benchmarks/simulation.js'
import { verdicts } from '../../benchmarks/verdict.js'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'bench-test-'))))
afterAll(() => rm(folder, { recursive: true }))

/** Numbers from 0 to below 1, always the same. */
function chances(seed: number): () => number {
  let state = seed
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32
}

/** A result whose pairs lie around a ratio, each up to a share away from it. */
function result(ratio: number, noise: number, seed: number, target = 'at most 3 ×'): BenchmarkResult {
  const chance = chances(seed)
  const pairs = Array.from({ length: 60 }, () => ({
    subject: ratio * (1 + noise * (2 * chance() - 1)),
    against: 1,
  }))
  return {
    id: 'one',
    title: 't',
    value: ratio,
    unit: 'ms',
    against: 'a',
    ratio,
    spread: [0, 9],
    runs: 60,
    pairs,
    target,
    met: true,
  }
}

/** The same where something else took the machine for a while, from subject and opponent unequally. */
function disturbed(whole: BenchmarkResult, times: number, from: number, to: number): BenchmarkResult {
  const pairs = whole.pairs?.map((pair, at) =>
    from <= at && at < to ? { ...pair, subject: pair.subject * times } : pair,
  )
  return { ...whole, ...(pairs && { pairs }) }
}

/** A result of several processes, each faster or slower by a factor for all its life. */
function ofProcesses(factors: readonly number[], seed: number): BenchmarkResult {
  const all = factors.map((factor, at) => result(2 * factor, 0.1, seed + at))
  const pairs = all.flatMap((one) => one.pairs ?? [])
  return { ...result(2, 0.1, seed), pairs, processes: factors.length }
}

describe('a comparison with an earlier run', () => {
  it.each<[string, BenchmarkResult, BenchmarkResult, string]>([
    ['two runs of one build', result(2, 0.3, 1), result(2, 0.3, 2), 'same'],
    ['a change that is smaller than runs differ by', result(2.1, 0.1, 1), result(2, 0.1, 2), 'same'],
    ['a change that the noise hides', result(2.3, 1.9, 5), result(2, 1.9, 6), 'same'],
    [
      'a machine that was busy during half of one run',
      disturbed(result(2, 0.1, 1), 1.4, 0, 30),
      result(2, 0.1, 2),
      'same',
    ],
    [
      'processes of one build that differ for all their life',
      ofProcesses([1.3, 0.9, 1.2, 1, 1.25], 1),
      ofProcesses([1, 0.85, 1.3, 0.95, 1.1], 9),
      'same',
    ],
    [
      'processes that are all slower than before',
      ofProcesses([1.6, 1.4, 1.5, 1.45, 1.55], 1),
      ofProcesses([1, 0.9, 1.1, 0.95, 1.05], 9),
      'slower',
    ],
    ['a cost half as high again', result(3, 0.3, 1), result(2, 0.3, 2), 'slower'],
    ['half the cost', result(1, 0.3, 1), result(2, 0.3, 2), 'faster'],
    [
      'half the work in the same time',
      result(1, 0.3, 1, 'at least 1.8 ×'),
      result(2, 0.3, 2, 'at least 1.8 ×'),
      'slower',
    ],
  ])('says of %s what can be said', (_, now, before, says) => {
    const [verdict] = verdicts([now], [before])
    expect(verdict).toMatchObject({ says })
    const [from = 0, to = 0] = verdict?.interval ?? []
    expect(from).toBeLessThanOrEqual(verdict?.change ?? 0)
    expect(to).toBeGreaterThanOrEqual(verdict?.change ?? 9)
  })

  it('says nothing of what only one of them has', () => {
    expect(verdicts([result(2, 0.3, 1)], [])).toEqual([{ id: 'one', says: 'not compared' }])
  })
})

const costs: MeasuredCosts = {
  firstViewMs: 2,
  againMs: 0.1,
  submissionMs: 0.5,
  firstViewBytes: 500,
  submissionBytes: 2000,
  htmlBytes: 40_000,
  pageBytes: 9000,
}

describe('a simulated term', () => {
  it('has as many views as its learners look at, with what arrivals are spread by', () => {
    const { totals, hours } = simulatedTerm(costs)
    const { learners, weeks, visitsAWeek, unitsAVisit } = million
    expect(hours).toHaveLength(weeks * 7 * 24)
    expect(totals.views / (learners * weeks * visitsAWeek * unitsAVisit)).toBeCloseTo(1, 1)
    expect(simulatedTerm(costs).totals).toEqual(totals)
  })

  it('needs more hosts and more room where requests cost and store more', () => {
    const dear = simulatedTerm({ ...costs, firstViewMs: 400, submissionBytes: 4000 })
    const cheap = simulatedTerm(costs)
    expect(dear.hosts).toBeGreaterThan(cheap.hosts)
    expect(dear.totals.databaseBytes).toBeGreaterThan(1.5 * cheap.totals.databaseBytes)
  })

  it('comes to what one works out by hand', () => {
    // Two hosts of one core and 10 ms a page serve 200 a second; 50 come in each of the first ten.
    const few = {
      learners: 10_000,
      coresAHost: 1,
      examLearners: 1000,
      exams: 2,
      examUnits: 5,
      returnMinutes: 0,
    }
    const { hosts, exam, totals, limits, cacheHits } = simulatedTerm(
      { ...costs, firstViewMs: 9.85 },
      { ...million, ...few },
    )
    expect([hosts, exam.arrivingASecond, exam.longestWait, exam.hostsForOneSecond]).toEqual([2, 50, 0, 1])
    expect(exam.servedASecond).toBeCloseTo(200)
    const reach = (what: RegExp) => limits.find((limit) => what.test(limit.what))?.learners
    expect(reach(/commits .* an exam/)).toBe(10_000 * (4000 / 50))
    // 15 seconds of 200 are 3000, of the 500 that come in the first ten.
    expect((reach(/five seconds|5 seconds/) ?? 0) / (10_000 * 6)).toBeCloseTo(1)
    expect(cacheHits).toBeCloseTo(1)
    const stored = ((totals.views - 10_000) * 0.65 + 10_000) * 500 + totals.submissions * 2000
    expect(totals.databaseBytes / stored).toBeCloseTo(1)
  })

  it('lets learners of an exam wait for as long as the hosts need for those before them', () => {
    const { exam } = simulatedTerm(costs, { ...million, examLearners: 200_000, commitsASecond: 1000 })
    // Half of them come in ten seconds; a thousand are served in each.
    expect(exam.waiting[9]).toBeCloseTo(100_000 - 10 * 1000)
    expect(exam.longestWait).toBeGreaterThan(90)
  })
})

describe('the report', () => {
  const part = 'composing units (compositor)'
  const profile = {
    parts: [{ part, share: 0.6 }],
    functions: [{ name: 'slow', part, at: 'compositor/slow.ts:7', share: 0.6 }],
  }
  const document: BenchDocument = {
    version: 1,
    unmeasured: [],
    environment: {
      node: 'v20',
      platform: 'linux x64',
      cpu: '<script>alert(1)</script>',
      cores: 2,
      date: '2026-01-02T03:04:05.000Z',
    },
    calibration: {
      jsonMs: 0.3,
      twoThreads: 1.9,
      twoThreadsSpread: [1.8, 2],
      timerLate: { median: 0.1, p99: 0.2 },
      timerLateBeside: { median: 0.1, p99: 0.3 },
      load: 0.4,
    },
    results: [{ ...result(2, 0.3, 1), id: 'cold-unit', target: 'at most 1.5 ms', met: false, profile }],
    peers: [{ peer: 'XBlock Python', title: 'a unit', absent: 'no --xblock PYTHON was given' }],
    term: simulatedTerm(costs),
  }
  const page = reportPage(document)

  it('is one page that loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|@import/)
    expect(page).toContain('&lt;script&gt;alert(1)')
  })

  it('tells of what was missed, with where the time goes, and of peers that are not there', () => {
    expect(page).toMatch(/2 ms; the target is at most 1.5 ms/)
    expect(page).toMatch(/Its time goes to:.*60 % composing units.*slow.*60 %.*compositor\/slow.ts:7/s)
    expect(page).toMatch(/XBlock Python.*no --xblock PYTHON was given/s)
  })
})

describe('a load', () => {
  it.each([
    'http://lms.example/',
    'http://0.0.0.0:1/',
    'http://192.0.2.1:1/',
    'http://[::ffff:192.0.2.1]:1/',
  ])('is refused for %s, which is not this machine, unless it is said to be one’s own', async (url) => {
    await expect(loaded({ url, rate: 1, seconds: 1, learners: 1 })).rejects.toThrow(/--i-own-this-host/)
  })

  it.each(['http://127.0.0.1:1/', 'http://127.1.2.3:1/', 'http://[::1]:1/', 'http://localhost:1/'])(
    'is not refused for %s, which is',
    async (url) => {
      await expect(loaded({ url, rate: 1, seconds: 1, learners: 1 })).rejects.not.toThrow(/--i-own/)
    },
  )

  it('of a demo is by learners who are there for it, and are nobody else', () => {
    const demo = new DemoLearners('secret')
    const cookie = demo.choose('Learner 17')?.split(';')[0]
    const request = { method: 'GET', path: '/', query: new URLSearchParams(), header: () => cookie }
    expect(demo.identify(request)).toEqual({ id: 'learner-17', name: 'Learner 17', isStaff: false })
    expect(
      ['Learner 0', 'Learner 1e9', 'Learner 1 (Staff)', 'Dora'].map((name) => demo.choose(name)),
    ).toEqual(Array(4).fill(undefined))
  })

  it('looks, submits and comes for the first time at the rate asked for, and tells of errors', async () => {
    const asked: string[] = []
    const learners = new Set<string>()
    const problem =
      '<div data-block-type="problem" data-handlers="/blocks/drawn/handlers/"></div><div data-block-type="problem" data-handlers="/blocks/p/handlers/"><input name="input_p_2_1" value="choice_0"></div>'
    const pages: Record<string, string> = {
      '/': '<a href="/contexts/c"><a href="http://elsewhere.example/contexts/d">',
      '/contexts/c': '<a href="/units/u">',
      '/units/u': problem,
    }
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      learners.add(String(request.headers['x-learner']))
      response.writeHead(request.method === 'POST' ? 500 : 200)
      response.end(pages[request.url ?? ''] ?? '{}')
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const bound = server.address()
    const port = typeof bound === 'object' && bound ? bound.port : 0
    try {
      const report = await loaded({
        url: `http://127.0.0.1:${port}/`,
        rate: 100,
        seconds: 1,
        learners: 5,
        header: 'x-learner',
      })
      const kinds = new Map(report.figures.map((one) => [one.kind, one]))
      const requests = report.figures.reduce((sum, one) => sum + one.requests, 0)
      expect(requests).toBe(100)
      expect(report.made).toBeLessThanOrEqual(101)
      expect(kinds.get('submission')?.errors).toBe(
        asked.filter((one) => one === 'POST /blocks/p/handlers/problem_check').length,
      )
      expect(report.faults).toEqual([
        { what: 'submission: answered with 500', count: kinds.get('submission')?.requests },
      ])
      expect(kinds.get('view')?.errors).toBe(0)
      expect(learners.size).toBeGreaterThan(5)
    } finally {
      server.close()
    }
  })
})

it('keeps a run, compares the next one with it and writes the report', { timeout: 120_000 }, async () => {
  const main = fileURLToPath(new URL('../../dist/benchmarks/main.js', import.meta.url))
  const run = (...given: string[]) =>
    promisify(execFile)(process.execPath, [main, '--quick', '--no-profile', ...given])
  const [kept, report] = [join(folder, 'kept.json'), join(folder, 'report', 'page.html')]
  await run('field-read', '--save', kept, '--no-report')
  const { stdout } = await run(
    'field-read',
    '--against',
    kept,
    '--report',
    report,
    '--xblock',
    '/no/such/python',
  )
  expect(stdout).toMatch(/field-read +(same|faster|slower) +[\d.]+ ×/)
  expect(stdout).toMatch(/XBlock Python .*\/no\/such\/python could not run it/)
  expect(await readFile(report, 'utf8')).toContain('<code>field-read</code>')
})
