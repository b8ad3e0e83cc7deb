import { Container } from 'inversify'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  Clock,
  dict,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  list,
  needs,
  optional,
  string,
  User,
  view,
  type BlockTypes,
  type ComposedBlock,
  type ConcreteBlockClass,
  type FieldData,
  type JsonObject,
} from '../../runtime/index.js'

const vote = z.object({ answer: z.string() })

@block('poll')
class Poll extends Block({
  content: { question: string(), answers: list(z.object({ id: z.string(), text: z.string() })) },
  userState: { choice: optional(string()), notes: list(string()) },
  userStateSummary: { tally: dict(integer()) },
}) {
  @view studentView() {
    return new Fragment(html`<p>${this.question}</p>`).initializeJs('poll.js', { from: this.question })
  }

  @view studentViewUserState() {
    return { choice: this.choice, tally: this.tally }
  }

  @handler(vote) submit({ answer }: { answer: string }) {
    if (this.choice) throw new HandlerError(409, `This learner already answered '${this.choice}'.`)
    this.choice = answer
    this.tally[answer] = (this.tally[answer] ?? 0) + 1
    this.publish('completion', { value: 1 })
    return this.studentViewUserState()
  }
}

@block('box')
class Box extends Block({}) {
  @view async studentView() {
    const parts = await Promise.all(this.children.map((child) => this.renderChild(child)))
    return new Fragment(html`${parts.map((part) => part.content)}`)
  }
}

@block('greeting')
@needs(User)
class Greeting extends Block({}) {
  @view studentView() {
    return new Fragment(html`Hello ${this.service(User).name}`)
  }
  @view clockView() {
    return new Fragment(html`${this.service(Clock).now()}`)
  }
}

@block('broken')
class Broken extends Block({ content: { secret: string('s3cret') } }) {
  @view studentView(): Fragment {
    throw new Error(`cannot show ${this.secret}`)
  }
}

const types: BlockTypes = new Map(
  [Poll, Box, Greeting, Broken]
    .flatMap((one) => BlockType.allOf(one as ConcreteBlockClass, 'test'))
    .map((type) => [type.name, type]),
)

function composed(type: string, fields: JsonObject = {}, children: ComposedBlock[] = []): ComposedBlock {
  return { key: `block-v1:O+C+R+type@${type}+block@${type}1`, type, definition: 'd', fields, children }
}

function stored(values: JsonObject = {}): FieldData {
  return { record: ({ scope }) => values[scope] as JsonObject | undefined }
}

function session(fieldData = stored(), name = 'Ada') {
  const runtime = new BlockRuntime({ types, services: new Container() })
  const open = (data = fieldData, learner = name, showFailures = false) =>
    runtime.session({
      fieldData: data,
      showFailures,
      bind: (services) =>
        services.bind(User).toConstantValue({
          id: learner,
          anonymousId: `anonymous-${learner}`,
          isStaff: false,
          name: learner,
        }),
    })
  return Object.assign(open(), { again: open })
}

const poll = composed('poll', { question: '<Pets>?', answers: [{ id: 'a', text: 'Cat' }] })
const post = (body: unknown) => ({
  method: 'POST',
  suffix: '',
  query: new Map<string, string>(),
  body: JSON.stringify(body),
})

