import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  Block,
  block,
  collection,
  Fragment,
  Grades,
  handler,
  HandlerError,
  html,
  integer,
  job,
  Learners,
  needs,
  report,
  string,
  Submissions,
  view,
  type BlockLearners,
  type HandlerRequest,
  type Json,
  type StaffRequest,
} from '../../runtime/index.js'
import { block as draft, conformance, MemoryRuntime } from '../../plugins/testing/index.js'
import { Essay as Graded } from '../host/essay-plugin.js'

const anything = z.object({}).loose()
let leaked: BlockLearners<Essay> | undefined

@needs(Learners)
@needs(Submissions)
@needs(Grades)
@block('essay', { hasScore: true })
class Essay extends Block({
  settings: { title: string('Essay') },
  userState: { text: string(), tries: collection(integer()) },
}) {
  get words() {
    return this.text.split(/\s+/).filter(Boolean).length
  }
  @view studentViewUserState() {
    return { text: this.text, grade: this.service(Grades).current() ?? null }
  }
  @view studentView() {
    this.service(Learners).of(this, {} as StaffRequest)
    return new Fragment(html``)
  }
  @handler({ for: 'staff', reads: true }) gradesByReading(request: StaffRequest) {
    this.service(Learners).of(this, request).grade('ada', { score: 1, max: 1 })
  }
  @handler(anything) async write({ text = '' }: { text?: string }) {
    this.text = text
    this.tries.append(text.length)
    return (await this.service(Submissions).create({ text })).attempt
  }
  @handler spy(request: HandlerRequest) {
    return this.service(Learners).of(this, request as StaffRequest)
  }
  @handler({ for: 'staff', reads: true }) async list(request: StaffRequest) {
    const learners = this.service(Learners).of(this, request)
    leaked = learners
    const rows: Json[] = []
    for await (const { id, anonymousId, state, grade, completion } of learners.all()) {
      const tries = await state.tries.count()
      const points = grade && [grade.earned, grade.possible, grade.comment ?? '']
      rows.push([id, anonymousId, state.title, state.text, state.words, tries, points, completion])
    }
    return { rows, count: await learners.count(), none: (await learners.find('nobody')) ?? null }
  }
  @handler({ for: 'staff' }) async page(request: StaffRequest) {
    const { items, next } = await this.service(Learners)
      .of(this, request)
      .page(JSON.parse(request.body) as { limit: number })
    return [items.map(({ id }) => id).join(' '), next]
  }
  @handler(anything, { for: 'staff' })
  grade(
    {
      learner = '',
      score = 0,
      max = 10,
      comment,
      refuse,
    }: {
      learner?: string
      score?: number
      max?: number
      comment?: string
      refuse?: boolean
    },
    request: StaffRequest,
  ) {
    this.service(Learners)
      .of(this, request)
      .grade(learner, { score, max, ...(comment !== undefined && { comment }) })
    if (refuse) throw new HandlerError(409, 'no')
    return 'graded'
  }
  @handler({ for: 'staff' }) async history(request: StaffRequest) {
    const history = this.service(Learners).of(this, request).submissions(request.suffix)
    return {
      count: await history.count(),
      latest: (await history.latest()) ?? null,
      page: await history.page({ limit: 2 }),
    }
  }
  @handler({ for: 'staff' }) async meddle(request: StaffRequest) {
    const ada = await this.service(Learners).of(this, request).find('ada')
    if (ada) (ada.state as { text: string }).text = 'mine'
  }
  @handler({ for: 'staff' }) begin(request: StaffRequest) {
    return this.service(Learners).of(this, request).start(request.suffix, { max: 4 })
  }
  @report({ learner: 'text', words: { title: 'Words', type: 'number' }, done: 'boolean' })
  async *rows(learners: BlockLearners<Essay>) {
    for await (const { id, state } of learners.all()) yield { learner: id, words: state.words }
  }
  @job(z.object({ max: z.number() }))
  async *gradeByLength({ max }: { max: number }, learners: BlockLearners<Essay>, after: Json | undefined) {
    let done = Number(after ?? 0)
    for await (const { id, state } of learners.all()) {
      learners.grade(id, { score: Math.min(state.words, max), max })
      yield { done: ++done, total: await learners.count(), checkpoint: done }
    }
    return { graded: done }
  }
  @job(z.object({})) async *changes() {
    this.text = 'changed'
    yield { done: 1 }
  }
}

async function opened() {
  const runtime = new MemoryRuntime()
  const essay = runtime.add(draft(Essay))
  const [ada, bob, staff] = [runtime.learner('ada'), runtime.learner('bob'), runtime.staff()]
  await ada.call(essay, 'write', { text: 'one' })
  await ada.call(essay, 'write', { text: 'one two' })
  await bob.call(essay, 'write', { text: 'three' })
  return { runtime, essay, ada, bob, staff }
}

