import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  Block,
  block as blockType,
  Files,
  handler,
  HandlerError,
  Learners,
  needs,
  view,
  Fragment,
  html,
  type BlockBase,
  type HandlerRequest,
  type StaffRequest,
  type UploadRequest,
} from '../../runtime/index.js'
import {
  block,
  conformance,
  MemoryRuntime,
  type ClassOf,
  type TestLearner,
} from '../../plugins/testing/index.js'

const named = z.object({ as: z.string().optional(), refuse: z.string().optional() })

@needs(Files)
@needs(Learners)
@blockType('portfolio', {
  keeps: {
    kinds: ['image/*', 'application/pdf', 'text/plain'],
    size: 1000,
    learner: 2000,
    block: 1500,
    names: 4,
  },
})
class Portfolio extends Block({}) {
  @view async studentView() {
    const { items } = await this.service(Files).list()
    return new Fragment(html`<p>${items.map(({ name }) => name).join(', ') || 'nothing'}</p>`)
  }
  @handler({ upload: named, files: 3, limit: 5000 }) async put(
    { as, refuse }: z.output<typeof named>,
    { files }: UploadRequest,
  ) {
    const kept = await Promise.all(files.map((file) => this.service(Files).put(as ?? file.name, file)))
    if (refuse !== undefined) throw new HandlerError(409, refuse)
    return { kept: kept.map(({ name, type, size }) => [name, type, size]) }
  }
  @handler({ upload: named, limit: 5000 }) async share(_values: object, { files }: UploadRequest) {
    for (const file of files) await this.service(Files).ofBlock.put(file.name, file.stream())
    return this.service(Files).ofBlock.list()
  }
  @handler({ upload: named, limit: 5000 }) async strict(_values: object, { files }: UploadRequest) {
    for (const file of files)
      await this.service(Files).put(file.name, file, { kinds: ['image/png'], size: 500 })
    return this.service(Files).list()
  }
  @handler({ reads: true }) async file({ suffix }: HandlerRequest) {
    return await this.service(Files).get(suffix)
  }
  @handler({ reads: true }) async shared({ suffix }: HandlerRequest) {
    return (await this.service(Files).ofBlock.get(suffix))?.answer({ isInline: true })
  }
  @handler({ reads: true }) async all({ query }: HandlerRequest) {
    const after = query.get('after')
    return this.service(Files).list({
      limit: Number(query.get('limit') ?? 100),
      ...(after !== undefined && { after }),
    })
  }
  @handler({ reads: true }) async sneaks() {
    await this.service(Files).put('a.txt', Buffer.from('a'))
  }
  @handler({ for: 'staff', reads: true }) async paperOf(request: StaffRequest) {
    const learner = request.query.get('learner') ?? ''
    return (await this.service(Learners).of(this, request).files(learner).get(request.suffix)) ?? null
  }
  @handler async remove({ suffix }: HandlerRequest) {
    return await this.service(Files).delete(suffix)
  }
  @handler async endless() {
    const pieces = (async function* () {
      for (;;) yield new Uint8Array(64).fill(65)
    })()
    return this.service(Files).put('endless.txt', pieces)
  }
}

const png = (size: number) =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(size - 8, 7)])
const words = (size: number) => Buffer.alloc(size, 'word ')

function open() {
  const runtime = new MemoryRuntime()
  const portfolio = runtime.add(block(Portfolio))
  const send = (who: TestLearner, name: string, bytes: Uint8Array, to = 'put', input: object = {}) =>
    who.call(portfolio, to, input, { files: [{ name, bytes, type: 'image/png' }] })
  const get = (who: TestLearner, handlerName: string, suffix: string, query: Record<string, string> = {}) =>
    who.call(portfolio, handlerName, {}, { method: 'GET', suffix, query })
  return { runtime, portfolio, send, get, ada: runtime.learner('ada'), bob: runtime.learner('bob') }
}

