import { describe, expect, it } from 'vitest'
import { block as draft, fromOlx, MemoryRuntime, SeededRandom, unit } from 'unit-compositor/testing'
import { z } from 'zod'
import {
  Aside,
  aside,
  asideFor,
  Block,
  block,
  Cache,
  Clock,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  list,
  needs,
  optional,
  preparation,
  Random,
  Settings,
  string,
  User,
  view,
  type HandlerRequest,
} from 'unit-compositor'

const loud = preparation(({ question }: { question: string }) => question.toUpperCase())

@block('question', { prepare: loud })
@needs(Clock)
@needs(Random)
@needs(User)
class Question extends Block({
  content: { question: string('Why?'), answers: list(string(), ['so']) },
  settings: { maxVotes: integer(1) },
  userState: { choice: optional(string()), askedAt: integer() },
  userStateSummary: { votes: integer() },
}) {
  @view studentView() {
    return new Fragment(html`<p>${loud.of(this)} <b>${this.choice ?? 'unanswered'}</b></p>`).addCss('q.css')
  }
  @view studentViewData() {
    return { question: this.question, die: this.service(Random).next(), name: this.service(User).name }
  }
  @handler(z.object({ choice: z.string() })) vote({ choice }: { choice: string }) {
    if (this.choice !== null) throw new HandlerError(409, 'You voted already.')
    if (choice === 'burst') throw new Error('burst')
    this.choice = choice
    this.askedAt = this.service(Clock).now()
    this.votes += 1
    this.publish('completion', { value: 1 })
    return { votes: this.votes }
  }
}

@block('painter')
@needs(Settings)
@needs(Cache)
class Painter extends Block({}) {
  @view async studentViewData() {
    const cache = this.service(Cache)
    const visits = Number((await cache.get('visits')) ?? 0) + 1
    await cache.set('visits', visits)
    return { colour: this.service(Settings).values['colour'], visits }
  }
  @handler upload({ method, suffix, query, body, bytes, contentType }: HandlerRequest) {
    return { method, suffix, place: query.get('place'), body, size: bytes?.length, contentType }
  }
}

@aside('hearts', { shouldApplyTo: ({ type }) => type === 'painter' })
class Hearts extends Aside({ preferences: { visits: integer() } }) {
  @asideFor('student_view') hearts() {
    return new Fragment(html`<i>${this.visits} hearts</i>`)
  }
  @handler(z.object({ hearts: z.number() })) give({ hearts }: { hearts: number }) {
    return (this.visits += hearts)
  }
}

