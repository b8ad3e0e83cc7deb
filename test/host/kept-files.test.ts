import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request as httpRequest, type ClientRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../../content/index.js'
import { listenFrom, nodeServer } from '../../host/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import { openStore } from '../../store/index.js'
import { hasPostgres, newPostgresStore, onPostgres } from '../store/postgres-server.js'
import { MadeSite } from './made-site.js'

const plugins = [fileURLToPath(new URL('portfolio-plugin.ts', import.meta.url))]
const megabyte = 1024 * 1024
const unit = 'block-v1:O+C+R+type@vertical+block@v'
const key = 'block-v1:O+C+R+type@portfolio+block@p'
const handlers = `/blocks/${encodeURIComponent(key)}/handlers`
const unitPage = `/units/${encodeURIComponent(unit)}`
const course = {
  'course.xml': `<course org="O" course="C" url_name="R"><chapter url_name="ch"><sequential url_name="s">
    <vertical url_name="v"><portfolio url_name="p"/><portfolio url_name="q"/></vertical></sequential></chapter></course>`,
}

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** A site, served as Node serves it. */
class Served {
  private constructor(
    readonly site: MadeSite,
    private readonly server: ReturnType<typeof nodeServer>,
    readonly origin: string,
  ) {}

  static async open(options: Parameters<typeof MadeSite.open>[0] = {}): Promise<Served> {
    const site = await MadeSite.open({ plugins, ...options })
    const server = nodeServer(site.host.answer, undefined, 100)
    return new Served(site, server, await listenFrom(server, 0))
  }

  form(
    name: string,
    form: FormData,
    learner = 'ada',
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.origin}${handlers}/${name}`, {
      method: 'POST',
      body: form,
      headers: { 'x-learner': learner, ...headers },
      redirect: 'manual',
    })
  }

  get(name: string, learner = 'ada', headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.origin}${handlers}/${name}`, { headers: { 'x-learner': learner, ...headers } })
  }

  async page(learner = 'ada'): Promise<string> {
    return (await fetch(this.origin + unitPage, { headers: { 'x-learner': learner } })).text()
  }

  /** Sends bytes as they come; of a sender that goes away in the middle there is no answer. */
  raw(
    name: string,
    type: string,
    pieces: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>,
  ): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        `${this.origin}${handlers}/${name}`,
        // A connection of its own: one that is kept may be closed by the server at this moment.
        { method: 'POST', agent: false, headers: { 'x-learner': 'ada', 'content-type': type } },
        (response) => {
          const { statusCode: status = 0, headers } = response
          text(response).then((body) => resolve({ status, headers, body }), reject)
        },
      )
      sent.on('error', reject)
      const send = async () => {
        for await (const piece of pieces) {
          if (sent.destroyed) return
          if (!sent.write(piece)) await drained(sent)
        }
        sent.end()
      }
      send().catch((thrown: unknown) => sent.destroy(thrown as Error))
    })
  }

  async close(): Promise<void> {
    await this.server.close()
    await this.site.close()
  }
}

/** Until more can be sent, or nobody takes it any more. */
function drained(sent: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      sent.off('drain', go).off('close', go)
      resolve()
    }
    sent.once('drain', go).once('close', go)
  })
}

function formOf(files: Readonly<Record<string, Uint8Array | string>>, note?: string): FormData {
  const form = new FormData()
  if (note !== undefined) form.append('note', note)
  for (const [name, content] of Object.entries(files)) form.append('work', new Blob([content]), name)
  return form
}

const kept = async (served: Served, name: string, learner = 'ada') =>
  (await served.get(`paper/${name}`, learner)).text()
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(992, 1)])
const spooled = () => readdirSync(tmpdir()).filter((name) => /^unit-compositor-[0-9a-f-]{36}$/.test(name))

