import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WorkerPool } from '../../compositor/index.js'
import { openHost } from '../../host/index.js'
import { LocalPostgres } from '../../store/index.js'
import { hasPostgres, onPostgres } from '../store/postgres-server.js'
import { HostProcess, type Answered } from './host-process.js'

const key = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const unitPath = `/units/${encodeURIComponent(key('vertical', 'v1'))}`
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

describe.runIf(hasPostgres && WorkerPool.available())(`hosts whose ${onPostgres} goes and comes back`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'database-away-'))
  let server: LocalPostgres
  let hosts: readonly [HostProcess, HostProcess]

  beforeAll(async () => {
    server = await LocalPostgres.start({ settings: { fsync: 'off' } })
    writeFileSync(
      join(folder, 'course.xml'),
      `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
        <vertical url_name="v1"><problem url_name="p1"><numericalresponse answer="1"><formulaequationinput/></numericalresponse></problem>
        </vertical></sequential></chapter></course>`,
    )
    const author = await openHost({ store: server.address, python: false, threads: 1, log })
    await author.authoring.import(folder, { publish: true })
    await author.close()
    hosts = [await HostProcess.start(server.address), await HostProcess.start(server.address)]
  }, 120_000)

  afterAll(async () => {
    await Promise.all(hosts.map((host) => host[Symbol.asyncDispose]()))
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }, 60_000)

  it('refuse with a time to come again, go on with pages they know, and recover by themselves', async () => {
    const names = ['Alice', 'Bob'] as const
    const cookies = await Promise.all(names.map((name) => hosts[0].signIn(name)))
    const pages = await Promise.all(hosts.map((host, one) => host.get(unitPath, cookies[one] ?? '')))
    const [input = ''] = /input_\w+_2_1/.exec(pages[0]?.text ?? '') ?? []
    const submit = (one: number) =>
      hosts[one % 2 === 0 ? 0 : 1].handle(
        key('problem', 'p1'),
        'problem_check',
        { [input]: '1' },
        cookies[one % 2] ?? '',
      )
    const attemptsOf = async (one: 0 | 1) => {
      const path = `/blocks/${encodeURIComponent(key('problem', 'p1'))}/views/student_view_user_state`
      const { status, text } = await hosts[one].get(path, cookies[one] ?? '')
      expect([status, text]).toEqual([200, text])
      return (JSON.parse(text) as { attempts?: number }).attempts
    }
    await Promise.all([submit(0), submit(1)])
    // The list of courses with the unit, as each learner last has them.
    const read = () =>
      Promise.all(
        hosts.flatMap((host, one) => ['/', unitPath].map((path) => host.get(path, cookies[one] ?? ''))),
      )
    const [list] = await read()
    expect(list?.text).toContain('course-v1%3AO%2BC%2BR')

    // Each learner goes on submitting all the while.
    const answers: { readonly one: number; readonly answer: Answered }[] = []
    const ending = new AbortController()
    const learners = [0, 1].map(async (one) => {
      while (!ending.signal.aborted) {
        answers.push({ one, answer: await submit(one) })
        await wait(20)
      }
    })
    await wait(200)
    await server.stop()
    await vi.waitFor(() => expect(answers.at(-1)?.answer.status).toBe(503), 20_000)
    const away = await read()
    expect(away.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    for (const [one, { text }] of away.entries()) {
      expect(text).toContain(one % 2 === 0 ? 'course-v1%3AO%2BC%2BR' : input)
    }
    await server.start()
    const back = answers.length
    await vi.waitFor(
      () => {
        const later = answers.slice(back)
        for (const one of [0, 1]) expect(later.findLast((each) => each.one === one)?.answer.status).toBe(200)
      },
      { timeout: 10_000, interval: 50 },
    )
    ending.abort()
    await Promise.all(learners)

    const refused = answers.filter(({ answer }) => answer.status !== 200)
    expect(new Set(refused.map(({ answer }) => answer.status))).toEqual(new Set([503]))
    for (const { answer } of refused) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    // What was answered 200 is stored; of what was broken off in the middle nobody knows.
    for (const one of [0, 1] as const) {
      const taken = 1 + answers.filter((each) => each.one === one && each.answer.status === 200).length
      const attempts = await attemptsOf(one)
      expect(attempts).toBeGreaterThanOrEqual(taken)
      expect(attempts).toBeLessThanOrEqual(taken + 1)
    }
  }, 120_000)
})
