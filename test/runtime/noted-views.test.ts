import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  Clock,
  Fragment,
  html,
  integer,
  list,
  needs,
  Random,
  string,
  User,
  view,
  type ComposedBlock,
  type JsonObject,
} from '../../runtime/index.js'

let shown: string[] = []

@needs(User)
@needs(Clock)
@needs(Random)
@block('asking')
class AskingBlock extends Block({
  content: { asks: string('') },
  userState: { answer: string(''), notes: list(string()) },
  userStateSummary: { votes: integer(0) },
}) {
  @view studentView() {
    shown.push(this.composed.key)
    const asked: Record<string, () => unknown> = {
      answer: () => this.answer,
      notes: () => this.notes.length,
      votes: () => this.votes,
      staff: () => this.service(User).isStaff,
      past: () => this.service(Clock).isPast(5000),
      event: () => this.publish('seen', { place: this.composed.key }),
      name: () => this.service(User).name,
      everything: () => JSON.stringify(Object.entries(this.service(User))),
      now: () => this.service(Clock).now(),
      chance: () => this.service(Random).next(),
      keeps: () => (this.answer = 'kept'),
    }
    return new Fragment(html`${this.asks}: ${String(asked[this.asks]?.())}`)
  }
}

@block('holding')
class HoldingBlock extends Block({}) {
  @view async studentView() {
    shown.push(this.composed.key)
    return this.renderChildren()
  }
}

interface Person {
  readonly name: string
  readonly isStaff?: boolean
  readonly now?: number
  readonly state?: JsonObject
}

function runtime(): BlockRuntime {
  const types = new Map(
    [AskingBlock, HoldingBlock].flatMap((one) => BlockType.allOf(one, 'test')).map((one) => [one.name, one]),
  )
  return new BlockRuntime({
    types,
    services: new Container(),
    onFailure: (error) => {
      throw error
    },
  })
}

function session(kernel: BlockRuntime, { name, isStaff = false, now = 1000, state }: Person) {
  class At extends Clock {
    now = () => now
  }
  return kernel.session({
    fieldData: {
      learner: name,
      record: ({ scope }) => (scope === 'userState' || state?.['all'] !== undefined ? state : undefined),
    },
    service: (token) => {
      if (token === User) return { id: name, anonymousId: `a-${name}`, name, isStaff }
      if (token === Clock) return new At()
      return token === Random ? { next: () => 0.5 } : undefined
    },
  })
}

const asking = (asks: string, id = asks): ComposedBlock => ({
  key: `block-v1:O+C+R+type@asking+block@${id}`,
  type: 'asking',
  definition: id,
  fields: { asks },
  children: [],
})
const holding = (...children: ComposedBlock[]): ComposedBlock => ({
  key: 'block-v1:O+C+R+type@holding+block@all',
  type: 'holding',
  definition: 'all',
  fields: {},
  children,
})

/** What learners are shown in turn, and how often the block was asked. */
async function seen(unit: ComposedBlock, ...people: Person[]) {
  const kernel = runtime()
  shown = []
  const texts: string[] = []
  for (const person of people) {
    const { content } = await session(kernel, person).fragment(unit, 'student_view')
    texts.push(content.text.replace(/<[^>]*>/g, ''))
  }
  return { texts, times: shown.length }
}

const ann = { name: 'Ann' }
const bob = { name: 'Bob' }

describe('a view that looked at the learner', () => {
  it.each([
    ['answer', 'answer: '],
    ['notes', 'notes: 0'],
    ['votes', 'votes: 0'],
    ['staff', 'staff: false'],
    ['past', 'past: false'],
  ])('and found nothing of theirs (%s) is shown once for all who have nothing there', async (asks, text) => {
    expect(await seen(asking(asks), ann, bob)).toEqual({ texts: [text, text], times: 1 })
  })

  it.each(['name', 'everything', 'now', 'chance', 'keeps'])(
    'and asked what no note can hold (%s) is shown anew for each',
    async (asks) => {
      expect((await seen(asking(asks), ann, bob)).times).toBe(2)
    },
  )

  it.each<[string, Person, string]>([
    ['answer', { name: 'Cem', state: { answer: 'yes' } }, 'answer: yes'],
    ['notes', { name: 'Cem', state: { notes: ['a'] } }, 'notes: 1'],
    ['votes', { name: 'Cem', state: { all: true, votes: 3 } }, 'votes: 3'],
    ['staff', { name: 'Cem', isStaff: true }, 'staff: true'],
    ['past', { name: 'Cem', now: 5000 }, 'past: true'],
  ])('is shown anew for who answers %s otherwise, and again for who does not', async (asks, other, text) => {
    const { texts } = await seen(asking(asks), ann, other, bob)
    expect(texts).toEqual([texts[0], text, texts[0]])
    expect(text).not.toBe(texts[0])
  })

  it('never gives anybody what was stored of another', async () => {
    const first = { name: 'Ann', state: { answer: 'her own' } }
    expect((await seen(holding(asking('answer')), first, bob)).texts).toEqual(['answer: her own', 'answer: '])
  })

  it('is shared in what holds it, with all that was asked inside', async () => {
    const unit = holding(asking('answer'), asking('staff'), asking('past'))
    expect((await seen(unit, ann, bob)).times).toBe(4)
    const { texts, times } = await seen(unit, ann, { name: 'Cem', isStaff: true }, bob)
    expect(texts[1]).toContain('staff: true')
    expect(texts[2]).toBe(texts[0])
    // The holder and the one block that asked for staff.
    expect(times).toBe(4 + 2)
  })

  it('is not shared in what holds something of one learner', async () => {
    const { texts, times } = await seen(holding(asking('staff'), asking('name')), ann, bob)
    expect(texts[1]).toContain('name: Bob')
    expect(times).toBe(3 + 2)
  })

  it('publishes again what it published', async () => {
    const kernel = runtime()
    const unit = holding(asking('event'))
    for (const person of [ann, bob]) {
      const one = session(kernel, person)
      await one.fragment(unit, 'student_view')
      const [block] = unit.children
      expect(one.events).toEqual([
        { type: 'seen', usageKey: block?.key, blockType: 'asking', payload: { place: block?.key } },
      ])
    }
  })

  it('stays true until the date that it asked for, whoever was shown it first', async () => {
    const kernel = runtime()
    const unit = asking('past')
    for (const person of [ann, bob]) {
      const one = session(kernel, person)
      await one.fragment(unit, 'student_view')
      expect(one.validUntil).toBe(5000)
    }
  })

  it('is not taken from others once the request changed something', async () => {
    const kernel = runtime()
    const unit = asking('answer')
    await session(kernel, ann).fragment(unit, 'student_view')
    const one = session(kernel, bob)
    Object.assign(one.block(unit), { answer: 'new' })
    expect((await one.fragment(unit, 'student_view')).content.text).toContain('answer: new')
  })
})
