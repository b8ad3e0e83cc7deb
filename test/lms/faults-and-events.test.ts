import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import { LearnersSide, MemoryEventLog, type LearnerStore } from '../../lms/index.js'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  Fragment,
  handler,
  html,
  integer,
  view,
  type ConcreteBlockClass,
  type GradeEvent,
  type HandlerRequest,
} from '../../runtime/index.js'
import { alice, keyOf, one, post, SetClock, unitOf } from './sky-unit.js'
import { memoryLearners } from './learner-stores.js'

@block('box')
class Box extends Block({}) {
  @view async studentView() {
    const parts: Fragment[] = []
    for (const child of this.children) parts.push(await this.renderChild(child))
    return new Fragment(html`${parts.map(({ content }) => content)}`)
  }
}

@block('teller')
class Teller extends Block({}) {
  @view studentView() {
    this.publish('teller.shown', {})
    return new Fragment(html`told`)
  }
}

@block('faulty')
class Faulty extends Block({ userState: { count: integer() } }) {
  @view studentView(): Fragment {
    this.count += 1
    this.publish('grade', { value: 1, maxValue: 1 })
    throw new Error('after the change')
  }
  @handler half() {
    this.count += 1
    this.publish('faulty.half', {})
    throw new Error('in the middle')
  }
  @handler async hangs() {
    this.count += 1
    return new Promise<never>(() => {})
  }
}

@block('boaster')
class Boaster extends Block({ userState: { count: integer() } }) {
  @handler boast({ body }: HandlerRequest) {
    this.count += 1
    this.publish('grade', JSON.parse(body) as GradeEvent)
    return {}
  }
}

@block('pythonic')
class Pythonic extends Block({}) {
  @view studentView() {
    const payload: object = { value: 1, max_value: 2 }
    this.publish('grade', payload as GradeEvent)
    return new Fragment(html`graded`)
  }
}

@block('visited')
class Visited extends Block({ userState: { count: integer() } }) {
  @view studentView() {
    this.count += 1
    return new Fragment(html`visit ${this.count}`)
  }
}

function side() {
  const types = new Map(
    [Box, Teller, Faulty, Boaster, Pythonic, Visited]
      .flatMap((one) => BlockType.allOf(one as ConcreteBlockClass, 'test'))
      .map((type) => [type.name, type] as const),
  )
  const [store, events] = [memoryLearners(), new MemoryEventLog()]
  const runtime = new BlockRuntime({ types, services: new Container(), deadline: 15 })
  return { store, events, lms: new LearnersSide({ runtime, store, events, clock: new SetClock() }) }
}

const faulty = keyOf('faulty', 'f')
const unit = unitOf('v1', one('faulty', 'f'), one('visited', 'v'))
const count = async (store: LearnerStore, id: string) => {
  const address = { scope: 'userState', id } as const
  return (await store.load(alice.id, [address])).record(address)
}

describe('a grade that is no share of what is possible', () => {
  const boaster = keyOf('boaster', 'b')
  const boasting = unitOf('v1', one('boaster', 'b'))

  it.each([
    { value: 1e9, maxValue: 1 },
    { value: 1.01, maxValue: 1 },
    { value: -1, maxValue: 1 },
    { value: 0, maxValue: -1 },
    { value: '1', maxValue: 1 },
    { value: 1 },
  ])('is refused with all that was done: %j', async (grade) => {
    const { lms, store } = side()
    await expect(
      lms.handle(boasting, alice, post(boaster, 'boast', JSON.stringify(grade))),
    ).rejects.toMatchObject({
      code: 'block-failed',
    })
    expect((await store.results(alice.id, [boaster])).size).toBe(0)
    expect(await count(store, boaster)).toBeUndefined()
  })

  it('is taken at its bounds', async () => {
    const { lms, store } = side()
    for (const value of [0, 2]) {
      await lms.handle(boasting, alice, post(boaster, 'boast', JSON.stringify({ value, maxValue: 2 })))
      expect((await store.results(alice.id, [boaster])).get(boaster)?.grade).toMatchObject({
        earned: value,
        possible: 2,
      })
    }
  })
})

describe('a block that fails among others', () => {
  it('loses what it changed and published in its view, while the others’ changes are saved', async () => {
    const { lms, store } = side()
    const { fragment } = await lms.unitPage(unit, alice)
    expect(fragment.content.text).toMatch(/could not be shown.*visit 1/s)
    expect(await count(store, faulty)).toBeUndefined()
    expect(await count(store, keyOf('visited', 'v'))).toEqual({ count: 1 })
    expect((await store.results(alice.id, [faulty])).size).toBe(0)
  })

  it('costs its own view alone where it publishes a grade in other words', async () => {
    const { lms, store } = side()
    const { fragment } = await lms.unitPage(unitOf('v1', one('pythonic', 'p'), one('visited', 'v')), alice)
    expect(fragment.content.text).toMatch(/could not be shown.*visit 1/s)
    expect((await store.results(alice.id, [keyOf('pythonic', 'p')])).size).toBe(0)
  })

  it.each(['half', 'hangs'])('saves and logs nothing of a handler that fails: %s', async (name) => {
    const { lms, store, events } = side()
    await expect(lms.handle(unit, alice, post(faulty, name))).rejects.toMatchObject({ code: 'block-failed' })
    expect(await count(store, faulty)).toBeUndefined()
    expect(events.events).toEqual([])
  })
})

describe('a view that tells the log something', () => {
  it('tells it each time it is shown', async () => {
    const { lms, events } = side()
    const telling = unitOf('v1', one('teller', 't'))
    await lms.unitPage(telling, alice)
    await lms.unitPage(telling, alice)
    expect(events.events.map(({ name }) => name)).toEqual(['teller.shown', 'teller.shown'])
  })
})