describe('a runtime in memory', () => {
  it('shows a block with the fields a test gave, prepared as composing prepares it', async () => {
    const runtime = new MemoryRuntime()
    const shown = await runtime.learner('ada').show(runtime.add(draft(Question, { question: 'Tea & cake?' })))
    expect(shown.text).toBe('TEA & CAKE? unanswered')
    expect(shown.html).toContain('TEA &amp; CAKE?')
    expect(shown.resources).toEqual([{ kind: 'css', url: '/client/q.css' }])
  })

  it('keeps what learners do from call to call, each their own and shared what all share', async () => {
    const runtime = new MemoryRuntime({ now: '2026-05-06T07:08:09Z' })
    const question = runtime.add(draft(Question))
    const [ada, bob] = [runtime.learner('ada'), runtime.learner('bob')]
    expect(await ada.call(question, 'vote', { choice: 'so' })).toMatchObject({
      status: 200,
      body: { votes: 1 },
      refused: false,
    })
    runtime.clock.advance(1000)
    expect((await bob.call(question, 'vote', { choice: 'no' })).body).toEqual({ votes: 2 })
    expect(ada.fields(question).choice).toBe('so')
    expect(runtime.learner('bob').fields(question)).toMatchObject({ choice: 'no', votes: 2 })
    expect(bob.fields(question).askedAt - ada.fields(question).askedAt).toBe(1000)
    expect(ada.events.map(({ type }) => type)).toEqual(['completion'])
    expect(runtime.events.map(({ learner }) => learner)).toEqual(['ada', 'bob'])
  })

  it('sends raw handlers what a test gives them, files too', async () => {
    const runtime = new MemoryRuntime()
    const painter = runtime.add(draft(Painter))
    const ada = runtime.learner('ada')
    const bytes = Uint8Array.of(0xc3, 0xa4)
    const sent = { method: 'POST', suffix: 'blue', query: { place: 'wall' }, bytes, contentType: 'image/png' }
    const { body } = await ada.call(painter, 'upload', {}, sent)
    expect(body).toEqual({ ...sent, query: undefined, bytes: undefined, place: 'wall', body: 'ä', size: 2 })
    expect((await ada.call(painter, 'upload', { a: 1 })).body).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
    })
  })

  it('answers as a host does, and keeps nothing of a refused call', async () => {
    const runtime = new MemoryRuntime()
    const question = runtime.add(draft(Question))
    const ada = runtime.learner('ada')
    await ada.call(question, 'vote', { choice: 'so' })
    expect(await ada.call(question, 'vote', { choice: 'no' })).toMatchObject({
      status: 409,
      body: { error: 'You voted already.' },
      refused: true,
    })
    expect((await ada.call(question, 'vote', { choice: 7 })).status).toBe(400)
    expect((await ada.call(question, 'vote', {}, { method: 'GET' })).status).toBe(405)
    expect((await ada.call(question, 'nothing')).status).toBe(404)
    expect(ada.fields(question).votes).toBe(1)
  })

  it('lets a test see what a block fails with, where a page would show an error block', async () => {
    const runtime = new MemoryRuntime()
    const question = runtime.add(draft(Question))
    await expect(runtime.learner('ada').call(question, 'vote', { choice: 'burst' })).rejects.toThrow('burst')
    await expect(runtime.learner('ada').show(question, 'author_view')).rejects.toThrow('author_view')
  })

  it('loses no vote of learners who vote at once', async () => {
    const runtime = new MemoryRuntime()
    const question = runtime.add(draft(Question))
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => runtime.learner(`l${n}`).call(question, 'vote', { choice: 'so' })),
    )
    expect(runtime.learner('ada').fields(question).votes).toBe(50)
  })

  it('gives the same chance to the same seed', async () => {
    const die = async (seed: number) => {
      const runtime = new MemoryRuntime({ seed })
      return runtime.learner('ada').data(runtime.add(draft(Question)))
    }
    expect(await die(3)).toEqual(await die(3))
    expect(await die(3)).not.toEqual(await die(4))
    expect(await die(3)).toMatchObject({ question: 'Why?', name: 'ada' })
  })

  it('draws numbers evenly between 0 and 1', () => {
    const random = new SeededRandom(20_26)
    const drawn = Array.from({ length: 10_000 }, () => random.next())
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...drawn)).toBeLessThan(1)
    const mean = drawn.reduce((sum, one) => sum + one) / drawn.length
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
  })

  it('shows a unit of several blocks, each under a key of its own, resources once', async () => {
    const runtime = new MemoryRuntime()
    const page = runtime.add(unit(draft(Question, { question: 'one' }), draft(Question, { question: 'two' })))
    const [one, two] = page.children
    expect(one?.key).not.toBe(two?.key)
    const { text, resources } = await runtime.learner('ada').show(page)
    expect(text).toBe('ONE unanswered TWO unanswered')
    expect(resources).toHaveLength(1)
  })

  it('reads a scenario as OLX has it', async () => {
    const runtime = new MemoryRuntime()
    const question = runtime.add(
      fromOlx('<question url_name="q1" question="Tea?" answers=\'["yes", "no"]\' max_votes="3"/>', Question),
    )
    expect(question.key).toMatch(/block@q1$/)
    expect(runtime.staff().fields(question)).toMatchObject({
      question: 'Tea?',
      answers: ['yes', 'no'],
      maxVotes: 3,
    })
    expect(() => fromOlx('<poll/>', Question)).toThrow(/<poll>/)
  })

  it('refuses fields that a class does not have', () => {
    expect(() => draft(Question, { chioce: 'x' } as object)).toThrow(/no field 'chioce'.*question/)
  })

  it('has the services that blocks may declare', async () => {
    const runtime = new MemoryRuntime({ settings: { colour: 'blue' } })
    const painter = runtime.add(draft(Painter))
    const ada = runtime.learner('ada')
    expect(await ada.data(painter)).toEqual({ colour: 'blue', visits: 1 })
    expect(await ada.data(painter)).toEqual({ colour: 'blue', visits: 2 })
  })

  it('shows asides beside blocks, calls their handlers and keeps their values apart', async () => {
    const runtime = new MemoryRuntime({ asides: [Hearts] })
    const painter = runtime.add(draft(Painter))
    const hearts = runtime.aside(painter, Hearts)
    const ada = runtime.learner('ada')
    expect((await ada.call(hearts, 'give', { hearts: 2 })).body).toBe(2)
    expect(ada.fields(hearts).visits).toBe(2)
    expect(await ada.data(painter)).toMatchObject({ visits: 1 })
    expect(runtime.learner('bob').fields(hearts).visits).toBe(0)
    const question = runtime.add(draft(Question))
    expect((await ada.show(question)).text).not.toContain('hearts')
    expect(() => runtime.aside(question, Hearts)).toThrow(/Hearts does not stand beside .*question1/)
    expect(() => new MemoryRuntime().aside(painter, Hearts)).toThrow(/none of the asides of this runtime/)
  })
})
