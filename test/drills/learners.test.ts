import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { SeededRandom } from '../../plugins/testing/index.js'
import { HostProcess } from '../host/host-process.js'
import { MadeSite } from '../host/made-site.js'
import { hasPostgres, newPostgresStore, onPostgres } from '../store/postgres-server.js'
import { Jobs, MemoryPlace, memoryStore, openStore, type Records } from '../../store/index.js'

const built = existsSync(new URL('../../dist/lms/index.js', import.meta.url))
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'learner-drills-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The drills' learners' side; it is no TypeScript, as processes load it from the built package. */
interface ProblemSide {
  readonly problem: string
  unitOf(answer: string, attempts?: number): unknown
  person(id: string): unknown
  sideOn(records: Records): Promise<{
    submit(unit: unknown, learner: unknown, answer: string): Promise<{ readonly status: number }>
  }>
}

/** A line of events that waits in a store. */
interface Line {
  readonly id: string
  readonly name: string
  readonly context: { readonly user_id: string }
}

async function linesOf(records: Records): Promise<Line[]> {
  const found = await records.range({ from: 'outbox ', to: 'outbox!' })
  return found.map(({ text }) => JSON.parse(text) as Line)
}

function started(name: string, ...given: string[]): ChildProcess {
  return fork(script(name), given, { execArgv: [] })
}

async function said(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as [unknown]
  return message
}

/** How many of a thousand submissions were accepted; holds that the events tell the same. */
async function acceptedOf(statuses: readonly number[], records: Records): Promise<number> {
  expect(statuses).toHaveLength(1000)
  expect(statuses.filter((status) => status >= 500)).toEqual([])
  const lines = (await linesOf(records)).filter(({ context }) => context.user_id === 'anon-ada')
  expect(lines.filter(({ name }) => name === 'problem_check')).toHaveLength(3)
  expect(lines.filter(({ name }) => name === 'edx.grades.problem.submitted')).toHaveLength(3)
  const numbers = lines.map(({ id }) => Number(id.split(':')[1]))
  expect(numbers).toEqual(numbers.toSorted((one, other) => one - other))
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length)
  return statuses.filter((status) => status === 200).length
}

