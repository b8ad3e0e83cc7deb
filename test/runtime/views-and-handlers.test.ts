import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  Block,
  block,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  list,
  string,
  view,
  type HandlerRequest,
} from '../../runtime/index.js'
import { composed, request, runtimeOf, stored } from './memory-session.js'

const wanted = z.object({ by: z.number() })

@block('counter')
class Counter extends Block({
  content: { title: string('Count') },
  userState: { count: integer(), seen: integer(), list: list(string()) },
}) {
  @view studentView() {
    this.seen += 1
    return new Fragment(html`student ${this.title}`)
  }
  @view studentViewData() {
    return { title: this.title }
  }
  @view studentViewUserState() {
    return { count: this.count }
  }
  @view emptyView() {
    return null
  }
  @handler(wanted) add({ by }: { by: number }) {
    this.count += by
    if (this.count > 10) throw new HandlerError(422, 'That is too much.')
    return { count: this.count }
  }
  @handler(wanted) silent() {
    this.count += 1
  }
  @handler raw({ method, suffix, query, body }: HandlerRequest, name: string) {
    const text = [method, suffix, query.get('q') ?? '', body, name].join('|')
    return { status: 201, contentType: 'text/plain', body: text, headers: { 'x-made': 'yes' } }
  }
  @handler({ reads: true }) rawJson() {
    return [1, 2]
  }
  @handler({ reads: true }) looks({ method, query }: HandlerRequest) {
    this.publish('looked', {})
    return { method, query: query.get('q') ?? null, count: this.count, untouched: this.list }
  }
  @handler({ reads: true }) writes() {
    this.count += 1
  }
  @handler({ reads: true }) changesInPlace() {
    this.list.push('x')
  }
  @handler({ reads: true }) changesBack() {
    this.count += 1
    this.count -= 1
    this.list.push('x')
    this.list.pop()
    return 'as it was'
  }
  @handler({ reads: true }) grades() {
    this.publish('grade', { value: 1, maxValue: 1 })
  }
  @handler({ reads: true }) completes() {
    this.publish('completion', { value: 1 })
  }
  @handler({ reads: true }) completesAsBefore() {
    this.publish('progress', {})
  }
  @handler({ reads: true }) async changesChild() {
    await this.renderChildren()
  }
  @handler piece() {
    return new Fragment(html`<b>${'<'}</b>`).addCss('a.css')
  }
  @handler(wanted) refuses() {
    throw new HandlerError(409, 'No.')
  }
  notAHandler() {
    return 'secret'
  }
}

@block('catchall')
class CatchAll extends Block({}) {
  @view fallbackView(name: string) {
    return new Fragment(html`fallback for ${name}`)
  }
  @handler fallbackHandler({ method }: HandlerRequest, name: string) {
    return { caught: name, method }
  }
}

@block('shelf')
class Shelf extends Block({}) {
  @view async studentView() {
    return this.inside(await Promise.all(this.children.map((child) => this.renderChild(child))))
  }
  @view async authorView() {
    return this.studentView()
  }
  @view async mixedView() {
    const [first] = this.children
    return this.inside(first ? [await this.renderChild(first, 'student_view')] : [])
  }
  private inside(parts: readonly Fragment[]) {
    return new Fragment(html`[${parts.map(({ content }) => content)}]`)
  }
}

/** Leads learners to what is for authors, as a plugin may by mistake. */
@block('edited')
class Edited extends Block({}) {
  @view async studentView() {
    const parts = this.children.map((child) => this.renderChild(child, 'studio_view'))
    return Fragment.joined(await Promise.all(parts))
  }
  @view studioView() {
    return new Fragment(html`the editor`)
  }
  @view fallbackView(name: string) {
    return new Fragment(html`fallback for ${name}`)
  }
  @handler({ for: 'author' }) draft() {
    return 'drafted'
  }
  @handler(wanted, { for: 'author' }) draftBy({ by }: { by: number }) {
    return by
  }
}

