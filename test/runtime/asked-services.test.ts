import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  asksOfPeople,
  Block,
  block,
  BlockType,
  Course,
  Fragment,
  handler,
  html,
  needs,
  People,
  Person,
  string,
  Surroundings,
  User,
  view,
  type StaffRequest,
} from '../../runtime/index.js'
import { block as draft, MemoryRuntime, unit } from '../../plugins/testing/index.js'

const Known = Person.with('roles', 'email')

@needs(Known)
@needs(People.with('name'))
@needs(Course)
@needs(Surroundings)
@block('asks')
class Asks extends Block({ settings: { displayName: string('') } }) {
  @view studentView() {
    const { title, path } = this.service(Course)
    return new Fragment(html`${[title, ...path.map((line) => line.title)].join(' > ')}`)
  }
  @handler(z.object({})) me() {
    return this.service(Known)
  }
  @handler(z.object({})) around() {
    return this.service(Surroundings).siblings()
  }
  @handler(z.object({ learner: z.string() }), { for: 'staff' })
  async who({ learner }: { learner: string }, request: StaffRequest) {
    const people = this.service(People.with('name'))
    const known = (await people.of(request, [learner])).get(learner)
    return { known, again: await people.behind(request, known?.pseudonym ?? '') }
  }
  @handler(z.object({})) async whoForAll(_: object, request: object) {
    const people = await this.service(People.with('name')).of(request as StaffRequest, ['ada'])
    return Object.fromEntries(people)
  }
}

@needs(User)
@block('names')
class Names extends Block({}) {
  @view studentView() {
    return new Fragment(html`[${this.service(User).name}]`)
  }
}

@block('done', { hasScore: true })
class Done extends Block({ settings: { displayName: string('A task') } }) {
  @handler(z.object({})) finish() {
    this.publish('grade', { value: 1, maxValue: 2 })
    this.publish('completion', { value: 1 })
    return 'done'
  }
}

describe('what a block asks of people', () => {
  it('is one service for the same parts, in any order', () => {
    expect(Person.with('email', 'roles')).toBe(Known)
    expect(Person.with('email')).not.toBe(Known)
    expect(() => Person.with('salary' as 'name')).toThrow(/salary/)
  })

  it('is said by its type: who asks for the user asks for names', () => {
    expect(asksOfPeople(new BlockType('asks', 'p', Asks, {}).services)).toEqual(['name', 'email', 'roles'])
    expect(asksOfPeople(new BlockType('names', 'p', Names, {}).services)).toEqual(['name'])
    expect(asksOfPeople(new BlockType('done', 'p', Done, {}).services)).toEqual([])
  })

  it('is what a test says of a learner', async () => {
    const runtime = new MemoryRuntime()
    const asks = runtime.add(draft(Asks))
    const ada = runtime.learner('ada', { email: 'a@example.org', roles: ['mentor'], cohort: 'Red' })
    expect((await ada.call(asks, 'me')).body).toEqual({
      pseudonym: 'pseudonym-ada',
      email: 'a@example.org',
      roles: ['learner', 'mentor'],
    })
    const teacher = runtime.staff('ines', { roles: ['instructor'] })
    expect((await teacher.call(asks, 'me')).body).toMatchObject({ roles: ['staff', 'instructor'] })
    const known = { id: 'ada', name: 'ada', pseudonym: 'pseudonym-ada' }
    expect((await teacher.call(asks, 'who', { learner: 'ada' })).body).toEqual({ known, again: known })
    expect((await ada.call(asks, 'who', { learner: 'ada' })).status).toBe(403)
    for (const somebody of [ada, teacher])
      expect(await somebody.call(asks, 'who_for_all')).toMatchObject({ status: 500, refused: true })
  })

  it('is nothing that the host denies', async () => {
    const runtime = new MemoryRuntime({ denied: ['name', 'roles'] })
    const ada = runtime.learner('ada', { email: 'a@example.org' })
    expect((await ada.call(runtime.add(draft(Asks)), 'me')).body).toMatchObject({ roles: [] })
    expect((await ada.show(runtime.add(draft(Names)))).text).toBe('[]')
  })
})

describe('what a block asks of its course', () => {
  it('is what a test says of it, the same view for all', async () => {
    const path = [{ key: 'block-v1:Test+Kit+2026+type@chapter+block@c', type: 'chapter', title: 'Week 1' }]
    const runtime = new MemoryRuntime({ course: { title: 'Sky', path } })
    const asks = runtime.add(draft(Asks))
    expect((await runtime.learner('ada').show(asks)).text).toBe('Sky > Week 1')
  })

  it('is what stands beside it, with how far this learner is', async () => {
    const runtime = new MemoryRuntime()
    const placed = runtime.add(unit(draft(Asks), draft(Done), draft(Done, { displayName: 'Last' })))
    const [asks, task] = placed.children
    const [ada, bob] = [runtime.learner('ada'), runtime.learner('bob')]
    if (!asks || !task) throw new Error('The unit has no children.')
    await ada.call(task, 'finish')
    const seen = async (learner: typeof ada) =>
      ((await learner.call(asks, 'around')).body as { title: string; score: object }[]).map(
        ({ title, score }) => [title, score],
      )
    expect(await seen(ada)).toEqual([
      ['A task', { earned: 1, possible: 2 }],
      ['Last', { earned: 0, possible: 1 }],
    ])
    expect(await seen(bob)).toEqual([
      ['A task', { earned: 0, possible: 1 }],
      ['Last', { earned: 0, possible: 1 }],
    ])
  })
})
