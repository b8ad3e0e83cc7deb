import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { openStore } from '../../store/index.js'

const demo = fileURLToPath(new URL('../../demo/', import.meta.url))
const course = 'course-v1:UnitCompositor+SKY101+2026'
const block = (type: string, id: string) => `block-v1:UnitCompositor+SKY101+2026+type@${type}+block@${id}`
const unitPath = (id: string) => `/units/${encodeURIComponent(block('vertical', id))}`

let folder: string
let host: Host
const open = () =>
  openHost({
    store: folder,
    learner: (request) => ({ id: request.header('x-learner') ?? 'ada' }),
    threads: 1,
  })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'host-'))
  host = await open()
  await host.authoring.import(join(demo, 'library'))
  const { findings } = await host.authoring.import(join(demo, 'course'))
  expect(findings).toEqual([])
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string, learner = 'ada', headers: Record<string, string> = {}) =>
  host.fetch(new Request(`http://localhost${path}`, { headers: { 'x-learner': learner, ...headers } }))
const post = (path: string, body: unknown, learner = 'ada', headers: Record<string, string> = {}) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'x-learner': learner, 'content-type': 'application/json', ...headers },
    }),
  )

/** Usage keys of the problems on a page, in order. */
const problemsOn = (page: string) =>
  [...page.matchAll(/data-block-type="problem" data-usage-key="([^"]+)"/g)].map(([, key]) => key)