const counter = composed('counter')
const open = (forAuthors = false) =>
  runtimeOf([Counter, CatchAll, Shelf, Edited]).session({ fieldData: stored(), forAuthors })

describe('views', () => {
  it.each([
    ['a view that is there', 'counter', 'student_view', 'student Count'],
    ['the fallback view, told which one was asked for', 'catchall', 'mixed_view', 'fallback for mixed_view'],
  ])('show %s', async (_case, type, name, text) => {
    expect((await open().fragment(composed(type), name)).content.text).toContain(text)
  })

  it('say which there are when the one asked for is missing and there is no fallback', async () => {
    await expect(open().view(counter, 'author_view')).rejects.toMatchObject({
      code: 'view-missing',
      status: 404,
      message: expect.stringContaining('student_view, student_view_data'),
    })
  })

  it('show children with the view being shown, unless told otherwise', async () => {
    const shelf = composed('shelf', {}, [composed('catchall')])
    const text = async (name: string) => (await open(true).fragment(shelf, name)).content.text
    expect(await text('student_view')).toContain('fallback for student_view')
    expect(await text('author_view')).toContain('fallback for author_view')
    expect(await text('mixed_view')).toContain('fallback for student_view')
  })

  it('keep to their own view when the same block is shown twice at once', async () => {
    const shelf = composed('shelf', {}, [composed('catchall')])
    const session = open(true)
    const [student, author] = await Promise.all([
      session.fragment(shelf, 'student_view'),
      session.fragment(shelf, 'author_view'),
    ])
    expect(student.content.text).toContain('fallback for student_view')
    expect(author.content.text).toContain('fallback for author_view')
  })

  it('may change learner fields, which are then saved', async () => {
    const session = open()
    await session.fragment(counter, 'student_view')
    expect(session.updates()).toEqual([{ scope: 'userState', id: counter.key, field: 'seen', value: 1 }])
  })
})

describe('what is for authors', () => {
  const post = (body: string): HandlerRequest => ({ method: 'POST', suffix: '', query: new Map(), body })
  const edited = () => composed('edited', {}, [composed('edited')])

  it.each(['author_view', 'studio_view'])('is no view that learners have: %s', async (name) => {
    const learner = open()
    expect((await learner.fragment(edited(), name)).content.text).not.toMatch(/editor|fallback/)
    await expect(learner.view(edited(), name)).rejects.toMatchObject({ code: 'view-missing' })
    await expect(learner.data(edited(), name)).rejects.toMatchObject({
      code: 'view-missing',
      message: expect.not.stringMatching(/it has:.*studio_view/) as string,
    })
    expect((await open(true).fragment(edited(), name)).content.text).toMatch(/editor|fallback/)
  })

  it('does not reach learners through a block around it, nor once an author saw it', async () => {
    const runtime = runtimeOf([Edited])
    const block = edited()
    const as = (forAuthors: boolean) => runtime.session({ fieldData: stored(), forAuthors })
    expect((await as(true).fragment(block, 'studio_view')).content.text).toContain('the editor')
    expect((await as(true).fragment(block, 'student_view')).content.text).toContain('the editor')
    expect((await as(false).fragment(block, 'studio_view')).content.text).not.toContain('the editor')
    expect((await as(false).fragment(block, 'student_view')).content.text).not.toContain('the editor')
  })

  it('is no handler that they may call, whatever they send', async () => {
    for (const name of ['draft', 'draft_by']) {
      const call = open().handle(edited(), name, post('{'))
      await expect(call).rejects.toMatchObject({ code: 'author-only', status: 403 })
    }
    const { response } = await open(true).handle(edited(), 'draft_by', post('{"by":2}'))
    expect(response.body).toBe('2')
  })
})