describe('a block’s learners', () => {
  it('are told to handlers for staff with their fields, what getters make of them, collections and grades', async () => {
    const { essay, staff } = await opened()
    await staff.call(essay, 'grade', { learner: 'bob', score: 3, comment: 'Short.' })
    expect((await staff.call(essay, 'list', {}, { method: 'GET' })).body).toEqual({
      rows: [
        ['ada', 'anonymous-ada', 'Essay', 'one two', 2, 2, null, 0],
        ['bob', 'anonymous-bob', 'Essay', 'three', 1, 1, [3, 10, 'Short.'], 0],
      ],
      count: 2,
      none: null,
    })
  })

  it('come in pages', async () => {
    const { essay, staff } = await opened()
    const page = async (query: object) => (await staff.call(essay, 'page', query)).body
    expect(await page({ limit: 1 })).toEqual(['ada', 'ada'])
    expect(await page({ limit: 1, after: 'ada' })).toEqual(['bob', null])
    expect(await page({ search: 'b' })).toEqual(['bob', null])
  })

  it('are given to no view, no learner’s handler, and nobody once the handler has answered', async () => {
    const { essay, ada, staff } = await opened()
    for (const work of [() => ada.show(essay), () => staff.show(essay)])
      await expect(work()).rejects.toMatchObject({ code: 'service-use' })
    for (const somebody of [ada, staff])
      expect(await somebody.call(essay, 'spy')).toMatchObject({
        status: 500,
        body: { error: expect.stringMatching(/only a handler for staff/) },
      })
    await staff.call(essay, 'list', {}, { method: 'GET' })
    await expect(leaked?.count()).rejects.toMatchObject({ code: 'service-use' })
    expect(() => leaked?.grade('ada', { score: 1, max: 1 })).toThrow(/only a handler for staff/)
  })

  it('have fields that are read, not changed', async () => {
    const { essay, staff } = await opened()
    expect(await staff.call(essay, 'meddle')).toMatchObject({ status: 500 })
    const reading = staff.call(essay, 'grades_by_reading', {}, { method: 'GET' })
    await expect(reading).rejects.toThrow(/graded somebody/)
  })

  it('see the grade that staff gave, with the comment, and not one of a call that was refused', async () => {
    const { runtime, essay, ada, staff } = await opened()
    await staff.call(essay, 'grade', { learner: 'ada', score: 7, comment: 'Good.' })
    await staff.call(essay, 'grade', { learner: 'ada', score: 1, refuse: true })
    const grade = { earned: 7, possible: 10, at: runtime.clock.now(), comment: 'Good.' }
    expect(await ada.data(essay, 'student_view_user_state')).toMatchObject({ grade })
    expect(ada.events.map(({ type }) => type)).toEqual(['edx.grades.problem.score_overridden'])
    expect(staff.events).toEqual([])
  })

  it.each([
    { learner: '', score: 1 },
    { learner: 'ada', score: -1 },
    { learner: 'ada', score: 11 },
    { learner: 'ada', score: Number.MAX_VALUE },
    { learner: 'ada', score: 1, comment: 'x'.repeat(10_001) },
  ])('are not graded with what is no grade: %j', async (input) => {
    const { essay, staff, ada } = await opened()
    await staff.call(essay, 'grade', input).catch(() => undefined)
    expect(await ada.data(essay, 'student_view_user_state')).toMatchObject({ grade: null })
  })

  it('hand in attempts that are kept and counted, newest first', async () => {
    const { essay, ada, staff } = await opened()
    expect((await ada.call(essay, 'write', { text: 'last' })).body).toBe(3)
    const { body } = await staff.call(essay, 'history', {}, { suffix: 'ada' })
    expect(body).toMatchObject({
      count: 3,
      latest: { attempt: 3, answer: { text: 'last' } },
      page: { items: [{ attempt: 3 }, { attempt: 2, answer: { text: 'one two' } }], next: 2 },
    })
    expect((await staff.call(essay, 'history', {}, { suffix: 'nobody' })).body).toMatchObject({
      count: 0,
      latest: null,
    })
  })

  it('are reported in typed rows, to staff alone', async () => {
    const { essay, ada, staff } = await opened()
    expect(await staff.report(essay)).toEqual([
      { learner: 'ada', words: 2, done: null },
      { learner: 'bob', words: 1, done: null },
    ])
    expect(() => ada.report(essay)).toThrow(/Only staff/)
  })

  it('are graded by a job that a handler started, step by step', async () => {
    const { runtime, essay, ada, staff } = await opened()
    const { body: id } = await staff.call(essay, 'begin', {}, { suffix: 'grade_by_length' })
    expect(runtime.jobs.get(String(id))).toMatchObject({
      steps: [
        { done: 1, total: 2, checkpoint: 1 },
        { done: 2, total: 2, checkpoint: 2 },
      ],
      result: { graded: 2 },
    })
    expect(await ada.data(essay, 'student_view_user_state')).toMatchObject({
      grade: { earned: 2, possible: 4 },
    })
  })

  it.each([['none'], ['changes']])(
    'are not worked on by what is no job, nor by one that changes fields: %s',
    async (name) => {
      const { runtime, essay, staff } = await opened()
      const called = staff.call(essay, 'begin', {}, { suffix: name })
      const said = await called.then(({ body }) => JSON.stringify(body), String)
      expect(said).toMatch(/no method marked @job|changed fields/)
      expect([...runtime.jobs.values()].every(({ result }) => result === undefined)).toBe(true)
    },
  )
})

@block('misreporting')
class Misreporting extends Block({ userState: { text: string() } }) {
  @view studentView() {
    return new Fragment(html``)
  }
  @report({ length: 'number' }) async *rows(learners: BlockLearners<Misreporting>) {
    for await (const { state } of learners.all()) yield { length: state.text as unknown as number }
  }
}

describe('the conformance suite', () => {
  it.each(conformance(Graded).map(({ name, run }) => [name, run] as const))(
    'calls handlers for staff as staff: %s',
    async (_name, run) => {
      await expect(run()).resolves.toBeUndefined()
    },
  )

  it('finds a report whose rows are not of its columns', async () => {
    const rule = conformance(Misreporting, { state: { text: 'one' } }).find(({ name }) =>
      name.startsWith('reports'),
    )
    await expect(rule?.run()).rejects.toThrow(/a string in column 'length', which is of type number/)
  })
})
