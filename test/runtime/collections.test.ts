import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  Aside,
  aside,
  asideFor,
  Block,
  block,
  collection,
  CompositorError,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  list,
  string,
  view,
  type EntriesPageQuery,
} from '../../runtime/index.js'
import { block as draft, MemoryRuntime } from '../../plugins/testing/index.js'

const hint = z.object({ text: z.string(), votes: z.number().default(0) })
const anything = z.object({}).loose()

@block('hints')
class Hints extends Block({
  userState: { tries: collection(string()), last: string() },
  userStateSummary: { hints: collection(hint, { most: 500 }), count: integer() },
}) {
  @view studentView() {
    return new Fragment(html`${this.last}`)
  }
  @view async listView() {
    const { items } = await this.hints.page({ newestFirst: true, limit: 2 })
    return new Fragment(html`${items.map(({ value }) => html`<li>${value.text}</li>`)}`)
  }
  @view async studentViewData() {
    return { count: await this.hints.count() }
  }
  @handler(anything) async add({ texts = [], refuse = false }: { texts?: string[]; refuse?: boolean }) {
    for (const text of texts) this.hints.append({ text, votes: 0 })
    const { items } = await this.hints.page()
    if (refuse) throw new HandlerError(409, 'no')
    return { texts: items.map(({ value }) => value.text), count: await this.hints.count() }
  }
  @handler(anything) async vote({ key, text }: { key?: string; text?: string }) {
    const before = await this.hints.get(key ?? '')
    this.hints.put(key ?? '', { text: text ?? before?.text ?? '', votes: (before?.votes ?? 0) + 1 })
    return { before: before ?? null, after: await this.hints.get(key ?? '') }
  }
  @handler(anything) async remove({ key = '' }: { key?: string }) {
    this.hints.delete(key)
    return { count: await this.hints.count(), there: (await this.hints.get(key)) ?? null }
  }
  @handler(anything) page(query: EntriesPageQuery) {
    return this.hints.page(query)
  }
  @handler(anything) async attempt({ text = '' }: { text?: string }) {
    this.tries.append(text)
    return { count: await this.tries.count(), all: (await this.tries.page()).items.map(({ value }) => value) }
  }
  @handler({ reads: true }) async sneaks() {
    this.tries.append('x')
  }
  @handler(anything) wrong({ value }: { value?: unknown }) {
    this.hints.append(value as { text: string; votes: number })
  }
}

@aside('marks')
class Marks extends Aside({ userState: { marks: collection(integer()) } }) {
  @asideFor('student_view') marked() {
    return new Fragment(html``)
  }
  @handler async mark() {
    this.marks.append(1)
    return this.marks.count()
  }
}

const opened = () => {
  const runtime = new MemoryRuntime({ asides: [Marks] })
  const hints = runtime.add(draft(Hints))
  const [ada, bob] = [runtime.learner('ada'), runtime.learner('bob')]
  const body = async (who: typeof ada, name: string, input: unknown = {}) =>
    (await who.call(hints, name, input)).body
  return { runtime, hints, ada, bob, body }
}