describe('handlers', () => {
  it.each([
    ['JSON input by POST', 'add', { body: '{"by":2}' }, 200, '{"count":2}'],
    ['an empty body as no input', 'fallback', {}, 404, ''],
    ['nothing returned as null', 'silent', { body: '{"by":1}' }, 200, 'null'],
    ['a refusal as its status and its words', 'refuses', { body: '{"by":1}' }, 409, '{"error":"No."}'],
    ['a list as JSON', 'raw_json', { method: 'GET' }, 200, '[1,2]'],
    ['HEAD like GET', 'raw_json', { method: 'HEAD' }, 200, '[1,2]'],
    [
      'a fragment as content and resources',
      'piece',
      {},
      200,
      '{"content":"<b>&lt;</b>","resources":[{"kind":"css","url":"a.css"}]}',
    ],
    [
      'raw with suffix, query and body',
      'raw',
      { suffix: 'a/b', query: new Map([['q', '1']]), body: '{{' },
      201,
      'POST|a/b|1|{{|raw',
    ],
    ['a method that is no handler as missing', 'not_a_handler', {}, 404, ''],
    ['JSON input by GET as the wrong method', 'add', { method: 'GET', body: '{"by":2}' }, 405, ''],
    ['JSON input by PUT as the wrong method', 'add', { method: 'PUT', body: '{"by":2}' }, 405, ''],
    ['a raw request by GET as the wrong method', 'raw', { method: 'GET' }, 405, ''],
    ['a raw request by HEAD as the wrong method', 'raw', { method: 'HEAD' }, 405, ''],
    ['what only reads by POST as the wrong method', 'raw_json', {}, 405, ''],
    ['a body that is not JSON', 'add', { body: '{by' }, 400, ''],
    ['JSON of another shape', 'add', { body: '{"by":"2"}' }, 400, ''],
  ])('take %s', async (_case, name, given, status, body) => {
    const outcome = open().handle(counter, name, request(given))
    if (body === '') return expect(outcome).rejects.toMatchObject({ status })
    expect((await outcome).response).toMatchObject({ status, body })
  })

  it('fall back where there is a fallback, which is told the name', async () => {
    const { response } = await open().handle(composed('catchall'), 'anything', request())
    expect(JSON.parse(String(response.body))).toEqual({ caught: 'anything', method: 'POST' })
  })

  it.each([
    ['bytes', Uint8Array.of(1, 0, 255), 'application/octet-stream'],
    ['a buffer of bytes', Uint8Array.of(1, 0, 255).buffer, 'application/octet-stream'],
    [
      'a response of bytes',
      { status: 200, contentType: 'image/png', body: Uint8Array.of(1, 0, 255) },
      'image/png',
    ],
  ])('answer %s as they are', async (_what, given, contentType) => {
    @block('filing')
    class Filing extends Block({}) {
      @handler file() {
        return given
      }
    }
    const session = runtimeOf([Filing]).session({ fieldData: stored() })
    const { response } = await session.handle(composed('filing'), 'file', request())
    expect(response).toMatchObject({ status: 200, contentType })
    expect(response.body).toEqual(Uint8Array.of(1, 0, 255))
  })

  it('say which methods they take when called by another', async () => {
    const called = (name: string, method: string) => open().handle(counter, name, request({ method }))
    await expect(called('raw', 'GET')).rejects.toMatchObject({ code: 'handler-method', methods: ['POST'] })
    await expect(called('looks', 'DELETE')).rejects.toMatchObject({ methods: ['GET', 'HEAD'] })
  })

  it('pass headers of their own on', async () => {
    const { response } = await open().handle(counter, 'raw', request())
    expect(response.headers).toEqual({ 'x-made': 'yes' })
  })

  const answering = async (headers: Record<string, unknown>, contentType: unknown = 'text/plain') => {
    @block('answering')
    class Answering extends Block({}) {
      @handler answer() {
        return { status: 200, contentType, body: 'said', headers }
      }
    }
    const session = runtimeOf([Answering]).session({ fieldData: stored() })
    return (await session.handle(composed('answering'), 'answer', request())).response.headers
  }

  it('pass each header on once, and none that says how the answer travels', async () => {
    const given = {
      'X-Made': 'yes',
      'Content-Type': 'text/html',
      'Content-Length': '1',
      'Transfer-Encoding': 'chunked',
      connection: 'close',
      'cache-control': 'no-store',
    }
    expect(await answering(given)).toEqual({
      'x-made': 'yes',
      'content-type': 'text/html',
      'cache-control': 'no-store',
    })
  })

  it.each([
    ['a line break in a value', { 'x-a': 'b\r\nset-cookie: c=d' }],
    ['a value beyond Latin-1', { 'x-a': '€' }],
    ['a value that is no text', { 'x-a': 5 }],
    ['a space in a name', { 'x a': 'b' }],
    ['no name', { '': 'b' }],
    ['a line break in the content type', {}, 'text/html\nset-cookie: c=d'],
    ['no content type', {}, null],
  ])('fail by name with %s', async (_what, headers, contentType?: unknown) => {
    await expect(answering(headers, contentType)).rejects.toMatchObject({
      code: 'block-failed',
      message: expect.stringContaining('whose name or value HTTP cannot hold') as string,
    })
  })
})

