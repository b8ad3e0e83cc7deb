import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'

const context = 'course-v1:O+C+R'
const usage = (type: string, id: string) => `block-v1:O+C+R+type@${type}+block@${id}`
const note = usage('note', 'n')
const unit = usage('vertical', 'v')

let folder: string
let host: Host

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drafts-'))
  host = await openHost({
    store: join(folder, 'store'),
    plugins: [fileURLToPath(new URL('drafts-plugin.ts', import.meta.url))],
    learner: (request) => {
      const id = request.header('x-learner')
      return id === undefined ? undefined : { id, name: `Dr ${id}` }
    },
    author: (request) => request.header('x-learner') === 'ann',
    python: false,
    threads: 1,
  })
  for (const { message } of host.pluginDiagnostics) throw new Error(message)
  mkdirSync(join(folder, 'course'), { recursive: true })
  writeFileSync(
    join(folder, 'course', 'course.xml'),
    `<course org="O" course="C" url_name="R" display_name="Course"><chapter url_name="ch" max_attempts="4">
      <sequential url_name="s"><vertical url_name="v" display_name="Unit">
        <note url_name="n" display_name="First" size="7" motto="Go"/>
        <note url_name="m"/>
        <dial url_name="d" angle="90"/>
      </vertical></sequential></chapter></course>`,
  )
  await host.authoring.import(join(folder, 'course'))
}, 60_000)

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const send = (path: string, who: string | undefined, body?: URLSearchParams | string, site = 'same-origin') =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'text/html',
        'sec-fetch-site': site,
        ...(who !== undefined && { 'x-learner': who }),
      },
      ...(body !== undefined && { body: body.toString() }),
    }),
  )
const page = async (key: string) => (await send(`/author/blocks/${encodeURIComponent(key)}`, 'ann')).text()
const save = (key: string, fields: Record<string, string>) =>
  send(`/author/blocks/${encodeURIComponent(key)}`, 'ann', new URLSearchParams(fields))
const publish = () => send(`/author/contexts/${encodeURIComponent(context)}/publish`, 'ann', '')
const learners = async () => (await send(`/units/${encodeURIComponent(unit)}`, 'bob')).text()
const base = async (key: string) => /name="base" value="([^"]+)"/.exec(await page(key))?.[1] ?? ''

describe('an author', () => {
  it('goes from the course over chapters and units to each block', async () => {
    const outline = await (await send(`/author/contexts/${encodeURIComponent(context)}`, 'ann')).text()
    expect(outline).toContain(`/author/blocks/${encodeURIComponent(unit)}"`)
    expect(outline).toContain('Learners see this version.')
    for (const [type, id, title] of [
      ['course', 'course', 'Course'],
      ['chapter', 'ch', 'chapter'],
      ['note', 'n', 'First'],
    ] as const) {
      expect(await page(usage(type, id))).toContain(title)
    }
    expect(await page(unit)).toContain(`/author/blocks/${encodeURIComponent(note)}"`)
  })

  it('changes a block in the draft, and learners see it once it is published', async () => {
    const saved = await save(note, { 'field.text': 'Read me', 'field.size': '9' })
    expect([saved.status, saved.headers.get('location')]).toEqual([
      303,
      `/author/blocks/${encodeURIComponent(note)}?news=saved`,
    ])
    expect(await page(note)).toContain('Read me')
    expect(await page(note)).toContain('do not see your latest changes')
    expect(await learners()).toContain('Nothing yet, motto “Go”, size 7')
    expect((await publish()).status).toBe(303)
    expect(await learners()).toContain('Read me, motto “Go”, size 9')
    expect(await page(note)).toContain('Learners see this version.')
  })

  it('changes one usage, though another has the same content', async () => {
    await save(usage('note', 'm'), { 'field.text': 'Only here' })
    await publish()
    expect(await learners()).toMatch(/Nothing yet, motto “Go”[\s\S]*Only here, no motto/)
  })

  it('leaves an inherited value inherited, and says where it comes from', async () => {
    expect(await page(note)).toContain('Taken over from above')
    await save(note, { 'field.max_attempts': '4', 'field.size': '8' })
    await save(usage('chapter', 'ch'), {})
    await publish()
    expect(await learners()).toContain('size 8, at most 4')
    expect(await page(note)).toContain('Taken over from above')
  })

  it('resets a value to what holds without it', async () => {
    await save(note, { 'reset.size': 'on', 'field.size': '7' })
    await publish()
    expect(await learners()).toContain('size 3')
  })

  it('keeps apart a text that is empty and one that is not set', async () => {
    await save(note, { 'field.motto': '', 'null.motto': 'off' })
    await publish()
    expect(await learners()).toContain('motto “”')
    const body = new URLSearchParams({ 'field.motto': '' })
    body.append('null.motto', 'off')
    body.append('null.motto', 'on')
    await send(`/author/blocks/${encodeURIComponent(note)}`, 'ann', body)
    await publish()
    expect(await learners()).toContain('no motto')
    await save(note, { 'field.motto': 'Come back', 'null.motto': 'on' })
    await publish()
    expect(await learners()).toContain('motto “Come back”')
  })

  it('is told beside the field what does not fit, and nothing is saved', async () => {
    const refused = await save(note, { 'field.text': 'Lost', 'field.size': 'big', 'reset.motto': 'on' })
    expect(refused.status).toBe(400)
    const text = await refused.text()
    expect(text).toMatch(/aria-invalid="true"[^>]* value="big"/)
    expect(text).toContain('value="Lost"')
    expect(text).toMatch(/name="reset\.motto" checked/)
    expect(await page(note)).not.toContain('Lost')
  })

  it('does not overwrite what another author changed in the same field, only in others', async () => {
    const [mine, other] = [await base(note), await base(usage('note', 'm'))]
    await save(note, { 'field.text': 'Early' })
    const late = await save(note, { base: mine, 'field.text': 'Late' })
    expect(late.status).toBe(409)
    expect(await page(note)).toContain('Early')
    expect((await save(usage('note', 'm'), { base: other, 'field.text': 'In time' })).status).toBe(303)
  })

  it('renames the course with its root block', async () => {
    await save(usage('course', 'course'), { 'field.display_name': 'New name' })
    await publish()
    expect(await (await send('/', 'bob')).text()).toContain('New name')
  })

  it('finds what is edited by way of the pages that learners see', async () => {
    const own = async (who: string) => (await send(`/units/${encodeURIComponent(unit)}`, who)).text()
    expect(await own('ann')).toContain(`href="/author/blocks/${encodeURIComponent(unit)}"`)
    expect(await own('bob')).not.toContain('/author/')
  })
})