describe.skipIf(!built)(
  'a thousand simultaneous submissions of one learner with three attempts',
  { retry: 0 },
  () => {
    it('are accepted three times by two processes on lmdb', async () => {
      const address = join(folder, 'attempts')
      const children = [0, 1].map(() => started('./child-submitter.mjs', address, '500'))
      try {
        await Promise.all(children.map(said))
        const answers = children.map(said)
        for (const child of children) child.send('go')
        const statuses = (await Promise.all(answers)) as number[][]
        await using store = await openStore(address)
        expect(await acceptedOf(statuses.flat(), store.records)).toBe(3)
      } finally {
        for (const child of children) child.kill()
      }
    }, 120_000)

    it.each([
      ['two hosts in memory', (records: Records) => records],
      [
        'two hosts behind a network',
        (records: Records): Records => ({
          known: () => undefined,
          read: async (keys) => records.read(keys),
          range: async (range) => records.range(range),
          count: async (range) => records.count(range),
          commit: async (commit) => records.commit(commit),
        }),
      ],
    ])(
      'are accepted three times by %s',
      async (_, seen) => {
        const side = (await import(script('./problem-side.mjs'))) as ProblemSide
        const place = new MemoryPlace()
        const unit = side.unitOf('x', 3)
        const statuses = await Promise.all(
          [0, 1].map(async () => {
            const { submit } = await side.sideOn(seen(memoryStore(place).records))
            const all = Array.from({ length: 500 }, () => submit(unit, side.person('ada'), 'y'))
            return (await Promise.all(all)).map(({ status }) => status)
          }),
        )
        expect(await acceptedOf(statuses.flat(), memoryStore(place).records)).toBe(3)
      },
      120_000,
    )

    it.runIf(hasPostgres)(
      `are accepted three times over HTTP by two whole hosts on ${onPostgres}`,
      async () => {
        const store = await newPostgresStore()
        const site = await MadeSite.open({ store })
        await site.publish({
          'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="u">
          <problem url_name="p" max_attempts="3"><stringresponse answer="x"><label>x?</label><textline/></stringresponse></problem>
          </vertical></sequential></chapter></course>`,
        })
        await site.close()
        const hosts = await Promise.all([0, 1].map(() => HostProcess.start(store)))
        try {
          const [cookie = ''] = await Promise.all(hosts.map((host) => host.signIn('Bob')))
          const path = '/units/block-v1:O+C+R+type@vertical+block@u'
          const [page] = await Promise.all(hosts.map((host) => host.get(path, cookie)))
          const name = /name="(input_[^"]+)"/.exec(page?.text ?? '')?.[1] ?? 'none'
          const answers = await Promise.all(
            Array.from({ length: 1000 }, (_, index) =>
              hosts[index % 2]!.handle(
                'block-v1:O+C+R+type@problem+block@p',
                'problem_check',
                { [name]: 'y' },
                cookie,
              ),
            ),
          )
          const statuses = answers.map((answer) => answer.status)
          expect(statuses.filter((status) => status >= 500)).toEqual([])
          expect(statuses.filter((status) => status === 200)).toHaveLength(3)
          for (const host of hosts) expect((await host.get(path, cookie)).text).toContain('used 3 of 3')
        } finally {
          await Promise.all(hosts.map((host) => host[Symbol.asyncDispose]()))
        }
      },
      60_000,
    )
  },
)

describe.skipIf(!built)('rescoring everybody, killed at any moment', { retry: 0 }, () => {
  const count = 80

  it('reaches each learner once, with one line of events, whoever goes on with it', async () => {
    const side = (await import(script('./problem-side.mjs'))) as ProblemSide
    const address = join(folder, 'rescored')
    const learners = Array.from({ length: count }, (_, n) => `learner${n}`)
    const { id, before } = await (async () => {
      await using store = await openStore(address)
      const { submit } = await side.sideOn(store.records)
      for (const learner of learners) await submit(side.unitOf('wrong'), side.person(learner), 'right')
      const { id: started_ } = await new Jobs(store.records).start('rescore-all', {})
      return { id: started_, before: (await linesOf(store.records)).length }
    })()
    const random = new SeededRandom(7)
    let kills = 0
    for (let hasEnded = false; !hasEnded;) {
      const child = started('./child-rescorer.mjs', address, id)
      const ended = once(child, 'exit')
      expect(await said(child)).toBe('at it')
      const finished = said(child).then(
        () => true,
        () => false,
      )
      const isOver = kills >= 6
      const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), random.next() * 60))
      hasEnded = await (isOver ? finished : Promise.race([finished, late]))
      if (!hasEnded) {
        child.kill('SIGKILL')
        kills++
      }
      await ended
    }
    expect(kills).toBeGreaterThan(1)
    await using store = await openStore(address)
    const jobs = new Jobs(store.records)
    const counts = { rescored: count, changed: count, failed: 0, skipped: 0 }
    expect(await jobs.find(id)).toMatchObject({
      state: 'done',
      result: counts,
      progress: { done: count, total: count },
    })
    const listed = (await jobs.listed(id, 'rescored')) as { learner: string; after: { earned: number } }[]
    expect(listed.map(({ learner }) => learner).toSorted()).toEqual(learners.toSorted())
    expect(listed.every(({ after }) => after.earned === 1)).toBe(true)
    const lines = await linesOf(store.records)
    const rescored = lines.filter(({ name }) => name === 'edx.grades.problem.rescored')
    expect(rescored.map(({ context }) => context.user_id).toSorted()).toEqual(
      learners.map((learner) => `anon-${learner}`).toSorted(),
    )
    expect(lines.filter(({ name }) => name === 'problem_rescore')).toHaveLength(count)
    expect(lines).toHaveLength(before + 2 * count)
  }, 120_000)
})