describe('files of a learner', () => {
  it('are kept under their names, listed in pages, replaced, given back and removed', async () => {
    const { send, get, ada, portfolio } = open()
    expect((await send(ada, 'b.png', png(10))).body).toEqual({ kept: [['b.png', 'image/png', 10]] })
    await send(ada, 'a.txt', words(20))
    await send(ada, 'week1/ü.png', png(30))
    await send(ada, 'b.png', png(40))
    expect((await ada.show(portfolio)).text).toBe('a.txt, b.png, week1/ü.png')
    const page = (await get(ada, 'all', '', { limit: '2' })).body
    expect(page).toMatchObject({
      items: [
        { name: 'a.txt', size: 20 },
        { name: 'b.png', size: 40 },
      ],
      next: 'b.png',
    })
    expect((await get(ada, 'all', '', { after: 'b.png' })).body).toMatchObject({
      items: [{ size: 30 }],
      next: null,
    })
    const answer = await get(ada, 'file', 'week1/ü.png')
    expect(answer).toMatchObject({ status: 200, contentType: 'image/png', body: png(30) })
    expect(answer.headers['content-disposition']).toContain(`filename*=UTF-8''%C3%BC.png`)
    expect((await ada.call(portfolio, 'remove', {}, { suffix: 'b.png' })).body).toBe(true)
    expect((await ada.call(portfolio, 'remove', {}, { suffix: 'b.png' })).body).toBe(false)
    expect((await get(ada, 'file', 'b.png')).body).toBeNull()
  })

  it('reach nobody else, whatever they are called', async () => {
    const { send, get, ada, bob, portfolio, runtime } = open()
    await send(ada, 'diary.txt', words(20))
    const other = runtime.add(block(Portfolio))
    expect((await get(bob, 'file', 'diary.txt')).body).toBeNull()
    expect((await ada.call(other, 'file', {}, { method: 'GET', suffix: 'diary.txt' })).body).toBeNull()
    expect((await bob.show(portfolio)).text).toBe('nothing')
    expect((await get(ada, 'shared', 'diary.txt')).body).toBeNull()
  })

  it('are read by staff, of the learner that they name', async () => {
    const { send, get, ada, bob, runtime } = open()
    await send(ada, 'essay.txt', words(20))
    const paper = (who: TestLearner, learner: string) => get(who, 'paper_of', 'essay.txt', { learner })
    expect((await paper(runtime.staff(), 'ada')).body).toEqual(words(20))
    expect((await paper(runtime.staff(), 'bob')).body).toBeNull()
    expect((await paper(bob, 'ada')).status).toBe(403)
  })

  it('are kept with all that a handler does or not at all', async () => {
    const { send, ada, portfolio } = open()
    expect(await send(ada, 'a.png', png(10), 'put', { refuse: 'Too late.' })).toMatchObject({ status: 409 })
    await expect(ada.call(portfolio, 'sneaks', {}, { method: 'GET' })).rejects.toMatchObject({
      code: 'block-failed',
    })
    expect((await ada.show(portfolio)).text).toBe('nothing')
  })

  it.each([
    [
      'a program that says it is a picture',
      'a.png',
      Buffer.from('MZ\x90\0\x03', 'latin1'),
      'put',
      415,
      'octet-stream',
    ],
    ['a page that says it is a picture', 'a.png', Buffer.from('<html>'), 'strict', 415, 'text/plain'],
    [
      'one of another kind than this call takes',
      'a.pdf',
      Buffer.from('%PDF-1.7'),
      'strict',
      415,
      'application/pdf',
    ],
    ['one that is larger than its type takes', 'a.png', png(1001), 'put', 413, '1000 bytes'],
    ['one that is larger than this call takes', 'a.png', png(501), 'strict', 413, '500 bytes'],
    ['a stream that goes on for ever', '', words(1), 'endless', 413, '1000 bytes'],
    ['no name', '', words(1), 'put', 400, '""'],
    ['a way out of its folder', '../a.txt', words(1), 'put', 400, '../a.txt'],
    ['a way from the root', '/etc/passwd', words(1), 'put', 400, '/etc/passwd'],
    ['a backslash', 'a\\b.txt', words(1), 'put', 400, 'called'],
    ['a line break', 'a\nb.txt', words(1), 'put', 400, 'called'],
    ['a name that turns around', 'a\u202Egnp.exe', words(1), 'put', 400, 'called'],
    ['a name of objects', '__proto__', words(1), 'put', 400, '__proto__'],
    ['a name without end', 'a'.repeat(301), words(1), 'put', 400, 'called'],
  ])('are not %s', async (_what, name, bytes, to, status, why) => {
    const { send, ada, portfolio } = open()
    const { body, ...answer } = await send(ada, name, bytes, to)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(body)).toContain(JSON.stringify(why).slice(1, -1))
    expect((await ada.show(portfolio)).text).toBe('nothing')
  })

  it('are no more than their type says, however they are put', async () => {
    const { runtime, send, ada, bob, portfolio } = open()
    await send(ada, 'a.png', png(900))
    await send(ada, 'b.png', png(900))
    expect(await send(ada, 'c.png', png(300))).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('2000 bytes') },
    })
    // In place of another there is room for it.
    expect((await send(ada, 'a.png', png(300))).status).toBe(200)
    const three = ['c', 'd', 'e'].map((name) => ({ name: `${name}.png`, bytes: png(250) }))
    expect(await ada.call(portfolio, 'put', {}, { files: three })).toMatchObject({ status: 409 })
    expect((await ada.show(portfolio)).text).toBe('a.png, b.png')
    for (const name of ['1', '2', '3', '4']) expect((await send(bob, name, png(20))).status).toBe(200)
    expect(await send(bob, '5', png(20))).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('4 files') },
    })
    // What is replaced again and again takes room until it is collected.
    const statuses = new Set<number>()
    for (let round = 0; round < 12; round++) statuses.add((await send(bob, '1', png(900))).status)
    expect([...statuses]).toEqual([200, 409])
    runtime.clock.advance(86_400_000)
    expect((await send(bob, '1', png(900))).status).toBe(200)
  })

  it('are never more than the host says', async () => {
    const runtime = new MemoryRuntime({ fileLimits: { size: 100 } })
    const portfolio = runtime.add(block(Portfolio))
    const files = [{ name: 'a.png', bytes: png(101) }]
    expect(await runtime.learner('ada').call(portfolio, 'put', {}, { files })).toMatchObject({ status: 413 })
  })
})

