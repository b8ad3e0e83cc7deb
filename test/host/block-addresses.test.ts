import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeServer, openHost, type Host } from '../../host/index.js'
import { AsideUsageKey, parseUsageKey } from '../../runtime/index.js'
import { HandlerSignatures } from '../../host/identity/handler-signatures.js'

const minute = 60_000
const clicks = 'block-v1:O+C+R+type@clicks+block@c1'
const unit = `/units/${encodeURIComponent('block-v1:O+C+R+type@vertical+block@v1')}`

let folder: string
let host: Host
let now = 1_700_000_000_000

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'block-addresses-'))
  mkdirSync(join(folder, 'course'))
  writeFileSync(
    join(folder, 'course', 'course.xml'),
    `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
      <vertical url_name="v1"><clicks url_name="c1"/></vertical></sequential></chapter></course>`,
  )
  host = await openHost({
    store: join(folder, 'store'),
    plugins: [fileURLToPath(new URL('clicks-plugin.ts', import.meta.url))],
    learner: (request) => {
      const id = request.header('x-learner')
      return id === undefined ? undefined : { id, isStaff: id === 'staff' }
    },
    now: () => now,
    signatureSlot: 10 * minute,
    uploadLimit: 1000,
    settings: { clicks: { colour: 'red' } },
    threads: 1,
  })
  for (const { message } of host.pluginDiagnostics) throw new Error(message)
  await host.authoring.import(join(folder, 'course'))
}, 60_000)

afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

const send = (path: string, learner?: string, init: RequestInit = {}) =>
  host.fetch(
    new Request(`http://localhost${path}`, {
      ...init,
      headers: { ...(learner !== undefined && { 'x-learner': learner }) },
    }),
  )
const page = async (learner: string) => (await send(unit, learner)).text()
const signedFor = async (learner: string) =>
  /href="([^"]*\/signed\/[^"]*)"/.exec(await page(learner))?.[1] ?? ''
const state = async (learner: string) =>
  (await send(`/blocks/${encodeURIComponent(clicks)}/views/student_view_user_state`, learner)).json()

describe('a signed handler address', () => {
  it('acts as its learner without a cookie, from any site, suffix and all', async () => {
    const address = await signedFor('ada')
    const response = await send(`${address}/some/part`, undefined, { method: 'POST', body: 'abc' })
    expect(await response.json()).toEqual({ who: 'ada', suffix: 'some/part', bytes: 3 })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await state('ada')).toMatchObject({ clicks: 1 })
    expect(await state('bob')).toMatchObject({ clicks: 0 })
    expect((await send(address, undefined, { method: 'OPTIONS' })).status).toBe(204)
  })

  it.each([
    ['another learner', (address: string) => address.replace('/signed/ada/', '/signed/bob/')],
    ['another handler', (address: string) => address.replace(/\/click$/, '/other')],
    ['another block', (address: string) => address.replace('block%40c1', 'block%40c2')],
    ['a changed signature', (address: string) => address.replace(/signed\/ada\/./, 'signed/ada/!')],
    ['no signature', (address: string) => address.replace(/signed\/ada\/[^/]+/, 'signed/ada/')],
  ])('is refused for %s', async (_case, tamper) => {
    const address = await signedFor('ada')
    expect(tamper(address)).not.toBe(address)
    const response = await send(tamper(address), 'ada', { method: 'POST' })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'handler-address' } })
  })

  it('holds in its time slot and the next, and pages get a new one in time', async () => {
    now = 1_700_000_000_000 - (1_700_000_000_000 % (10 * minute))
    const address = await signedFor('ada')
    const status = async () => (await send(address, undefined, { method: 'POST' })).status
    now += 10 * minute - 1
    expect(await signedFor('ada')).toBe(address)
    now += 1
    expect(await signedFor('ada')).not.toBe(address)
    now += 10 * minute - 1
    expect(await status()).toBe(200)
    now += 1
    expect(await status()).toBe(403)
  })
})

describe('signatures', () => {
  const call = { learner: 'a', usageKey: 'k', handler: 'h' }
  const at = (time: number, secret = 's') => new HandlerSignatures(secret, () => time, 100)

  it.each([
    [100, 100, true],
    [100, 199, true],
    [199, 299, true],
    [100, 300, false],
    [100, 99, false],
  ])('made at %i are good at %i: %s', (made, asked, good) => {
    expect(at(asked).verify(call, at(made).sign(call).signature)).toBe(good)
  })

  it('differ by secret, and keep neighbouring parts apart', () => {
    const { signature, renewAt } = at(150).sign(call)
    expect(renewAt).toBe(200)
    expect(at(150, 'other').verify(call, signature)).toBe(false)
    expect(at(150).verify({ learner: 'ak', usageKey: '', handler: 'h' }, signature)).toBe(false)
    expect(at(150).verify(call, '')).toBe(false)
  })
})