describe('a session', () => {
  it('shows a view in a wrapper that names the block and its client module, everything escaped', async () => {
    const { content } = await session().fragment(poll, 'student_view')
    expect(content.text).toContain('<p>&lt;Pets&gt;?</p>')
    expect(content.text).toContain('data-client="poll.js"')
    expect(content.text).toContain('{"from":"\\u003cPets>?"}')
  })

  it('gives the defaults of learner fields when nothing is stored, and what is stored otherwise', async () => {
    expect(await session().view(poll, 'student_view_user_state')).toEqual({ choice: null, tally: {} })
    const data = stored({ userState: { choice: 'a' }, userStateSummary: { tally: { a: 4 } } })
    expect(await session(data).view(poll, 'student_view_user_state')).toEqual({
      choice: 'a',
      tally: { a: 4 },
    })
  })

  it('saves only the values a handler changed, mutable ones included', async () => {
    const one = session(stored({ userStateSummary: { tally: { a: 4 } } }))
    const outcome = await one.handle(poll, 'submit', post({ answer: 'a' }))
    expect(JSON.parse(String(outcome.response.body))).toEqual({ choice: 'a', tally: { a: 5 } })
    expect(one.updates()).toEqual([
      { scope: 'userState', id: poll.key, field: 'choice', value: 'a' },
      { scope: 'userStateSummary', id: poll.key, field: 'tally', value: { a: 5 } },
    ])
    expect(one.events.map(({ type, payload }) => [type, payload])).toEqual([['completion', { value: 1 }]])
  })

  it('does not save a mutable value that was changed and set back', () => {
    const one = session(stored({ userState: { notes: ['x'] } }))
    const instance = one.block(poll) as Poll
    instance.notes.push('y')
    instance.notes.pop()
    expect(one.updates()).toEqual([])
  })

  it('answers a HandlerError with its status and marks the call as refused', async () => {
    const outcome = await session(stored({ userState: { choice: 'b' } })).handle(
      poll,
      'submit',
      post({ answer: 'a' }),
    )
    expect(outcome).toMatchObject({ refused: true, response: { status: 409 } })
  })

  it.each([
    ['handler-missing', 'nothing', post({})],
    ['handler-method', 'submit', { ...post({}), method: 'GET' }],
    ['handler-input', 'submit', { ...post({}), body: '{' }],
    ['handler-input', 'submit', post({ answer: 7 })],
  ])('refuses with %s', async (code, name, request) => {
    await expect(session().handle(poll, name, request)).rejects.toMatchObject({ code })
  })

  it('refuses to write an authored field', () => {
    const instance = session().block(poll) as Poll
    expect(() => Object.assign(instance, { question: 'other' })).toThrow(/authored/)
  })

  it('refuses a service that was not declared', async () => {
    await expect(session().view(composed('greeting'), 'clock_view')).rejects.toMatchObject({
      code: 'service-undeclared',
    })
  })

  it('shares what a view gave when it looked at nothing of the learner, and only then', async () => {
    const one = session()
    const greeting = composed('greeting')
    const box = composed('box', {}, [poll, greeting])
    const first = await one.fragment(box, 'student_view')
    const bob = one.again(stored(), 'Bob')
    const second = await bob.fragment(box, 'student_view')
    expect(first.content.text).toContain('Hello Ada')
    expect(second.content.text).toContain('Hello Bob')
    expect(await bob.fragment(poll, 'student_view')).toBe(await one.fragment(poll, 'student_view'))
  })

  it('shows an error block in place of a broken one, with the reason for staff only', async () => {
    const one = session()
    const box = composed('box', {}, [composed('broken'), poll])
    const learners = (await one.fragment(box, 'student_view')).content.text
    expect(learners).toContain('could not be shown')
    expect(learners).not.toContain('s3cret')
    expect(learners).toContain('&lt;Pets&gt;')
    const staffs = (await one.again(stored(), 'Staff', true).fragment(box, 'student_view')).content.text
    expect(staffs).toContain('cannot show s3cret')
  })

  it('lets nobody construct a block by hand', () => {
    expect(() => new Poll()).toThrow(/outside a runtime/)
  })
})

describe('fields while composing', () => {
  it('give content and settings, and refuse learner scopes', () => {
    const type = types.get('poll') as BlockType
    const fields: Poll = type.sharedFields({
      usage: poll.key,
      type: 'poll',
      definition: 'd',
      fields: poll.fields,
    })
    expect(fields.question).toBe('<Pets>?')
    expect(() => fields.choice).toThrow(expect.objectContaining({ code: 'field-scope' }))
  })
})
