import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import type { ImportReport } from '../../host/index.js'

const inCourse = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const span = inCourse('span', 's')
const scale = inCourse('scale', 'e')

let folder: string
let host: Host
let imported: ImportReport

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'own-editors-'))
  host = await openHost({
    store: join(folder, 'store'),
    plugins: [fileURLToPath(new URL('editor-plugin/editor-plugin.ts', import.meta.url))],
    learner: (request) => ({ id: request.header('x-learner') ?? 'bob', timeZone: 'America/Bogota' }),
    author: (request) => request.header('x-learner') === 'ann',
    python: false,
    threads: 1,
  })
  for (const { message } of host.pluginDiagnostics) throw new Error(message)
  mkdirSync(join(folder, 'course'))
  writeFileSync(
    join(folder, 'course', 'course.xml'),
    `<course org="O" course="C" url_name="R" display_name="Course"><chapter url_name="ch"><sequential url_name="q">
      <vertical url_name="v" display_name="Unit">
        <span url_name="s" opens="2026-03-01T12:00:00Z"/>
        <scale url_name="e"/>
        <scale url_name="odd" low="20"/>
      </vertical></sequential></chapter></course>`,
  )
  imported = await host.authoring.import(join(folder, 'course'))
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const send = (path: string, who: string, body?: string, more: Record<string, string> = {}, method = 'POST') =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      method: body === undefined ? 'GET' : method,
      headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin', 'x-learner': who, ...more },
      ...(body !== undefined && { body }),
    }),
  )
