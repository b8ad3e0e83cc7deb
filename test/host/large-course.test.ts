import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
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
  (
    _,
    chapter,
  ) => `<chapter url_name="chapter${chapter}" display_name="Chapter ${chapter}"><sequential url_name="section${chapter}">
    ${Array.from({ length: 50 }, (__, place) => unitOf(chapter * 50 + place)).join('\n')}
  </sequential></chapter>`,
)
const possible = Array.from({ length: units }, (_, place) => (place % 3) + 1).reduce((sum, one) => sum + one)

let folder: string
let host: Host
const open = () =>
  openHost({
    store: join(folder, 'store'),
    learner: (request) => {
      const id = request.header('x-learner') ?? 'ada'
      return { id, isStaff: id === 'staff' }
    },
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
  readonly blocks: readonly { readonly key: string }[]
  readonly next: string | null
  readonly uncounted?: readonly string[]
}

/** Units composed since the host was opened. */
const composed = () => stats().inline + stats().pooled

const progressOf = async (learner: string) => (await (await get(progressPath, learner)).json()) as Progress
const outlineAt = async (path: string) => (await get(path, 'reader')).text()

/** Where a section is opened or closed, and whether it is open. */
function foldOf(page: string, section: string): { readonly href: string; readonly isOpen: boolean } {
  const fold = new RegExp(
    `<a class="heading fold" id="[^"]+" href="([^"]+)" aria-expanded="(true|false)">${section}</a>`,
  )
  const [, href = '', isOpen] = fold.exec(page) ?? []
  return { href: href.replaceAll('&amp;', '&').replace(/#.*/, ''), isOpen: isOpen === 'true' }
}

const unitsShown = (page: string) =>
  [...page.matchAll(/class="unit"[^]*?>(Unit \d+)</g)].map(([, title]) => title)
const titles = (from: number) => Array.from({ length: 50 }, (_, place) => `Unit ${from + place}`)

describe('the outline of a large course', () => {
  it('shows its first section, and opens and closes others by links', async () => {
    const first = await outlineAt(outlinePath)
    expect(unitsShown(first)).toEqual(titles(0))
    expect(first.match(/aria-expanded="false"/g)).toHaveLength(units / 50 - 1)
    expect(first).toContain('Your score in the open sections')
    expect(foldOf(first, 'Chapter 0').isOpen).toBe(true)
    const third = foldOf(first, 'Chapter 2')
    expect(third.isOpen).toBe(false)
    const both = await outlineAt(third.href)
    expect(unitsShown(both)).toEqual([...titles(0), ...titles(100)])
    const one = await outlineAt(foldOf(both, 'Chapter 0').href)
    expect(unitsShown(one)).toEqual(titles(100))
    const none = await outlineAt(foldOf(one, 'Chapter 2').href)
    expect(unitsShown(none)).toEqual([])
    expect(
      await outlineAt(`${outlinePath}?open=nowhere&open=block-v1:O+C+R+type@chapter+block@gone`),
    ).toContain('Chapter 29')
  }, 120_000)

  it('is counted without composing anything, as progress is', async () => {
    const before = composed()
    const outline = await outlineAt(outlinePath)
    const worth = Array.from({ length: 50 }, (_, place) => (place % 3) + 1).reduce((sum, one) => sum + one)
    expect(outline).toContain(`0 of ${worth}</strong> points.`)
    expect(await progressOf('reader')).toMatchObject({ score: { earned: 0, possible } })
    expect((await progressOf('reader')).uncounted).toBeUndefined()
    expect(composed()).toBe(before)
  }, 120_000)

  it('is told block by block, some in one answer, each with the whole score', async () => {
    const keys: string[] = []
    let path: string | null = progressPath
    while (path !== null) {
      const answer = (await (await get(path, 'reader')).json()) as Progress
      expect(answer.score).toEqual({ earned: 0, possible })
      expect(answer.blocks.length).toBeLessThanOrEqual(500)
      keys.push(...answer.blocks.map(({ key }) => key.slice(key.lastIndexOf('@problem') + 8)))
      path = answer.next
    }
    expect(keys).toEqual(Array.from({ length: units }, (_, place) => String(place)))
  }, 120_000)

  it('is listed to staff of one learner by its sections, the units of one where it is opened', async () => {
    const path = `/staff/contexts/${encodeURIComponent(course)}/learners/reader`
    const folded = await (await get(path, 'staff')).text()
    expect(/>Unit \d/.exec(folded)).toBeNull()
    const section = encodeURIComponent('block-v1:Test+Large+1+type@sequential+block@section3')
    expect(folded.includes(`?part=${section}#part`)).toBe(true)
    const opened = await (await get(`${path}?part=${section}`, 'staff')).text()
    expect([...opened.matchAll(/>(Unit \d+)<\/a>/g)].map(([, title]) => title)).toEqual(titles(150))
  }, 120_000)

  it('is read of a unit no further than its neighbours, across sections', async () => {
    const page = await (await get(unitPath(49), 'bob')).text()
    expect(page).toContain('&larr; Unit 48')
    expect(page).toContain('Unit 50 &rarr;')
    expect(page).toContain('50 of 50')
    const last = await (await get(unitPath(units - 1), 'bob')).text()
    expect(last).toContain(`&larr; Unit ${units - 2}`)
    expect(last).not.toContain('&rarr;')
    expect(await (await get(unitPath(0), 'bob')).text()).not.toContain('&larr;')
  }, 120_000)

  it('knows what was earned, also after a restart', async () => {
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
    const read = vi.spyOn(host.courseware.compositor, 'summaries')
    expect((await progressOf('bob')).score).toEqual({ earned: 2, possible })
    expect(composed()).toBe(0)
    // What counts was worked out before, and kept.
    expect(read.mock.calls.flatMap(([keys]) => keys)).toEqual([])
    read.mockRestore()
  }, 120_000)

  it('is counted anew where it is another one, and nowhere else', async () => {
    const olx = join(folder, 'course')
    const text = readFileSync(join(olx, 'course.xml'), 'utf8')
    writeFileSync(
      join(olx, 'course.xml'),
      text.replace('url_name="problem60" weight="1"', 'url_name="problem60" weight="11"'),
    )
    await host.authoring.import(olx, { publish: true })
    const read = vi.spyOn(host.courseware.compositor, 'summaries')
    expect((await progressOf('bob')).score).toEqual({ earned: 2, possible: possible + 10 })
    const section = Array.from(
      { length: 50 },
      (_, place) => `block-v1:Test+Large+1+type@vertical+block@unit${50 + place}`,
    )
    expect(read.mock.calls.flatMap(([keys]) => keys)).toEqual(section)
    read.mockRestore()
  }, 120_000)
})
