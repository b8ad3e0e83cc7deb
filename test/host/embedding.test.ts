import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { learnerToken, openHost, type Host } from '../../host/index.js'
import { Embedding } from '../../host/embedding/embedding.js'

const hour = 60 * 60 * 1000
const key = 'k'.repeat(32)
const page = 'https://page.example.org'
const unit = 'block-v1:O+C+R+type@vertical+block@v1'
const clicks = encodeURIComponent('block-v1:O+C+R+type@clicks+block@c1')
const other = encodeURIComponent('block-v1:O+C+R+type@clicks+block@c2')

let folder: string
let host: Host
let now = 1_700_000_000_000

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'embedding-'))
  mkdirSync(join(folder, 'course', 'static'), { recursive: true })
  writeFileSync(join(folder, 'course', 'static', 'note.txt'), 'a note')
  writeFileSync(
    join(folder, 'course', 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
      <vertical url_name="v1" display_name="One"><clicks url_name="c1"/>
        <html url_name="h"><![CDATA[<a href="/static/note.txt">Note</a> <a href="/jump_to_id/v2">Two</a>]]></html></vertical>
      <vertical url_name="v2"><clicks url_name="c2"/></vertical></sequential></chapter></course>`,
  )
  host = await openHost({
    store: join(folder, 'store'),
    base: '/learn',
    plugins: [fileURLToPath(new URL('clicks-plugin.ts', import.meta.url))],
    learner: (request) => (request.header('cookie') === 'me' ? { id: 'cookie' } : undefined),
    embedding: { origins: [page], key },
    now: () => now,
    threads: 1,
  })
  for (const { message } of host.pluginDiagnostics) throw new Error(message)
  await host.authoring.import(join(folder, 'course'))
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Asking {
  readonly method?: string
  readonly token?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}
const send = (address: string, { method = 'GET', token, headers, body }: Asking = {}) =>
  host.fetch(
    new Request(new URL(address, 'https://host.example.org'), {
      method,
      headers: {
        accept: 'application/json',
        origin: page,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body }),
    }),
  )
const token = (id = 'ada', more: object = {}) => learnerToken({ id, unit, key, now, ...more })
const asked = (given: string, headers?: Record<string, string>) =>
  send(`/learn/units/${encodeURIComponent(unit)}/embedded`, { token: given, ...(headers && { headers }) })
const html = async (id = 'ada') => ((await (await asked(token(id))).json()) as { html: string }).html
/** Where the blocks of a learner's unit are called. */
const handlers = async (id?: string) =>
  /data-handlers="([^"]*\/embedded\/[^/]+)/.exec(await html(id))?.[1] ?? 'none'
const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { code: string } }).error.code

/** A token as any other program would make it. */
const madeByHand = (claims: object, alg = 'HS256', secret = key) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

describe('a unit for a page of another site', () => {
  it('comes with addresses of this host in everything, and may be read by the page', async () => {
    const response = await asked(token())
    expect(response.headers.get('access-control-allow-origin')).toBe(page)
    expect(response.headers.get('vary')).toBe('Origin')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const answer = (await response.json()) as Record<string, unknown>
    expect(answer).toMatchObject({ format: 1, title: 'One' })
    expect(JSON.stringify(answer)).not.toContain('.invalid')
    const addresses = [
      ...String(answer['html']).matchAll(/(?:href|src|data-client|data-handlers)="([^"]+)"/g),
    ]
    expect(addresses.length).toBeGreaterThan(2)
    for (const [, address] of addresses) expect(address).toMatch(/^https:\/\/host\.example\.org\/learn\//)
    for (const address of [...(answer['styles'] as string[]), answer['loader']]) {
      expect(address).toMatch(/^https:\/\/host\.example\.org\/learn\/client\//)
    }
  })

  it('is each learner’s own, in the name its token gives', async () => {
    const [ada, bob] = [await handlers('ada'), await handlers('bob')]
    const got = await send(`${ada}/blocks/${clicks}/handlers/click`)
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await (await send(`${ada}/blocks/${clicks}/handlers/count`)).json()).toMatchObject({ who: 'ada' })
    const click = (place: string) =>
      send(`${place}/blocks/${clicks}/handlers/click`, { method: 'POST', body: 'abc' })
    expect(await (await click(ada)).json()).toMatchObject({ who: 'ada', bytes: 3 })
    await click(ada)
    expect(await (await click(bob)).json()).toMatchObject({ who: 'bob' })
    const state = async (place: string) =>
      (await send(`${place}/blocks/${clicks}/views/student_view_user_state`)).json()
    expect(await state(ada)).toMatchObject({ clicks: 2 })
    expect(await state(bob)).toMatchObject({ clicks: 1 })
  })

  it('takes a token that another program made', async () => {
    const exp = now / 1000 + 60
    expect((await asked(madeByHand({ sub: 'eve', unit, exp }))).status).toBe(200)
  })

  it.each([
    ['another key', () => madeByHand({ sub: 'ada', unit, exp: now / 1000 + 60 }, 'HS256', 'x'.repeat(32))],
    ['another algorithm', () => madeByHand({ sub: 'ada', unit, exp: now / 1000 + 60 }, 'none')],
    ['no signature', () => madeByHand({ sub: 'ada', unit, exp: now / 1000 + 60 }).replace(/[^.]*$/, '')],
    ['no end', () => madeByHand({ sub: 'ada', unit })],
    ['an end too far away', () => token('ada', { seconds: 25 * 3600 })],
    ['an end that has come', () => token('ada', { now: now - 300_000 })],
    ['a start to come', () => madeByHand({ sub: 'ada', unit, nbf: now / 1000 + 5, exp: now / 1000 + 60 })],
    ['no learner', () => madeByHand({ unit, exp: now / 1000 + 60 })],
    ['another unit', () => token('ada', { unit: unit.replace('@v1', '@v2') })],
    ['no token at all', () => ''],
  ])('is not given for a token with %s', async (_case, made) => {
    const response = await asked(made())
    expect([response.status, await codeOf(response)]).toEqual([401, 'embed-token'])
    expect(response.headers.get('access-control-allow-origin')).toBe(page)
  })

  it.each(['https://stranger.example.org', 'null', `${page}.evil.example`])(
    'is not given to a page of %s, which may not even read the refusal',
    async (origin) => {
      const response = await asked(token(), { origin })
      expect([response.status, await codeOf(response)]).toEqual([403, 'embed-origin'])
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    },
  )

  it('needs no token on a page of the host’s own site, where the host knows who asks', async () => {
    const own = (site: string) =>
      host.fetch(
        new Request(`https://host.example.org/learn/units/${encodeURIComponent(unit)}/embedded`, {
          headers: { cookie: 'me', 'sec-fetch-site': site },
        }),
      )
    expect((await own('same-origin')).status).toBe(200)
    expect((await own('same-site')).status).toBe(401)
    expect((await own('cross-site')).status).toBe(401)
  })

  it('answers what a browser asks before it sends a token', async () => {
    const ask = (origin: string) =>
      send(`/learn/units/${encodeURIComponent(unit)}/embedded`, { method: 'OPTIONS', headers: { origin } })
    const allowed = await ask(page)
    expect(allowed.status).toBe(204)
    expect(allowed.headers.get('access-control-allow-origin')).toBe(page)
    expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization')
    expect((await ask('https://stranger.example.org')).headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('an address in such a unit', () => {
  it('is good for blocks of this unit only, and not for their files', async () => {
    const place = await handlers()
    const refused = await send(`${place}/blocks/${other}/handlers/click`, { method: 'POST' })
    expect(refused.status).toBe(404)
    const assets = `${place}/assets/${encodeURIComponent('course-v1:O+C+R')}/note.txt`
    expect(await codeOf(await send(assets))).toBe('handler-address')
  })

  it('opens the files of the course, and calls no handler', async () => {
    const [file = ''] = /https:\/\/host[^"]*note\.txt/.exec(await html()) ?? []
    expect(await (await send(file)).text()).toBe('a note')
    const calls = `${file.slice(0, file.indexOf('/assets/'))}/blocks/${clicks}/handlers/click`
    expect(await codeOf(await send(calls, { method: 'POST' }))).toBe('handler-address')
  })

  it('gives no learner’s place to what opens files: those say for whom they are to this host alone', async () => {
    const file = async (id: string) => /https:\/\/host[^"]*note\.txt/.exec(await html(id))?.[0] ?? ''
    const [address, again, others] = [await file('ada'), await file('ada'), await file('bob')]
    expect([address === again, address === others]).toEqual([true, false])
    const [, claims = ''] = /\/embedded\/[^.]+\.([^.]+)\./.exec(address) ?? []
    const read = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { of: string }
    expect(JSON.stringify(read) + Buffer.from(read.of, 'base64url').toString('latin1')).not.toContain('ada')
    expect((await send(address)).status).toBe(200)
    const place = address.slice(0, address.indexOf('/assets/'))
    expect(await codeOf(await send(`${place}/blocks/${clicks}/views/student_view_user_state`))).toBe(
      'handler-address',
    )
  })

  it('holds for half a day at least, and not for ever', async () => {
    const before = now
    const address = `${await handlers()}/blocks/${clicks}/handlers/click`
    now += 12 * hour
    expect((await send(address, { method: 'POST' })).status).toBe(200)
    now += hour
    expect((await send(address, { method: 'POST' })).status).toBe(403)
    now = before
  })

  it('is refused when it was changed, and to pages that are not listed', async () => {
    const place = await handlers()
    const click = `/blocks/${clicks}/handlers/click`
    expect((await send(`${place.slice(0, -3)}abc${click}`, { method: 'POST' })).status).toBe(403)
    const strange = { headers: { origin: 'https://stranger.example.org' } }
    expect(await codeOf(await send(place + click, { method: 'POST', ...strange }))).toBe('embed-origin')
  })

  it('leads to the host’s own pages where the course links to another unit', async () => {
    expect(await html()).toContain(
      `href="https://host.example.org/learn/jump/${encodeURIComponent('course-v1:O+C+R')}/v2"`,
    )
  })
})

describe('embedding', () => {
  const open = (options: ConstructorParameters<typeof Embedding>[0]['options']) => () =>
    new Embedding({ options, secret: 's', base: '', now: () => 0 })

  it('refuses what is no origin, and a key that could be guessed', () => {
    expect(open({ origins: ['https://a.example/'] })).toThrow(/is no origin/)
    expect(open({ origins: ['a.example'] })).toThrow(/is no origin/)
    expect(open({ origins: ['*'] })).toThrow(/is no origin/)
    expect(open({ origins: [], address: 'https://a.example/learn' })).toThrow(/is no origin/)
    expect(open({ origins: [], key: 'short' })).toThrow(/32 are needed/)
    expect(open({ origins: ['http://localhost:3000'] })).not.toThrow()
  })

  it('is not there unless a host asks for it', async () => {
    const closed = await openHost({ store: join(folder, 'closed'), threads: 1 })
    const response = await closed.fetch(
      new Request(`http://h/units/${encodeURIComponent(unit)}/embedded`, { headers: { origin: page } }),
    )
    expect(response.status).toBe(404)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    await closed.close()
  })
})