describe('a block with an editor of its own', () => {
  const dial = usage('dial', 'd')
  const call = (name: string, body: unknown, who = 'ann') =>
    send(`/author/blocks/${encodeURIComponent(dial)}/handlers/${name}`, who, JSON.stringify(body))

  it('shows it in place of the form, called below the author’s pages', async () => {
    const text = await page(dial)
    expect(text).toContain('Turn it, Dr ann: 90')
    expect(text).not.toContain('editor-form')
    expect(text).toContain(`action="/author/blocks/${encodeURIComponent(dial)}/handlers/turn"`)
    const got = await send(`/author/blocks/${encodeURIComponent(dial)}/handlers/turn`, 'ann')
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await (await call('turn', {})).json()).toEqual({ turned: 1 })
    expect(await (await call('turn', {})).json()).toEqual({ turned: 1 })
  })

  it('saves fields by a handler that every block has', async () => {
    expect(await (await call('save_fields', { set: { angle: 45 } })).json()).toEqual({ errors: {} })
    const refused = await call('save_fields', { set: { angle: 'far' } })
    const { error, errors } = (await refused.json()) as { error: string; errors: object }
    expect([refused.status, Object.keys(errors)]).toEqual([400, ['angle']])
    expect(error).toMatch(/^angle: ./)
    await publish()
    expect(await learners()).toContain('45 degrees')
    await call('save_fields', { reset: ['angle'] })
    await publish()
    expect(await learners()).toContain('0 degrees')
    expect((await call('save_fields', { set: 1 })).status).toBe(400)
  })
})

describe('everybody else', () => {
  const paths = [
    `/author/contexts/${encodeURIComponent(context)}`,
    `/author/blocks/${encodeURIComponent(note)}`,
  ]

  it.each([
    ['a learner', 'bob', 403],
    ['nobody', undefined, 401],
  ])('that is %s sees no draft and changes none', async (_case, who, status) => {
    for (const path of paths) expect((await send(path, who)).status).toBe(status)
    const body = new URLSearchParams({ 'field.text': 'x' })
    expect((await send(`/author/blocks/${encodeURIComponent(note)}`, who, body)).status).toBe(status)
    expect((await send(`${paths[0]}/publish`, who, '')).status).toBe(status)
    expect((await send(`${paths[1]}/handlers/save_fields`, who, '{}')).status).toBe(status)
  })

  it('cannot act through a page of another site', async () => {
    expect((await send(`${paths[0]}/publish`, 'ann', '', 'cross-site')).status).toBe(403)
    expect((await send(paths[1] ?? '', 'ann', 'field.text=x', 'cross-site')).status).toBe(403)
  })
})