describe('files of a block', () => {
  it('are everybody’s who may call the handler that gives them, and shown where that is safe', async () => {
    const { send, get, ada, bob } = open()
    await send(ada, 'map.png', png(700), 'share')
    await send(bob, 'notes.txt', words(600), 'share')
    expect(await get(bob, 'shared', 'map.png')).toMatchObject({ body: png(700), contentType: 'image/png' })
    expect((await get(bob, 'shared', 'map.png')).headers['content-disposition']).toMatch(/^inline/)
    expect((await get(ada, 'shared', 'notes.txt')).headers['content-disposition']).toMatch(/^attachment/)
    expect(await send(ada, 'more.png', png(300), 'share')).toMatchObject({ status: 409 })
    expect((await get(bob, 'file', 'map.png')).body).toBeNull()
  })
})

describe('the conformance suite', () => {
  const uploads = { upload: z.object({}), limit: 1000 }

  @needs(Files)
  @blockType('boundless')
  class Boundless extends Block({}) {
    @handler(uploads) async put(_values: object, { files: [file] }: UploadRequest) {
      return file && (await this.service(Files).put('a', file))
    }
  }
  @blockType('limitless')
  class Limitless extends Block({}) {
    @handler({ upload: z.object({}) }) put(_values: object, { files }: UploadRequest) {
      return files.length
    }
  }
  @blockType('trusting')
  class Trusting extends Block({}) {
    @handler(uploads) put(_values: object, { files }: UploadRequest) {
      return { size: (files[0] as { size: number }).size }
    }
  }

  it.each([
    ['keeps files of every kind and any number', Boundless, /does not say of which kinds/],
    ['says no limit of an upload', Limitless, /'put' takes files and does not say how many bytes/],
    ['fails where no file is sent', Trusting, /'put' failed on no file/],
    ['says all that, and refuses the rest', Portfolio, undefined],
  ])('tells a type that %s', async (_what, type, why) => {
    const rule = conformance<BlockBase>(type as ClassOf<BlockBase>).find(({ name }) =>
      name.startsWith('takes files'),
    )
    const found = await rule?.run().then(
      () => undefined,
      ({ message }: Error) => message,
    )
    if (why) expect(found).toMatch(why)
    else expect(found).toBeUndefined()
  })
})