describe('a collection of a block', () => {
  it('has what all learners append in the order in which they did, and tells a call of its own', async () => {
    const { runtime, ada, bob, body } = opened()
    expect(await body(ada, 'add', { texts: ['a', 'b'] })).toEqual({ texts: ['a', 'b'], count: 2 })
    runtime.clock.advance(1)
    expect(await body(bob, 'add', { texts: ['c'] })).toEqual({ texts: ['a', 'b', 'c'], count: 3 })
  })

  it('keeps nothing of a call that was refused', async () => {
    const { hints, ada, body } = opened()
    expect(await ada.call(hints, 'add', { texts: ['a'], refuse: true })).toMatchObject({ refused: true })
    expect(await body(ada, 'add')).toEqual({ texts: [], count: 0 })
  })

  it('is of one learner where its scope is', async () => {
    const { ada, bob, body } = opened()
    await body(ada, 'attempt', { text: 'one' })
    expect(await body(ada, 'attempt', { text: 'two' })).toEqual({ count: 2, all: ['one', 'two'] })
    expect(await body(bob, 'attempt', { text: 'three' })).toEqual({ count: 1, all: ['three'] })
  })

  it('sets, gives and deletes by key', async () => {
    const { ada, bob, body } = opened()
    expect(await body(ada, 'vote', { key: 'k', text: 't' })).toEqual({
      before: null,
      after: { text: 't', votes: 1 },
    })
    expect(await body(bob, 'vote', { key: 'k' })).toMatchObject({ after: { text: 't', votes: 2 } })
    expect(await body(ada, 'remove', { key: 'k' })).toEqual({ count: 0, there: null })
    expect(await body(ada, 'remove', { key: 'k' })).toEqual({ count: 0, there: null })
  })

  it.each<[EntriesPageQuery, string, string | null]>([
    [{}, 'a1 a2 a3 b1 b2', null],
    [{ limit: 2 }, 'a1 a2', 'a2'],
    [{ limit: 2, after: 'a2' }, 'a3 b1', 'b1'],
    [{ limit: 2, after: 'b1' }, 'b2', null],
    [{ limit: 2, newestFirst: true }, 'b2 b1', 'b1'],
    [{ limit: 2, newestFirst: true, after: 'b1' }, 'a3 a2', 'a2'],
    [{ startsWith: 'a' }, 'a1 a2 a3', null],
    [{ startsWith: 'a', after: 'a1', limit: 1 }, 'a2', 'a2'],
    [{ startsWith: 'a', newestFirst: true, limit: 1 }, 'a3', 'a3'],
    [{ startsWith: 'c' }, '', null],
    [{ limit: 0 }, 'a1', 'a1'],
  ])('gives the page that is asked for: %j', async (query, keys, next) => {
    const { ada, body } = opened()
    for (const key of ['b2', 'a3', 'a1', 'b1', 'a2']) await body(ada, 'vote', { key })
    const page = (await body(ada, 'page', query)) as { items: { key: string }[]; next: string | null }
    expect(page.items.map(({ key }) => key).join(' ')).toBe(keys)
    expect(page.next).toBe(next)
  })

  it('gives what was appended in a time', async () => {
    const { runtime, ada, body } = opened()
    const start = runtime.clock.now()
    for (const text of ['a', 'b', 'c', 'd']) {
      await body(ada, 'add', { texts: [text] })
      runtime.clock.advance(1000)
    }
    const page = (await body(ada, 'page', { since: start + 1000, until: start + 3000 })) as {
      items: { at: number; value: { text: string } }[]
    }
    expect(page.items.map(({ at, value }) => [at - start, value.text])).toEqual([
      [1000, 'b'],
      [2000, 'c'],
    ])
  })

  it.each([
    ['wrong', { value: { votes: 1 } }, 'field-value'],
    ['wrong', { value: { text: 'x'.repeat(100_001), votes: 1 } }, 'learner-state-too-large'],
    ['vote', { key: 'with space' }, 'field-value'],
    ['vote', { key: 'é' }, 'field-value'],
    ['vote', { key: 'k'.repeat(201) }, 'field-value'],
    ['vote', { key: '' }, 'field-value'],
    ['add', { texts: Array.from({ length: 1001 }, String) }, 'learner-state-too-large'],
  ])('refuses what does not fit: %s', async (name, input, code) => {
    const { runtime, hints, ada } = opened()
    const called = await ada.call(hints, name, input).catch((thrown: unknown) => thrown)
    const found = called instanceof CompositorError ? called.code : undefined
    const status = (called as { status?: number }).status
    expect(found ?? status).toSatisfy((one) => one === code || one === (code === 'field-value' ? 400 : 413))
    expect(
      await runtime
        .learner('ada')
        .data(hints, 'student_view_user_state')
        .catch(() => null),
    ).toBeNull()
    expect((await ada.call(hints, 'add')).body).toEqual({ texts: [], count: 0 })
  })

  it('cannot be changed by a handler that only reads', async () => {
    const { hints, ada } = opened()
    await expect(ada.call(hints, 'sneaks', {}, { method: 'GET' })).rejects.toMatchObject({
      code: 'block-failed',
    })
  })

  it('shows in a view what is there now, whoever added it', async () => {
    const { runtime, hints, ada, body } = opened()
    expect((await ada.show(hints, 'list_view')).text).toBe('')
    await body(runtime.learner('bob'), 'add', { texts: ['b', 'c', 'd'] })
    expect((await ada.show(hints, 'list_view')).html).toContain('<li>d</li><li>c</li>')
    expect((await ada.show(hints, 'list_view')).html).not.toContain('<li>b</li>')
  })

  it('is not reached by data that is the same for every learner', async () => {
    const { hints, ada } = opened()
    await expect(ada.data(hints)).rejects.toMatchObject({ code: 'field-scope' })
  })

  it('is an aside’s own, too', async () => {
    const { runtime, hints, ada } = opened()
    const marks = runtime.aside(hints, Marks)
    expect((await ada.call(marks, 'mark')).body).toBe(1)
    expect((await ada.call(marks, 'mark')).body).toBe(2)
  })

  it('cannot stand in a scope that is the same for everybody, nor take a name that every block has', () => {
    const odd: object = { content: { hints: collection(hint) }, settings: { all: list(string()) } }
    expect(() => Block(odd)).toThrow(/scope content/)
    const taken: object = { userState: { children: collection(hint) } }
    expect(() => Block(taken)).toThrow(/cannot be called 'children'/)
    const nowhere: object = { sharedState: { answer: string() } }
    expect(() => Block(nowhere)).toThrow(/no scope 'sharedState'; there are content, settings, userState,/)
  })
})