describe('files that learners send to a host', () => {
  let one: Served

  beforeAll(async () => {
    one = await Served.open()
    await one.site.publish(course)
  }, 60_000)
  afterAll(() => one.close())

  it('are kept with the values beside them, shown, and given back to whoever they are of', async () => {
    const answer = await one.form('hand_in', formOf({ 'essay.txt': 'My words', 'me.png': png }, 'see this'))
    expect(await answer.json()).toEqual({
      note: 'see this',
      files: [
        { name: 'essay.txt', size: 8, type: 'application/octet-stream' },
        { name: 'me.png', size: 1000, type: 'application/octet-stream' },
      ],
    })
    expect(await one.page()).toContain('essay.txt:8 me.png:1000')
    const paper = await one.get('paper/essay.txt')
    expect(await paper.text()).toBe('My words')
    expect(Object.fromEntries(paper.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': 'attachment; filename="essay.txt"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox') as string,
      'cache-control': 'private, no-cache',
    })
    const etag = paper.headers.get('etag') ?? ''
    expect((await one.get('paper/essay.txt', 'ada', { 'if-none-match': etag })).status).toBe(304)
    expect((await one.get('paper/essay.txt', 'bob')).status).toBe(404)
    expect(await (await one.get('paper_of/essay.txt?learner=ada', 'staff')).text()).toBe('My words')
    expect((await one.get('paper_of/essay.txt?learner=ada', 'bob')).status).toBe(403)
    expect(await one.page('bob')).not.toContain('essay.txt')
    const other = handlers.replace('block%40p', 'block%40q')
    const there = await fetch(`${one.origin}${other}/paper/essay.txt`, { headers: { 'x-learner': 'ada' } })
    expect(there.status).toBe(404)
  })

  it('are sent in parts to players, and shown in the page where that is safe', async () => {
    const part = await one.get('paper/me.png?show', 'ada', { range: 'bytes=0-7' })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 0-7/1000')
    expect(part.headers.get('content-disposition')).toBe('inline; filename="me.png"')
    expect(Buffer.from(await part.arrayBuffer())).toEqual(png.subarray(0, 8))
    expect((await one.get('paper/me.png', 'ada', { range: 'bytes=1000-' })).status).toBe(416)
  })

  it('come from forms of browsers that run no scripts, which are led back', async () => {
    const accept = { accept: 'text/html', 'sec-fetch-site': 'same-origin' }
    const answer = await one.form('share', formOf({ 'plain.txt': 'plain' }), 'carl', accept)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(`${unitPage}#notice`)
    expect(await (await one.get('shared/plain.txt', 'bob')).text()).toBe('plain')
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' }
    expect((await one.form('share', formOf({ 'x.txt': 'x' }), 'carl', foreign)).status).toBe(403)
  })

  it('come from pages of other sites that show the unit', async () => {
    const { html } = (await (await one.site.embedded(unit, 'emma')).json()) as { html: string }
    const below = /data-handlers="([^"]*\/embedded\/[^/]+)/.exec(html)?.[1] ?? 'none'
    const address = `${new URL(below, one.origin).pathname}${handlers}/hand_in`
    const headers = { origin: 'https://page.example.org' }
    const answer = await fetch(one.origin + address, {
      method: 'POST',
      body: formOf({ 'far.txt': 'far' }),
      headers,
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://page.example.org')
    expect(answer.status).toBe(200)
    expect(await kept(one, 'far.txt', 'emma')).toBe('far')
  })

  const part = (name: string, head = '') =>
    `--x\r\ncontent-disposition: form-data; name="work"; filename="${name}"${head}\r\n\r\n`
  const many = function* (count: number, piece: string) {
    for (let sent = 0; sent < count; sent++) yield piece
    yield '--x--\r\n'
  }
  const form = 'multipart/form-data; boundary=x'

  it.each([
    ['more files than are taken', form, () => many(3, `${part('a.txt')}words\r\n`), 400, 'handler-input'],
    ['parts without end', form, () => many(5000, `${part('')}\r\n`), 400, 'handler-input'],
    [
      'values without end',
      form,
      () => many(900, `--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${'v'.repeat(5000)}\r\n`),
      413,
      'request-too-large',
    ],
    ['a form without a boundary', 'multipart/form-data', () => many(1, 'x'), 400, 'handler-input'],
    ['a form that is none', form, () => ['nothing of the kind'], 400, 'handler-input'],
    ['a form that breaks off', form, () => [part('a.txt'), 'words'], 400, 'handler-input'],
    ['a name that is none', form, () => [part('__proto__'), 'words\r\n--x--\r\n'], 400, 'file-name'],
  ])('are refused with %s, and leave nothing', async (_what, type, pieces, status, code) => {
    const { body, ...answer } = await one.raw('hand_in', type, pieces())
    expect([answer.status, (JSON.parse(body) as { error: { code: string } }).error.code]).toEqual([
      status,
      code,
    ])
    expect(await one.page()).not.toContain('a.txt')
    expect(spooled()).toEqual([])
  })

  it('are called by the last part of what their sender calls them', async () => {
    const sent = [part('C:\\\\fakepath\\\\..\\\\notes.txt'), 'words\r\n--x--\r\n']
    expect((await one.raw('hand_in', form, sent)).status).toBe(200)
    expect(await kept(one, 'notes.txt')).toBe('words')
    const endless = (async function* () {
      yield part('b.txt', `\r\nx-long: ${'y'.repeat(15_000)}`)
      yield 'words\r\n--x--\r\n'
    })()
    // What stands before a part is read no further than a few kilobytes; the file itself is whole.
    expect([200, 400]).toContain((await one.raw('hand_in', form, endless)).status)
  })

  it('are refused before they are read where they are larger than the handler takes, however it is told', async () => {
    let sent = 0
    const endless = function* () {
      yield part('a.txt')
      for (; sent < 400; sent++) yield 'x'.repeat(1000)
    }
    const refused = await one.raw('share', form, endless()).catch(() => undefined)
    expect(refused?.status).toBe(413)
    expect(JSON.parse(refused?.body ?? '')).toMatchObject({ error: { code: 'request-too-large' } })
    const json = (text: string) =>
      fetch(`${one.origin}${handlers}/say`, {
        method: 'POST',
        body: JSON.stringify({ text }),
        headers: { 'x-learner': 'ada' },
      })
    expect((await json('a'.repeat(50))).status).toBe(200)
    expect((await json('a'.repeat(100))).status).toBe(413)
  })

  it('leave nothing where their sender goes away in the middle', async () => {
    const pieces = (async function* () {
      yield part('gone.txt')
      yield 'x'.repeat(500_000)
      await new Promise((go) => setTimeout(go, 20))
      throw new Error('away')
    })()
    await expect(one.raw('hand_in', form, pieces)).rejects.toThrow('away')
    expect(await one.page()).not.toContain('gone.txt')
    await expect.poll(spooled).toEqual([])
  })

  it('are refused for a moment where somebody sends more at once than is taken, and taken when others are there', async () => {
    let go = (): void => undefined
    const held = new Promise<void>((resolve) => (go = resolve))
    let begun = 0
    const slow = Array.from({ length: 8 }, (_, turn) =>
      one.raw(
        'hand_in',
        form,
        (async function* () {
          yield part(`slow${turn}.txt`)
          begun++
          await held
          yield 'whole\r\n--x--\r\n'
        })(),
      ),
    )
    await expect.poll(() => begun, { timeout: 10_000 }).toBe(8)
    const more = () => one.form('hand_in', formOf({ 'more.txt': 'more' }))
    await expect.poll(async () => (await more()).status, { timeout: 10_000 }).toBe(429)
    const refused = await more()
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.text()).toContain('upload-busy')
    // Others, and what is no upload, are not held up.
    expect((await one.form('hand_in', formOf({ 'b.txt': 'b' }), 'bob')).status).toBe(200)
    expect((await one.get('listed')).status).toBe(200)
    go()
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect((await more()).status).toBe(200)
  })

  it('of one name that come at once are one of them, whole, and all others were replaced', async () => {
    const texts = Array.from({ length: 8 }, (_, turn) => `${turn}`.repeat(200_000 + turn))
    const answers = await Promise.all(
      texts.map((words) => one.form('hand_in', formOf({ 'same.txt': words }), 'dora')),
    )
    expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 200))
    expect(texts).toContain(await kept(one, 'same.txt', 'dora'))
  })

  it('are never more together than the block keeps, however many come at once', async () => {
    const names = Array.from({ length: 8 }, (_, turn) => `${turn}.txt`)
    const answers = await Promise.all(
      names.map((name, turn) => one.form('share', formOf({ [name]: 'x'.repeat(900) }), `learner${turn}`)),
    )
    const stored = names.filter((_, turn) => answers[turn]?.status === 200)
    expect(stored.length).toBe(3)
    const { shared } = (await (await one.get('listed')).json()) as {
      shared: { name: string; size: number }[]
    }
    expect(shared.map(({ name }) => name).filter((name) => name !== 'plain.txt')).toEqual(stored)
    expect(shared.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(3000)
  })

  it('may be a hundred megabytes in little memory, both ways', async () => {
    const piece = Buffer.alloc(megabyte, 'frame')
    const hash = createHash('sha256')
    let most = 0
    const used = () => {
      const { heapUsed, external } = process.memoryUsage()
      return heapUsed + external
    }
    const before = used()
    const film = function* () {
      yield part('film.mp4', '\r\ncontent-type: video/mp4')
      const head = Buffer.from('\0\0\0\x20ftypisom', 'latin1')
      hash.update(head)
      yield head
      for (let turn = 0; turn < 99; turn++) {
        hash.update(piece)
        most = Math.max(most, used() - before)
        yield piece
      }
      yield '\r\n--x--\r\n'
    }
    const { status, body } = await one.raw('hand_in', form, film())
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { note: null, files: [{ name: 'film.mp4', size: 99 * megabyte + 12, type: 'video/mp4' }] },
    ])
    const back = createHash('sha256')
    const answer = await one.get('paper/film.mp4?show')
    for await (const some of answer.body as unknown as AsyncIterable<Uint8Array>) {
      back.update(some)
      most = Math.max(most, used() - before)
    }
    expect(back.digest('hex')).toBe(hash.digest('hex'))
    expect(most).toBeLessThan(60 * megabyte)
  }, 60_000)

  it('go with the state of the block and with whoever is forgotten, and nothing else takes them', async () => {
    const { host } = one.site
    for (const learner of ['flo', 'gus', 'hal'])
      expect(
        (await one.form('hand_in', formOf({ [`${learner}.txt`]: `of ${learner}` }), learner)).status,
      ).toBe(200)
    const by = { id: 'staff', anonymousId: 's', name: 'staff', isStaff: true }
    await host.courseware.staff.deleteState(parseUsageKey(unit), {
      usageKey: key,
      learner: host.learner('flo'),
      by,
    })
    await host.courseware.staff.eraseLearner(host.learner('gus'))
    expect(
      await Promise.all(
        ['flo', 'gus', 'hal'].map(async (who) => (await one.get(`paper/${who}.txt`, who)).status),
      ),
    ).toEqual([404, 404, 200])
    const lines: string[] = []
    for await (const line of host.leftRecords.lines('course-v1:O+C+R', 'json', [key])) lines.push(line)
    const work = lines.map((line) => JSON.parse(line) as { learner: string; files?: { name: string }[] })
    const of = (learner: string) =>
      work.find((each) => each.learner === learner)?.files?.map(({ name }) => name)
    expect([of('flo'), of('gus'), of('hal')]).toEqual([undefined, undefined, ['hal.txt']])
  })
})

