import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'

const units = 1500
const threads = 2
const course = 'course-v1:Test+Large+1'
const outlinePath = `/contexts/${encodeURIComponent(course)}`
const progressPath = `/progress/${encodeURIComponent(course)}`
const unitPath = (place: number) =>
  `/units/${encodeURIComponent(`block-v1:Test+Large+1+type@vertical+block@unit${place}`)}`

/** A unit with a problem worth `place % 3 + 1` points. */
const unitOf = (place: number) => `<vertical url_name="unit${place}" display_name="Unit ${place}">
  <problem url_name="problem${place}" weight="${(place % 3) + 1}"><numericalresponse answer="${place}">
    <label>Which unit?</label><formulaequationinput/></numericalresponse></problem></vertical>`
const sections = Array.from(
  { length: units / 50 },
  (_, chapter) => `<chapter url_name="chapter${chapter}"><sequential url_name="section${chapter}">
    ${Array.from({ length: 50 }, (__, place) => unitOf(chapter * 50 + place)).join('\n')}
  </sequential></chapter>`,
)
const possible = Array.from({ length: units }, (_, place) => (place % 3) + 1).reduce((sum, one) => sum + one)

let folder: string
let host: Host
const open = () =>
  openHost({
    store: join(folder, 'store'),
    learner: (request) => ({ id: request.header('x-learner') ?? 'ada' }),
    threads,
    python: false,
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'large-course-'))
  const olx = join(folder, 'course')
  mkdirSync(olx)
  const head = `org="Test" course="Large" url_name="1" display_name="Large"`
  writeFileSync(join(olx, 'course.xml'), `<course ${head}>${sections.join('\n')}</course>`)
  host = await open()
  await host.authoring.import(olx)
}, 120_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string, learner: string) =>
  host.fetch(new Request(`http://localhost${path}`, { headers: { 'x-learner': learner } }))
const stats = () => host.courseware.compositor.stats()

interface Progress {
  readonly score: { readonly earned: number; readonly possible: number }
  readonly uncounted?: readonly string[]
}

/** Asks until everything is counted; each answer on the way must say what it goes without. */
async function wholeProgress(learner: string): Promise<Progress> {
  for (let asked = 0; asked < 30; asked++) {
    const progress = (await (await get(progressPath, learner)).json()) as Progress
    const missing = (progress.uncounted ?? []).map((key) => Number(/unit(\d+)$/.exec(key)?.[1]))
    const without = missing.reduce((sum, place) => sum + (place % 3) + 1, 0)
    expect(progress.score.possible + without).toBe(possible)
    if (missing.length === 0) return progress
  }
  throw new Error('The course was never counted.')
}

describe('the outline of a large course', () => {
  it('is counted a few units at a time, while units go on being shown, however many ask for it', async () => {
    let most = 0
    let isDone = false
    const watch = () => {
      most = Math.max(most, stats().counting)
      if (!isDone) setImmediate(watch)
    }
    watch()
    const outlines = Array.from({ length: 10 }, (_, one) => get(outlinePath, `reader${one}`))
    const shown = await Promise.all(Array.from({ length: 60 }, (_, one) => get(unitPath(one * 20), 'bob')))
    expect(shown.map(({ status }) => status)).toEqual(shown.map(() => 200))
    expect(stats().counted).toBeLessThan(units - shown.length)
    for (const outline of await Promise.all(outlines)) {
      expect(outline.status).toBe(200)
      expect((await outline.text()).match(/class="unit"/g)).toHaveLength(units)
    }
    await wholeProgress('reader1')
    isDone = true
    expect(most).toBeLessThanOrEqual(threads)
    expect(stats().counted).toBeLessThanOrEqual(units)
    const page = await (await get(outlinePath, 'reader1')).text()
    expect(page).toContain(`0 of ${possible}</strong> points.`)
  }, 120_000)

  it('is not counted again after a restart, and knows what was earned since', async () => {
    const before = await wholeProgress('bob')
    const key = 'block-v1:Test+Large+1+type@problem+block@problem7'
    const [, name = ''] = /name="(input_[^"]+)"/.exec(await (await get(unitPath(7), 'bob')).text()) ?? []
    const answered = await host.fetch(
      new Request(`http://localhost/blocks/${encodeURIComponent(key)}/handlers/problem_check`, {
        method: 'POST',
        headers: { 'x-learner': 'bob', 'content-type': 'application/json' },
        body: JSON.stringify({ [name]: '7' }),
      }),
    )
    expect(answered.status).toBe(200)
    await host.close()
    host = await open()
    const after = await wholeProgress('bob')
    expect(before.score).toEqual({ earned: 0, possible })
    expect(after.score).toEqual({ earned: 2, possible })
    expect(stats().counted).toBe(0)
  }, 120_000)
})
