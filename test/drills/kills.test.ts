import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { hasPostgres, newPostgresStore, onPostgres } from '../store/postgres-server.js'
import { killDrill, type Facts } from './kill-drill.js'

/** What must be found in each life, by what was known before it: whenever the process before was killed. */
const promises: Readonly<Record<string, (found: Facts, known: Facts) => void>> = {
  // What a collector takes, nobody misses; that nothing is damaged is held of each life.
  collecting: () => undefined,
  // An import shows one edition on every page: the last that was answered, or the one under way.
  import: (found, known) => {
    expect(found['editions']).toBe(found['edition'] === 0 ? 0 : 1)
    expect(found['title']).toBe(found['edition'])
    isNextOf(found['edition'], known['edition'])
  },
  // An edit is in the draft; a publish is seen, and shows no more than was saved.
  edit: (found, known) => {
    isNextOf(found['draft'], known['draft'])
    expect(found['published']).toBeGreaterThanOrEqual(known['published'] ?? 0)
    expect(found['published']).toBeLessThanOrEqual(found['draft'] ?? 0)
  },
  // What authors find is what there is, however far indexing was; a library is migrated whole, or not published.
  libraries: (found, known) => {
    expect([found['misfound'], found['torn']]).toEqual([0, 0])
    isNextOf(found['edition'], known['edition'] ?? 0)
    isNextOf(found['whole'], known['whole'])
  },
  // What was rescored stays so until another answer is published; no job that is done left out a learner, or met one twice.
  rescoring: (found, known) => {
    const { edition = 0, right } = found
    if (edition === known['rescored']) expect(right).toBe(edition % 2 === 1 ? 5 : 0)
    expect(edition).toBeGreaterThanOrEqual(known['rescored'] ?? 1)
    expect(found['miscounted']).toBe(0)
  },
  // Collecting what nothing needs takes nothing that is needed, though others write meanwhile.
  upkeep: () => undefined,
  // A submission is counted, and counted once.
  submission: (found, known) => {
    for (const learner of learners) isNextOf(found[learner], known[learner])
  },
}
const learners = ['ada', 'ben', 'cem', 'dia']

/** What was answered is there; one more may be, that was under way when its process was killed. */
function isNextOf(found: number | undefined, known = 0): void {
  expect([known, known + 1]).toContain(found)
}

/** The attempts in a course that lines of events tell of, by learner, in their order, lines that came twice left out. */
function attemptsTold(file: string, course: string): Readonly<Record<string, readonly number[]>> {
  const told: Record<string, number[]> = {}
  const seen = new Set<string>()
  for (const text of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const line = JSON.parse(text) as {
      id: string
      event_type: string
      event: { attempts?: number }
      context: { course_id?: string; user_id?: string }
    }
    if (line.event_type !== 'problem_check' || line.context.course_id !== course || seen.has(line.id))
      continue
    seen.add(line.id)
    ;(told[line.context.user_id ?? ''] ??= []).push(line.event.attempts ?? NaN)
  }
  return told
}

const byNumber = (one: number, other: number) => one - other

const host = fileURLToPath(new URL('../../dist/host/index.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'kills-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Kills of each run on PostgreSQL; those of the folder are enough to find what is not the driver's. */
const killsOnPostgres = Number(process.env['DRILL_KILLS'] ?? 10)

const runs = [
  { driver: 'lmdb', seed: 1, kills: 20, isHere: true, open: async () => join(folder, 'store-1') },
  { driver: 'lmdb', seed: 2, kills: 20, isHere: true, open: async () => join(folder, 'store-2') },
  { driver: onPostgres, seed: 3, kills: killsOnPostgres, isHere: hasPostgres, open: newPostgresStore },
]

describe.skipIf(!existsSync(host))('a store whose process is killed at any moment', { retry: 0 }, () => {
  it.concurrent.each(runs)(
    'has all that was answered, nothing torn, nothing twice, and tells of it in order ($driver, $kills kills, seed $seed)',
    async ({ seed, kills, isHere, open }) => {
      if (!isHere) return
      const events = join(folder, `events-${seed}.jsonl`)
      const subjects = Object.keys(promises)
      const lives = await killDrill({ subjects, store: await open(), events, kills, seed })
      expect(lives.flatMap(({ damage }) => damage)).toEqual([])
      for (const { found, known } of lives)
        for (const [subject, holds] of Object.entries(promises))
          holds(found[subject] ?? {}, known[subject] ?? {})
      const { submission = {} } = lives.at(-1)?.found ?? {}
      const told = attemptsTold(events, 'course-v1:O+Drill+submission')
      const counts = Object.values(told).map((attempts) => attempts.length)
      const used = learners.map((learner) => submission[learner] ?? NaN)
      expect(counts.toSorted(byNumber)).toEqual(used.toSorted(byNumber))
      for (const attempts of Object.values(told))
        expect(attempts).toEqual(attempts.map((_one, index) => index + 1))
    },
    480_000,
  )
})
