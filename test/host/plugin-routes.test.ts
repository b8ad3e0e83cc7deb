import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHost, type Host } from '../../host/index.js'
import { definePlugin, HandlerError, route, type RouteFor } from '../../runtime/index.js'

const tool = 'block-v1:O+C+R+type@tool+block@t'
const html = 'block-v1:O+C+R+type@html+block@h'
let now = Date.UTC(2027, 0, 1)
const failures: string[] = []
let folder: string
let host: Host

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plugin-routes-'))
  mkdirSync(join(folder, 'course'))
  writeFileSync(
    join(folder, 'course', 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="c"><sequential url_name="s">
      <vertical url_name="v"><tool url_name="t"/><html url_name="h">Text</html></vertical></sequential></chapter></course>`,
  )
  host = await opened()
  await host.authoring.import(join(folder, 'course'))
}, 60_000)

function opened(): Promise<Host> {
  return openHost({
    store: join(folder, 'store'),
    base: '/learn',
    python: false,
    threads: 1,
    plugins: [new URL('./tool-plugin.ts', import.meta.url).href],
    learner: (request) => {
      const id = request.header('x-learner')
      return id === undefined ? undefined : { id, isStaff: id === 'staff' }
    },
    now: () => now,
    blockDeadline: 200,
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (_of: object, text?: string) => void failures.push(text ?? ''),
    },
    settings: { tool: { key: 'k' }, problem: { secret: 's' } },
  })
}

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Asked {
  readonly learner?: string
  readonly method?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function ask(path: string, { learner, headers, ...init }: Asked = {}) {
  const sent = { ...headers, ...(learner !== undefined && { 'x-learner': learner }) }
  const response = await host.fetch(new Request(`https://site${path}`, { ...init, headers: sent }))
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text, response }
}

const at = (path: string, asked?: Asked) => ask(`/learn/plugins/tool-plugin${path}`, asked)
const post = (path: string, input: object, asked: Asked = {}) =>
  at(path, { method: 'POST', body: JSON.stringify(input), ...asked })
const call = (learner: string, handler: string, input: object) =>
  ask(`/learn/blocks/${encodeURIComponent(tool)}/handlers/${handler}`, {
    learner,
    method: 'POST',
    body: JSON.stringify(input),
  })
const page = async (learner: string) =>
  String(
    (
      await ask(`/learn/units/${encodeURIComponent(tool.replace('tool+block@t', 'vertical+block@v'))}`, {
        learner,
      })
    ).body,
  )