it('what nobody has any more is collected, and what somebody has never', async () => {
  const served = await Served.open()
  await served.site.publish(course)
  await served.form('hand_in', formOf({ 'first.txt': 'first words' }))
  await served.form('hand_in', formOf({ 'kept.txt': 'kept words' }))
  await served.form('hand_in', formOf({ 'first.txt': 'second words' }))
  await served.form('share', formOf({ 'shared.txt': 'shared words' }))
  const { folder, host } = served.site
  await host.close()
  const hashOf = (words: string) => createHash('sha256').update(words).digest('hex')
  await using store = await openStore(join(folder, 'store'))
  await collect(store, { grace: -1 })
  const there = await Promise.all(
    ['first words', 'kept words', 'second words', 'shared words'].map((words) =>
      store.files.has(hashOf(words)),
    ),
  )
  expect(there).toEqual([false, true, true, true])
  await served.close()
}, 60_000)

describe.runIf(hasPostgres)(`files of learners of two hosts on ${onPostgres}`, () => {
  it('are kept on one and given by the other, within what the block keeps on both together', async () => {
    const store = await newPostgresStore()
    const hosts = [await Served.open({ store }), await Served.open({ store })] as const
    const [first, second] = hosts
    await first.site.publish(course)
    expect((await first.form('hand_in', formOf({ 'essay.txt': 'one' }))).status).toBe(200)
    expect(await kept(second, 'essay.txt')).toBe('one')
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        (turn % 2 === 0 ? first : second).form(
          'share',
          formOf({ [`${turn}.txt`]: 'x'.repeat(900) }),
          `learner${turn}`,
        ),
      ),
    )
    expect(answers.filter(({ status }) => status === 200).length).toBe(3)
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
    await Promise.all(hosts.map((one) => one.close()))
  }, 60_000)
})