describe('data views over HTTP', () => {
  const view = (name: string, learner?: string) =>
    send(`/blocks/${encodeURIComponent(clicks)}/views/${name}`, learner)

  it('give what is the same for all, and what is the learner’s', async () => {
    expect(await (await view('student_view_data', 'ada')).json()).toEqual({ title: 'Clicks' })
    expect(await (await view('student_view_user_state', 'cleo')).json()).toEqual({ clicks: 0, views: 0 })
  })

  it.each([
    ['a view for authors, even to staff', 'author_view_data', 'staff', 404],
    ['a view that draws a page', 'student_view', 'ada', 404],
    ['a view there is not', 'student_view_nothing', 'ada', 404],
    ['anything to nobody', 'student_view_data', undefined, 401],
  ])('do not give %s', async (_case, name, learner, status) => {
    expect((await view(name, learner)).status).toBe(status)
  })
})

describe('a host', () => {
  it('saves fields that a view changed', async () => {
    await page('dora')
    await page('dora')
    expect(await state('dora')).toEqual({ clicks: 0, views: 2 })
  })

  it('gives a block the settings of its type', async () => {
    expect(await page('ada')).toContain('{&quot;colour&quot;:&quot;red&quot;}')
  })

  describe('calls handlers only by the methods they take', () => {
    const aside = new AsideUsageKey({ usage: parseUsageKey(clicks), asideType: 'hearts' }).toString()
    const plain = (handler: string, key = clicks) => `/blocks/${encodeURIComponent(key)}/handlers/${handler}`
    const signed = (handler: string) => {
      const { signature } = host.signatures.sign({ learner: 'gus', usageKey: clicks, handler })
      return `/blocks/${encodeURIComponent(clicks)}/signed/gus/${signature}/${handler}`
    }
    const changing: readonly (readonly [string, () => string])[] = [
      ['with a schema', () => plain('json')],
      ['without one', () => plain('click')],
      ['without one, and a suffix', () => plain('click/a/b')],
      ['at a signed address', () => signed('click')],
      ['of an aside', () => plain('give', aside)],
    ]
    const reading: readonly (readonly [string, () => string])[] = [
      ['that only reads', () => plain('count/some?q=1')],
      ['that only reads, at a signed address', () => signed('count')],
      ['that only reads, of an aside', () => plain('counted', aside)],
    ]

    it.each(changing)('%s: POST', async (_case, address) => {
      for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
        const response = await send(address(), 'gus', { method })
        expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST'])
      }
      expect(await state('gus')).toMatchObject({ clicks: 0 })
    })

    it.each(reading)('%s: GET and HEAD', async (_case, address) => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        const response = await send(address(), 'gus', { method })
        expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD'])
      }
      for (const method of ['GET', 'HEAD'])
        expect((await send(address(), 'gus', { method })).status).toBe(200)
    })

    it('and keeps nothing of one that says it only reads and changes something', async () => {
      expect((await send(plain('stealthy_click'), 'gus')).status).toBe(500)
      expect(await state('gus')).toMatchObject({ clicks: 0 })
    })

    it('and tells pages of other sites what signed addresses take', async () => {
      const response = await send(signed('click'), undefined, { method: 'OPTIONS' })
      expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST')
    })
  })

  it('behind a Node server takes files as they are, and no body above the limit', async () => {
    const server = nodeServer(host.answer, 1000)
    const click = (payload: Buffer) =>
      server.inject({
        method: 'POST',
        url: `/blocks/${encodeURIComponent(clicks)}/handlers/click`,
        headers: { 'x-learner': 'finn', 'content-type': 'application/octet-stream' },
        payload,
      })
    expect((await click(Buffer.from([0xff, 0x00, 0xfe]))).json()).toMatchObject({ bytes: 3 })
    const refused = await click(Buffer.alloc(1001))
    expect([refused.statusCode, refused.json()]).toMatchObject([
      413,
      { error: { code: 'request-too-large' } },
    ])
    await server.close()
  })

  it('takes no body above its limit, and says so', async () => {
    const path = `/blocks/${encodeURIComponent(clicks)}/handlers/click`
    expect((await send(path, 'ada', { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(200)
    const response = await send(path, 'ada', { method: 'POST', body: 'x'.repeat(1001) })
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({
      error: { code: 'request-too-large', message: expect.stringContaining('1000 bytes') },
    })
  })

  it('shows asides after their blocks, and takes what is sent to them', async () => {
    const [, key = ''] = /data-usage-key="(aside-usage-v2:[^"]+)"/.exec(await page('emil')) ?? []
    const give = () => send(`/blocks/${encodeURIComponent(key)}/handlers/give`, 'emil', { method: 'POST' })
    await give()
    expect(await (await give()).json()).toEqual({ hearts: 2 })
    expect(await page('emil')).toContain('<i>2 hearts</i>')
    expect(await state('emil')).toMatchObject({ clicks: 0 })
    await host.close()
    const lines = readFileSync(join(folder, 'store', 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
    const given = lines.map(
      (line) => JSON.parse(line) as { name: string; context: { module: { usage_key: string } } },
    )
    expect(given.filter(({ name }) => name === 'hearts.given')[0]?.context.module.usage_key).toBe(clicks)
  })
})
