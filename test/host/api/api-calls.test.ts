import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { nodeServer } from '../../../host/index.js'
import { ApiSite, block, course, part } from './api-site.js'

const problem = block('problem', 'p')
let site: ApiSite

beforeAll(async () => {
  site = await ApiSite.open()
}, 60_000)
afterAll(() => site.close())

const code = async (answer: Response) => ((await answer.json()) as { code: string }).code
const edited = async (body: object) =>
  site.ask({ method: 'PATCH', path: `/blocks/${part(problem)}`, ifMatch: await site.draft(course), body })
const operated = async (operations: readonly object[]) =>
  site.ask({
    method: 'POST',
    path: `/contexts/${part(course)}/operations`,
    ifMatch: await site.draft(course),
    body: { operations },
  })

describe('a change through the API', () => {
  it('of a field is refused as its editor refuses it, alone and among other steps, and then nothing is changed', async () => {
    const before = await site.draft(course)
    const wrong: readonly (readonly [set: object, field: string])[] = [
      [{ max_attempts: 'many' }, 'max_attempts'],
      [{ nothing_of_the_kind: 1 }, 'nothing_of_the_kind'],
      [{ data: '<problem><numericalresponse></problem>' }, 'data'],
    ]
    for (const [set, field] of wrong) {
      const alone = await edited({ set })
      expect([field, alone.status]).toEqual([field, 400])
      expect(Object.keys(((await alone.json()) as { errors: object }).errors)).toContain(field)
      const among = await operated([
        { do: 'duplicate', usage: block('html', 'h') },
        { do: 'edit', edit: { usage: problem, settings: set } },
      ])
      expect([field, await code(among)]).toEqual([field, 'field-value'])
    }
    expect(await site.draft(course)).toBe(before)
  })

  it('is one entry of the history, with who and why', async () => {
    const answer = await edited({ set: { max_attempts: 4 }, comment: 'As agreed' })
    const { draft } = (await answer.json()) as { draft: string }
    expect(answer.headers.get('etag')).toBe(`"${draft}"`)
    const history = await site.ask({ path: `/contexts/${part(course)}/history?limit=1` })
    const { items, next } = (await history.json()) as { items: object[]; next: string }
    expect(items).toMatchObject([{ version: draft, what: 'edit', author: 'ann', comment: 'As agreed' }])
    const older = await site.ask({ path: `/contexts/${part(course)}/history?after=${next}` })
    expect(((await older.json()) as { items: { number: number }[] }).items[0]?.number).toBe(Number(next) - 1)
  })

  it('is made by one of two who thought of the same draft, and the other is told what differs', async () => {
    const ifMatch = await site.draft(course)
    const ask = (attempts: number) =>
      site.ask({
        method: 'PATCH',
        path: `/blocks/${part(problem)}`,
        ifMatch,
        body: { set: { max_attempts: attempts } },
      })
    const answers = await Promise.all([ask(7), ask(8)])
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 412])
    const told = (await answers.find(({ status }) => status === 412)?.json()) as object
    expect(told).toMatchObject({
      code: 'draft-changed',
      draft: await site.draft(course),
      differs: { before: ifMatch, changed: [{ usage: problem, fields: ['max_attempts'] }] },
    })
  })
})

describe('a caller of the API', () => {
  const path = `/contexts/${part(course)}`

  it('with a token needs no cookie, and sends from anywhere; without one sends JSON from here alone', async () => {
    const token = { authorization: 'Bearer ann-token', 'sec-fetch-site': 'cross-site' }
    expect((await site.ask({ path, as: 'bob', headers: token })).status).toBe(200)
    expect((await site.ask({ path, as: 'ann', headers: { authorization: 'Bearer other' } })).status).toBe(401)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const posted = await site.ask({
      method: 'POST',
      path: '/libraries',
      bytes: Buffer.from('key=1'),
      headers: form,
    })
    expect(await code(posted)).toBe('handler-input')
    expect((await site.ask({ path, headers: { 'sec-fetch-site': 'same-site' } })).status).toBe(403)
  })

  it('publishes by a job, whose address it gets, and learners see it once that is done', async () => {
    const draft = await site.draft(course)
    const started = await site.ask({
      method: 'POST',
      path: `${path}/publish`,
      ifMatch: draft,
      body: { name: 'Spring' },
    })
    expect(started.status).toBe(202)
    const job = (started.headers.get('location') ?? '').replace('/api/v1', '')
    await vi.waitFor(async () =>
      expect(await (await site.ask({ path: job })).json()).toMatchObject({ state: 'done' }),
    )
    expect((await site.host.published(course)).publication.version).toBe(draft)
    expect((await site.ask({ path: job, as: 'bob' })).status).toBe(403)
  })

  it('sends an archive larger than other bodies to a real server, which reads it as it comes', async () => {
    const archive = new Uint8Array(
      await (await site.ask({ path: `${path}/export?format=zip` })).arrayBuffer(),
    )
    const server = nodeServer(site.host.answer, 500)
    const address = await server.listen({ port: 0, host: '127.0.0.1' })
    try {
      const send = (to: string, body: Uint8Array, type: string) =>
        fetch(`${address}/api/v1${to}`, {
          method: 'POST',
          headers: { authorization: 'Bearer ann-token', 'content-type': type },
          body: Buffer.from(body),
        })
      expect(archive.byteLength).toBeGreaterThan(500)
      expect((await send('/imports?edits=replace', archive, 'application/zip')).status).toBe(202)
      const refused = await send('/libraries', archive, 'application/json')
      expect([refused.status, await code(refused)]).toEqual([413, 'request-too-large'])
      expect((await send('/imports', Buffer.from('no archive'), 'text/plain')).status).toBe(400)
    } finally {
      await server.close()
    }
  })
})