describe('handlers that only read', () => {
  const get = request({ method: 'GET', query: new Map([['q', 'a']]) })

  it('see what is stored, publish what is only logged, and leave nothing to save', async () => {
    const session = runtimeOf([Counter]).session({
      fieldData: stored([{ scope: 'userState', id: counter.key, values: { count: 3 } }]),
    })
    const { response, reads } = await session.handle(counter, 'looks', get)
    expect(JSON.parse(String(response.body))).toEqual({ method: 'GET', query: 'a', count: 3, untouched: [] })
    expect((await session.handle(counter, 'changes_back', get)).response.body).toBe('"as it was"')
    expect(reads).toBe(true)
    expect(session.updates()).toEqual([])
    expect(session.events.map(({ type }) => type)).toEqual(['looked'])
  })

  it.each([
    ['writes', "'count'"],
    ['changes_in_place', "'list'"],
    ['changes_child', "'seen'"],
    ['grades', "'grade'"],
    ['completes', "'completion'"],
    ['completes_as_before', "'progress'"],
  ])('fail where they do not: %s', async (name, what) => {
    const parent = composed('counter', {}, [composed('counter', {}, [], 'child')])
    await expect(open().handle(parent, name, get)).rejects.toMatchObject({
      code: 'block-failed',
      message: expect.stringContaining(what),
    })
  })
})

describe('data views', () => {
  it('give JSON, the shared one the very same text to every learner', async () => {
    const runtime = runtimeOf([Counter])
    const learner = (count: number) =>
      runtime.session({ fieldData: stored([{ scope: 'userState', id: counter.key, values: { count } }]) })
    expect(await learner(3).data(counter, 'student_view_data')).toBe('{"title":"Count"}')
    expect(await learner(4).data(counter, 'student_view_data')).toBe('{"title":"Count"}')
    expect(await learner(4).data(counter, 'student_view_user_state')).toBe('{"count":4}')
    expect(await learner(4).data(counter, 'empty_view')).toBe('null')
  })

  it('cannot read a learner field where they are the same for everyone', async () => {
    @block('leaky')
    class Leaky extends Block({ userState: { answer: string() } }) {
      @view studentViewData() {
        return { answer: this.answer }
      }
    }
    const session = runtimeOf([Leaky]).session({ fieldData: stored() })
    await expect(session.data(composed('leaky'), 'student_view_data')).rejects.toMatchObject({
      code: 'field-scope',
      message: expect.stringContaining('student_view_data'),
    })
  })

  it.each([
    ['a view that draws a page', 'counter', 'student_view'],
    ['a view that is missing, fallback or not', 'catchall', 'student_view_data'],
  ])('are not %s', async (_case, type, name) => {
    await expect(open().data(composed(type), name)).rejects.toMatchObject({ code: 'view-missing' })
  })
})
