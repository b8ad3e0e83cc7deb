import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import type { counting as Counting } from './counting-plugin.js'

const key = 'block-v1:O+C+R+type@counting+block@c'
const unit = 'block-v1:O+C+R+type@vertical+block@v'
const learners = ['ada', 'bob', 'cleo', 'dan']
const folder = mkdtempSync(join(tmpdir(), 'block-jobs-'))
const hosts: Host[] = []
let store = 0

async function opened(): Promise<Host> {
  const host = await openHost({
    store: join(folder, `store-${store}`),
    python: false,
    threads: 1,
    plugins: [new URL('./counting-plugin.ts', import.meta.url).href],
    learner: (request) => ({
      id: request.header('x-learner') ?? '',
      isStaff: request.header('x-learner') === 'staff',
    }),
    blockDeadline: 30_000,
  })
  hosts.push(host)
  return host
}

const ask = async (host: Host, path: string, body?: object, who = 'staff') => {
  const headers = { 'x-learner': who, 'content-type': 'application/json' }
  const init = { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) }
  return (await host.fetch(new Request(`http://host${path}`, init))).json() as Promise<
    Record<string, unknown>
  >
}
const call = (host: Host, handler: string, body: object, who?: string) =>
  ask(host, `/blocks/${encodeURIComponent(key)}/handlers/${handler}`, body, who)

/** What the job stops at, until it is let go on. */
function stopAfter(count: number): { readonly reached: Promise<void>; goOn(): void } {
  let [reach, go] = [(): void => undefined, (): void => undefined]
  const reached = new Promise<void>((resolve) => (reach = resolve))
  const held = new Promise<void>((resolve) => (go = resolve))
  shared().after = async (done) => {
    if (done !== count) return
    reach()
    await held
  }
  return { reached, goOn: () => go() }
}
const shared = () => Reflect.get(globalThis, 'counting') as typeof Counting

beforeEach(async () => {
  store++
  mkdirSync(join(folder, 'course'), { recursive: true })
  writeFileSync(
    join(folder, 'course/course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s"><vertical url_name="v"><counting url_name="c"/></vertical></sequential></chapter></course>`,
  )
})
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()))
  rmSync(folder, { recursive: true, force: true })
})

async function begun() {
  const host = await opened()
  await host.authoring.import(join(folder, 'course'))
  for (const who of learners) await call(host, 'say', { word: 'here' }, who)
  shared().graded.splice(0)
  return host
}
const gradedAt = async (host: Host) => {
  const of = { usageKey: key, by: host.learner('staff', 'Staff', true) }
  const { learners } = await host.courseware.staff.learnersAt(parseUsageKey(unit), of)
  return learners.flatMap(({ learner, grade }) => (grade ? [learner] : []))
}

describe('long work of a block', () => {
  it('ends where staff cancel it, and what it graded before stays', async () => {
    const host = await begun()
    const stop = stopAfter(2)
    const id = (await call(host, 'begin', {})) as unknown as string
    await stop.reached
    // The same is under way once.
    expect(await call(host, 'begin', {})).toBe(id)
    await ask(host, `/api/v1/jobs/${id}/cancel`, {})
    stop.goOn()
    const job = await host.jobs.ended(id)
    expect(job).toMatchObject({ state: 'cancelled' })
    const graded = await gradedAt(host)
    expect(graded.slice(0, 2)).toEqual(['ada', 'bob'])
    expect(graded).not.toContain('dan')
  })

  it('is gone on with by another process from where it was, with nobody left out', async () => {
    const first = await begun()
    const stop = stopAfter(2)
    const id = (await call(first, 'begin', {})) as unknown as string
    await stop.reached
    const closed = first.close()
    stop.goOn()
    await closed
    const second = await opened()
    const job = await second.jobs.ended(id)
    expect(job).toMatchObject({ state: 'done', result: { graded: 4 }, progress: { done: 4, total: 4 } })
    expect(await gradedAt(second)).toEqual(learners)
    // Of what was stored nothing is done again but for the step that was under way.
    expect(shared().graded.length).toBeLessThanOrEqual(5)
  })
})