describe('a host', () => {
  it('lists the courses that are published', async () => {
    const page = await (await get('/')).text()
    expect(page).toContain('Reading the Night Sky')
    expect(page).not.toContain('Sky Problems')
  })

  it('shows a course outline with every unit', async () => {
    const page = await (await get(`/contexts/${encodeURIComponent(course)}`)).text()
    expect(page.match(/class="unit"/g)).toHaveLength(16)
  })

  it('shows referenced library problems as separate blocks under contextual keys, between html and video', async () => {
    const page = await (await get(unitPath('moon-review-unit'))).text()
    const types = [...page.matchAll(/data-block-type="([^"]+)"/g)].map(([, type]) => type)
    expect(types.filter((type) => type !== 'vertical')).toEqual([
      'html',
      'problem',
      'problem',
      'problem',
      'problem',
      'video',
    ])
    for (const key of problemsOn(page))
      expect(key).toMatch(/^cb::block-v1:.*::lb:UnitCompositor:SkyProblems:problem:/)
  })

  it('shows each learner a few of a bank, the same each time and over a restart', async () => {
    const drawn = async (learner: string) =>
      problemsOn(await (await get(unitPath('planet-practice-unit'), learner)).text())
    const before = new Map<string, unknown>()
    for (const learner of ['ada', 'bob', 'chandra', 'dora', 'emil']) {
      const keys = await drawn(learner)
      expect(keys).toHaveLength(3)
      expect(await drawn(learner)).toEqual(keys)
      before.set(learner, keys)
    }
    expect(new Set([...before.values()].map(String)).size).toBeGreaterThan(1)
    await host.close()
    host = await open()
    for (const [learner, keys] of before) expect(await drawn(learner)).toEqual(keys)
  })

  it('logs the assignment of a bank once, with counts and origins', async () => {
    await get(unitPath('light-practice-unit'), 'grace')
    await get(unitPath('light-practice-unit'), 'grace')
    await host.close()
    const anonymous = (await open().then((again) => (host = again))).learner('grace').anonymousId
    const events = readFileSync(join(folder, 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as {
            name: string
            context: { user_id: string }
            event: { max_count: number; added: unknown[] }
          },
      )
      .filter(({ context }) => context.user_id === anonymous)
    expect(events.map(({ name }) => name)).toEqual(['edx.itembankblock.content.assigned', 'state'])
    expect(events[0]?.event).toMatchObject({ max_count: 2, previous_count: 0 })
    expect(events[0]?.event.added).toHaveLength(2)
  })

  it('takes an answer, counts the attempt, shows the score, and keeps it apart from other learners', async () => {
    const page = await (await get(unitPath('hand-unit'), 'ada')).text()
    const [problem = ''] = problemsOn(page)
    const [, name = ''] = /name="(input_[^"]+)"/.exec(page) ?? []
    const answer = await post(`/blocks/${encodeURIComponent(problem)}/handlers/problem_check`, {
      [name]: '1',
    })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ attempts_used: 1 })
    const unit = (learner: string) => get(unitPath('hand-unit'), learner).then((response) => response.text())
    expect(await unit('ada')).not.toBe(await unit('bob'))
    const progress = (await (await get(`/progress/${encodeURIComponent(course)}`, 'ada')).json()) as {
      score: { possible: number }
    }
    expect(progress.score.possible).toBeGreaterThan(0)
  })

  it('does not let a learner call a block that was not drawn for them', async () => {
    const seen = new Set(problemsOn(await (await get(unitPath('planet-practice-unit'), 'ada')).text()))
    const others = ['bob', 'chandra', 'dora', 'emil', 'finn', 'gina'].map((learner) =>
      get(unitPath('planet-practice-unit'), learner),
    )
    const pages = await Promise.all((await Promise.all(others)).map((response) => response.text()))
    const unseen = pages.flatMap(problemsOn).find((key) => !seen.has(key))
    expect(unseen).toBeDefined()
    const response = await post(`/blocks/${encodeURIComponent(unseen ?? '')}/handlers/problem_check`, {})
    expect(response.status).toBe(404)
  })

  it('refuses what a page of another site sends', async () => {
    const path = `/blocks/${encodeURIComponent(block('problem', 'x'))}/handlers/problem_check`
    expect((await post(path, {}, 'ada', { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post(path, {}, 'ada', { origin: 'https://elsewhere.example' })).status).toBe(403)
  })

  it('answers 304 when the page a browser has is still right', async () => {
    const first = await get(unitPath('hand-unit'), 'hedy')
    const etag = first.headers.get('etag') ?? ''
    const again = await get(unitPath('hand-unit'), 'hedy', { 'if-none-match': etag })
    expect(again.status).toBe(304)
    // A browser takes what an answer without a body says for what holds from then on.
    expect([...again.headers]).toEqual(
      expect.arrayContaining([
        ['cache-control', 'private, no-cache'],
        ['etag', etag],
        ['vary', 'accept-encoding'],
      ]),
    )
  })

  it('serves pictures and films of a course, films in parts, and transcripts as captions', async () => {
    const asset = (name: string, headers = {}) =>
      get(`/assets/${encodeURIComponent(course)}/${name}`, 'ada', headers)
    const picture = await asset('hand-ruler.svg')
    expect(picture.headers.get('content-type')).toBe('image/svg+xml')
    expect(picture.headers.get('content-security-policy')).toContain('sandbox')
    const part = await asset('turning-sky.webm', { range: 'bytes=10-19' })
    expect(part.status).toBe(206)
    expect((await part.arrayBuffer()).byteLength).toBe(10)
    expect(await (await asset('turning-sky-en.srt?format=vtt')).text()).toMatch(/^WEBVTT/)
    expect((await asset('../secret')).status).toBe(404)
    expect((await asset('__proto__')).status).toBe(404)
  })

  it('leads links between units to the unit', async () => {
    const response = await get(`/jump/${encodeURIComponent(course)}/turning-sky-unit`)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(unitPath('turning-sky-unit'))
  })

  it('goes on serving when the authors’ store is gone', async () => {
    await host.close()
    const away = mkdtempSync(join(tmpdir(), 'no-authoring-'))
    const { cpSync } = await import('node:fs')
    cpSync(folder, away, { recursive: true })
    await using kept = await openStore(away)
    const heads = await kept.heads.names('context:')
    expect(heads.length).toBeGreaterThan(0)
    const texts = await kept.heads.texts(heads)
    await kept.heads.change(heads.map((name, at) => ({ name, before: texts[at], after: undefined })))
    const learnersOnly = await openHost({ store: away, learner: () => ({ id: 'ada' }), threads: 1 })
    const response = await learnersOnly.fetch(new Request(`http://localhost${unitPath('hand-unit')}`))
    expect(response.status).toBe(200)
    await learnersOnly.close()
    rmSync(away, { recursive: true })
    host = await open()
  })
})