const address = (key: string) => `/author/blocks/${encodeURIComponent(key)}`
const page = async (key: string) => (await send(address(key), 'ann')).text()
const save = async (key: string, fields: readonly (readonly [string, string])[]) => {
  const answer = await send(
    address(key),
    'ann',
    new URLSearchParams(fields.map((one): [string, string] => [...one])).toString(),
  )
  return { status: answer.status, text: await answer.text() }
}
const json = { accept: 'application/json', 'content-type': 'application/json' }
const api = async (key: string, body: object) => {
  const path = `/api/v1/blocks/${encodeURIComponent(key)}`
  const now = await send(path, 'ann', undefined, json)
  const more = { ...json, 'if-match': now.headers.get('etag') ?? '' }
  const answer = await send(path, 'ann', JSON.stringify(body), more, 'PATCH')
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const fieldsOf = async (key: string) => {
  const answer = await send(`/api/v1/blocks/${encodeURIComponent(key)}`, 'ann', undefined, json)
  return ((await answer.json()) as { fields: Record<string, unknown> }).fields
}

describe('a form made of fields', () => {
  it('has a control for each kind of field, in groups, with what is seldom needed folded', async () => {
    const text = (await page(span)).replace(/\s+/g, ' ')
    expect(
      [...text.matchAll(/<(legend|summary)>([A-Z][^<]*)/g)].map(([, tag, words]) => `${tag} ${words}`),
    ).toEqual(['legend Basic', 'legend Shown steps', 'summary Advanced'])
    expect(text).toMatch(/type="number" step="1" min="0" max="100" id="[^"]*-low"[^>]* value="1"/)
    expect(text).toMatch(/pattern="\[A-Z\]\\d" id="[^"]*-code"/)
    expect(text).toMatch(/<details class="editor-group"><summary>/)
    expect(text).toMatch(/<option value="a1">Aula<\/option> *<option value="after 2 steps">/)
    expect(text).toMatch(/type="checkbox" id="[^"]*-shown-1" name="item.shown" value="run">/)
    // A line for each item, and what clocks in Bogota show.
    expect(text).toMatch(/<textarea id="[^"]*-steps"[^>]*> ?walk run<\/textarea>/)
    expect(text).toMatch(/America\/Bogota<\/span>.*type="datetime-local"[^>]* value="2026-03-01T07:00"/)
  })

  it('stores what is written in it, and nothing of what was left as it was', async () => {
    const shown = [
      ['zone', 'America/Bogota'],
      ['as.opens', 'local'],
      ['as.steps', 'lines'],
      ['as.shown', 'items'],
      ['field.opens', '2026-03-01T07:00'],
      ['field.steps', 'walk\r\nrun'],
      ['field.low', '1'],
    ] as const
    await save(span, shown)
    expect(await fieldsOf(span)).toEqual({ opens: '2026-03-01T12:00:00Z' })
    await save(span, [
      ...shown.slice(0, 4),
      ['field.opens', '2026-07-01T20:30'],
      ['field.steps', 'crawl\n\n walk \nrun'],
      ['item.shown', 'run'],
      ['item.shown', 'crawl'],
      ['field.room', 'after 3 steps'],
    ])
    expect(await fieldsOf(span)).toEqual({
      opens: '2026-07-02T01:30:00Z',
      steps: ['crawl', 'walk', 'run'],
      shown: ['run', 'crawl'],
      room: 'after 3 steps',
    })
  })

  it.each([
    [
      'what the fields may not be together',
      [['field.low', '50']],
      'low',
      'The lowest (50) is above the highest (9).',
    ],
    [
      'what the type’s code does not offer',
      [['field.room', 'cellar']],
      'room',
      'one of those that are listed: a1',
    ],
    [
      'an item that another field does not list',
      [
        ['as.shown', 'items'],
        ['item.shown', 'fly'],
      ],
      'shown',
      'received fly',
    ],
    ['a number outside its range', [['field.high', '101']], 'high', 'a number from 0 to 100'],
  ] as const)('refuses %s, beside its field, with all that was typed', async (_case, fields, name, words) => {
    const before = await fieldsOf(span)
    const { status, text } = await save(span, [...fields, ['field.text', 'Typed <b>at length</b>']])
    expect(status).toBe(400)
    expect(new RegExp(`id="[^"]*-${name}-error">([^<]*)<`).exec(text)?.[1]).toContain(words)
    expect(text).toContain('Typed &lt;b&gt;at length&lt;/b&gt;')
    expect(await fieldsOf(span)).toEqual(before)
  })
})

describe('what fields may not be together', () => {
  it('is refused of programs, of raw OLX and of steps as of pages', async () => {
    const words = 'The lowest (10) is above the highest (9).'
    const refused = await api(scale, { set: { low: 10 } })
    expect(refused).toMatchObject({ status: 400, body: { errors: { low: words } } })
    expect((await api(scale, { set: { low: 10, high: 11 } })).status).toBe(200)
    expect((await api(scale, { reset: ['high'] })).body).toMatchObject({ errors: { low: words } })
    const context = 'course-v1:O+C+R'
    const add = { do: 'add', parent: inCourse('vertical', 'v'), olx: '<scale low="3" high="2"/>' } as const
    await expect(host.drafts.operate(context, [add])).rejects.toMatchObject({
      code: 'block-refused',
      message: expect.stringContaining('The lowest (3) is above the highest (2).') as string,
    })
    const edit = { usage: scale, content: {}, settings: { high: 0 }, reset: [] }
    await expect(host.drafts.operate(context, [{ do: 'edit', edit }])).rejects.toMatchObject({
      code: 'field-value',
    })
  })

  it('is a finding of an import with its place, and can be put right step by step', async () => {
    expect(imported.findings).toEqual([
      expect.objectContaining({
        level: 'warning',
        code: 'field-value',
        message: 'low: The lowest (20) is above the highest (9).',
        line: 5,
      }),
    ])
    const odd = inCourse('scale', 'odd')
    expect(await page(odd)).toContain('A preview from 20 to 9')
    expect((await api(odd, { set: { display_name: 'Named' } })).status).toBe(200)
    expect((await api(odd, { set: { low: 19 } })).status).toBe(400)
    expect((await api(odd, { set: { low: 3 } })).status).toBe(200)
  })
})

describe('an editor of a block’s own', () => {
  const call = (name: string, who: string, body: object, more: Record<string, string> = {}) =>
    send(`${address(scale)}/handlers/${name}`, who, JSON.stringify(body), { ...json, ...more })

  it('stands on the author’s page with its preview, and calls handlers for authors', async () => {
    const text = await page(scale)
    expect(text).toMatch(/aria-label="Preview">[\s\S]*A preview from/)
    expect(text).toMatch(/aria-label="Editor">[\s\S]*scale-editor/)
    expect(await (await call('suggest', 'ann', {})).json()).toMatchObject({
      high: expect.any(Number) as number,
    })
  })

  it('is told of what others saved meanwhile, with the same words as the form, and nothing is overwritten', async () => {
    const [, base = ''] = /data-base="([^"]+)"/.exec(await page(scale)) ?? []
    await api(scale, { set: { low: 4 } })
    const clash = await call('save_fields', 'ann', { set: { low: 5 } }, { 'if-match': `"${base}"` })
    expect(clash.status).toBe(409)
    expect(await clash.json()).toMatchObject({ code: 'draft-changed', theirs: { low: 4 } })
    expect(await fieldsOf(scale)).toMatchObject({ low: 4 })
  })

  it.each([
    ['the view over HTTP', `/blocks/${encodeURIComponent(scale)}/views/studio_view`, undefined, 404],
    ['the preview over HTTP', `/blocks/${encodeURIComponent(scale)}/views/author_view`, undefined, 404],
    ['a handler for authors', `/blocks/${encodeURIComponent(scale)}/handlers/suggest`, '{}', 403],
    ['the saving of fields', `/blocks/${encodeURIComponent(scale)}/handlers/save_fields`, '{}', 404],
    ['the author’s page', address(scale), undefined, 403],
    ['a handler of the author’s page', `${address(scale)}/handlers/suggest`, '{}', 403],
    ['the API', `/api/v1/blocks/${encodeURIComponent(scale)}`, undefined, 403],
  ])('never reaches learners: %s', async (_case, path, body, status) => {
    const answer = await send(path, 'bob', body, json)
    expect(answer.status).toBe(status)
    expect(await answer.text()).not.toMatch(/scale-editor|preview from/)
  })

  it('is no part of what learners are shown', async () => {
    const unit = `/units/${encodeURIComponent(inCourse('vertical', 'v'))}`
    for (const path of [unit, `${unit}/embedded`])
      expect(await (await send(path, 'bob')).text()).not.toMatch(/scale-editor|preview from/)
  })
})