describe('a route of a plugin', () => {
  it('takes what a tool tells of a learner by what a block kept for it', async () => {
    await call('ada', 'begin', { ticket: 't1' })
    const { status, body } = await post('/outcomes/t1', { points: 7 })
    expect([status, body]).toEqual([200, { status: 200, body: { who: 'ada' } }])
    expect(await page('ada')).toContain('7 points')
    expect(await page('bob')).toContain('0 points')
  })

  it('alone may ask what is for routes, whoever else calls', async () => {
    for (const learner of ['ada', 'staff']) {
      const { status, body } = await call(learner, 'grade', { points: 10 })
      expect([status, JSON.stringify(body)]).toEqual([403, expect.stringContaining('route-only')])
    }
    expect(await page('ada')).toContain('7 points')
  })

  it.each([
    ['what its plugin refuses', '/outcomes/none', '{"points":1}', 404, { error: 'There is no such ticket.' }],
    ['input that does not fit', '/outcomes/t1', '{"points":99}', 400, undefined],
    ['what is no JSON', '/outcomes/t1', 'points', 400, undefined],
    ['a body that is too large', '/outcomes/t1', `{"points":1${' '.repeat(100)}}`, 413, undefined],
    ['an address that it has not', '/outcomes', '{}', 404, undefined],
    ['an address below', '/outcomes/t1/more', '{}', 404, undefined],
  ])('refuses %s', async (_what, path, sent, status, body) => {
    const answer = await at(path, { method: 'POST', body: sent })
    expect(answer.status).toBe(status)
    if (body) expect(answer.body).toEqual(body)
  })

  it('names the methods that it takes', async () => {
    const { status, response } = await at('/me', { method: 'DELETE', learner: 'ada' })
    expect([status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  it('is given nothing that the host knows people by', async () => {
    const headers = {
      cookie: 'session=1',
      'content-type': 'text/plain',
      'x-tool': 'a',
      'x-other': 'b',
      authorization: 'OAuth k="1"',
    }
    const { body } = await at('/seen/a%2Fb/c?q=1', { learner: 'ada', headers })
    expect(body).toEqual({
      parts: { rest: 'a/b/c' },
      query: { q: '1' },
      address: 'https://site/learn/plugins/tool-plugin/seen/a%2Fb/c',
      caller: null,
      headers: { 'content-type': 'text/plain', 'x-tool': 'a', authorization: 'OAuth k="1"' },
    })
    for (const authorization of ['Bearer k', 'Basic k']) {
      const answer = await at('/seen/x', { headers: { authorization } })
      expect(answer.body).toMatchObject({ headers: {} })
      expect(JSON.stringify(answer.body)).not.toContain(authorization)
    }
  })

  it('tells who calls where it is for somebody, and only what the host set for its own blocks', async () => {
    const { body } = await at('/me', { learner: 'ada' })
    expect(body).toEqual({ id: 'ada', isStaff: false, now, settings: { key: 'k' }, others: {} })
  })

  it.each([
    ['nobody, where it is for learners', '/me', {}, 401],
    ['nobody, where it is for staff', '/reach/x', {}, 401],
    ['a learner, where it is for staff', '/reach/x', { learner: 'ada' }, 403],
    ['a page of another site', '/me', { learner: 'ada', headers: { 'sec-fetch-site': 'cross-site' } }, 403],
    [
      'a page of another site, of staff',
      '/reach/x',
      { learner: 'staff', headers: { origin: 'https://evil' } },
      403,
    ],
  ])('is closed to %s', async (_who, path, asked, status) => {
    expect((await post(path, {}, asked)).status).toBe(status)
  })

  it.each([
    ['hangs', 'nothing', ''],
    ['throws', 'thrown', ''],
    ['would set a cookie', 'set-cookie', ''],
    ['would say what pages may do', 'content-security-policy', ''],
  ])('fails alone where it %s', async (_how, what, body) => {
    const {
      status,
      body: said,
      response,
    } = await at(`/reach/${what}`, { learner: 'staff', method: 'POST', body })
    expect([status, response.headers.get('set-cookie')]).toEqual([500, null])
    expect(JSON.stringify(said)).toContain('route-failed')
    expect(JSON.stringify(said)).not.toContain('out of order')
  })

  it.each([
    ['blocks of others', 'others', html, 404],
    ['handlers for staff', 'staffs', tool, 403],
    ['courses that there are not', 'others', tool.replace('O+C+R', 'O+C+X'), 404],
  ])('does not reach %s', async (_what, reach, body, status) => {
    expect((await at(`/reach/${reach}`, { learner: 'staff', method: 'POST', body })).status).toBe(status)
  })

  it('is found by the name of its plugin alone', async () => {
    expect((await ask('/learn/plugins/other/me', { learner: 'ada' })).body).toMatch(/route|plugin/i)
    expect((await ask('/learn/plugins/other/me', { learner: 'ada' })).status).toBe(404)
  })
})

describe('a type that has something to do when state is deleted', () => {
  const begin = async (learner: string) => {
    await call(learner, 'begin', { ticket: learner })
    await post(`/outcomes/${learner}`, { points: 3 })
  }
  const deleteState = async (learner: string) =>
    (
      await ask(`/learn/staff/blocks/${encodeURIComponent(tool)}/delete-state`, {
        learner: 'staff',
        method: 'POST',
        body: JSON.stringify({ learner }),
        headers: { 'content-type': 'application/json' },
      })
    ).body
  const gone = async (learner: string) => (await at(`/gone/${learner}`)).body

  it('is told of it once, with what there was, and not where there was nothing', async () => {
    await begin('ann')
    expect(await deleteState('ann')).toEqual({ deleted: true })
    expect(await gone('ann')).toEqual({ usage: tool, values: { points: 3 }, isErased: false, told: 1 })
    expect(await page('ann')).toContain('0 points')
    expect(await deleteState('never')).toEqual({ deleted: false })
    expect(await gone('never')).toBeNull()
  })

  it('is told when all of a learner is erased', async () => {
    await begin('ben')
    await host.courseware.staff.eraseLearner(host.learner('ben'))
    expect(await gone('ben')).toEqual({ usage: tool, values: { points: 3 }, isErased: true, told: 1 })
  })

  it.each(['eve', 'hal'])(
    'keeps nobody’s state by failing or hanging, and is told again until it takes it: %s',
    async (learner) => {
      await begin(learner)
      expect(await deleteState(learner)).toEqual({ deleted: true })
      expect(await page(learner)).toContain('0 points')
      expect(failures.splice(0).filter((text) => text.includes('tool of plugin'))).not.toEqual([])
      await begin(learner)
      await host.courseware.staff.eraseLearner(host.learner(learner))
      expect(await page(learner)).toContain('0 points')
      expect(await gone(learner)).toBeNull()
      // Another process of the store, later.
      await host.close()
      host = await opened()
      await host.courseware.staff.tellDeletions()
      expect(await gone(learner)).toBeNull()
      now += 10_000
      await Promise.all([host.courseware.staff.tellDeletions(), host.courseware.staff.tellDeletions()])
      const last = { usage: tool, values: { points: 3 }, isErased: true, told: 4 }
      expect(await gone(learner)).toEqual(last)
      now += 86_400_000
      await host.courseware.staff.tellDeletions()
      expect(await gone(learner)).toEqual(last)
    },
  )
})

describe('writing a route', () => {
  const answer = () => ({})
  it.each([
    ['a path that is none', { path: 'outcomes', for: 'anybody' as RouteFor }],
    ['a star that is not last', { path: '/:rest*/more', for: 'anybody' as RouteFor }],
    ['nobody', { path: '/a', for: 'everybody' as RouteFor }],
    ['cookies', { path: '/a', for: 'anybody' as RouteFor, headers: ['Cookie'] }],
    [
      'the authorization of people',
      { path: '/a', for: 'learner' as RouteFor, authorization: 'Bearer' as const },
    ],
    ['no end', { path: '/a', for: 'anybody' as RouteFor, deadline: 60_000 }],
  ])('is refused for %s', (_what, spec) => {
    expect(() => route({ ...spec, answer })).toThrow(expect.objectContaining({ code: 'plugin-invalid' }))
  })

  it('is refused for a second one at one address', () => {
    const one = route({
      path: '/a',
      for: 'anybody',
      answer: () => {
        throw new HandlerError(403, '')
      },
    })
    expect(() => definePlugin({ name: 'twice', blocks: [], routes: [one, one] })).toThrow(
      /two routes 'POST \/a'/,
    )
  })
})
