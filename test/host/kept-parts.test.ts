import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host, type HostOptions } from '../../host/index.js'
import type { OutlineNode } from '../../runtime/index.js'
import { openStore } from '../../store/index.js'

let folder: string
let store: string
let units: string[]

/** Hosts that are started one after the other on the same store. */
async function started<T>(ask: (host: Host) => Promise<T>, options: Partial<HostOptions> = {}): Promise<T> {
  await using host = await openHost({
    store,
    python: false,
    threads: 1,
    learner: (request) => {
      const id = request.header('x-learner') ?? 'nobody'
      return { id, isStaff: id.startsWith('staff') }
    },
    ...options,
  })
  return await ask(host)
}

async function page(host: Host, unit: string, learner: string): Promise<string> {
  const headers = { 'x-learner': learner }
  const answer = await host.fetch(new Request(`http://h/units/${encodeURIComponent(unit)}`, { headers }))
  expect(answer.status).toBe(200)
  return answer.text()
}

const pages = (learner: string) => async (host: Host) => {
  const all: string[] = []
  for (const unit of units) all.push(await page(host, unit, learner))
  return all
}

/** A host whose services may be anything keeps nothing, and takes nothing. */
const keepsNothing = { services: () => undefined }

const unitsIn = ({ key, isUnit, children }: OutlineNode): string[] =>
  isUnit ? [key] : children.flatMap(unitsIn)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kept-parts-'))
  store = join(folder, 'store')
  await started(async (host) => {
    const demo = (name: string) => fileURLToPath(new URL(`../../demo/${name}`, import.meta.url))
    await host.authoring.import(demo('library'))
    await host.authoring.import(demo('course'))
    const [published] = (await host.contexts()).filter(({ publication: { kind } }) => kind === 'course')
    if (!published) throw new Error('The demo has no course.')
    units = unitsIn(await published.outline())
  })
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

describe('parts of pages that a host kept', { timeout: 60_000 }, () => {
  it('make the same pages as showing every block anew, for learners and for staff', async () => {
    // Learners have each the same draws as they have the same id.
    const anew = await started(pages('new'), keepsNothing)
    await started(pages('first'))
    await started(pages('staff-first'))
    expect(await started(pages('new'))).toEqual(anew)
    const kept = await openStore(store)
    const names: string[] = []
    for await (const { name } of kept.blobs.list('composed:')) names.push(name)
    await kept.close()
    expect(names.filter((name) => name.includes('.page:')).length).toBeGreaterThan(units.length / 3)
    expect(await started(pages('staff-new'))).toEqual(await started(pages('staff-new'), keepsNothing))
  })

  it('leave out what a learner did, and are not shown to who did something', async () => {
    const forms = (text: string) =>
      [...text.matchAll(/action="([^"]*problem_check)"/g)].map(([, at]) => at ?? '')
    const answered = await started(async (host) => {
      for (const unit of units) {
        const shown = await page(host, unit, 'answering')
        const [action] = forms(shown)
        const input = /name="(input_\w+)"[^>]*value="([^"]+)"/.exec(shown)
        if (action === undefined || !input) continue
        const answer = await host.fetch(
          new Request(new URL(action, 'http://h'), {
            method: 'POST',
            headers: { 'x-learner': 'answering', 'content-type': 'application/json' },
            body: JSON.stringify({ [input[1] ?? '']: input[2] }),
          }),
        )
        expect(answer.status).toBe(200)
        return unit
      }
      throw new Error('No unit of the demo takes an answer.')
    })
    const own = await started((host) => page(host, answered, 'answering'), keepsNothing)
    const others = await started((host) => page(host, answered, 'watching'), keepsNothing)
    expect(own).not.toBe(others)
    expect(await started((host) => page(host, answered, 'answering'))).toBe(own)
    expect(await started((host) => page(host, answered, 'watching'))).toBe(others)
  })

  it('are of one site alone: under another path the same units have their own addresses', async () => {
    const [unit = ''] = units
    await started((host) => page(host, unit, 'first'))
    const below = await started(
      async (host) => {
        const url = `http://h/lms/units/${encodeURIComponent(unit)}`
        return (await host.fetch(new Request(url, { headers: { 'x-learner': 'new' } }))).text()
      },
      { base: '/lms' },
    )
    expect(below).not.toMatch(/(?:href|src|action|data-client|data-handlers)="\/(?!lms\/)/)
  })
})
