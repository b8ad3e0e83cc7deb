/** Wrong use of asides, mixins, services and handlers must not compile: see block-fields.ts. */
import { z } from 'zod'
import {
  Aside,
  aside,
  asideFor,
  Block,
  block,
  Completion,
  Surroundings,
  Person,
  People,
  Course,
  definePlugin,
  fieldMixin,
  FileAnswer,
  Files,
  Fragment,
  Grades,
  handler,
  html,
  integer,
  needs,
  route,
  Settings,
  string,
  User,
  view,
  type Choice,
  type ComposedBlock,
  type PersonWith,
  type HandlerRequest,
  type StaffRequest,
  type HandlerResponse,
  type UploadRequest,
} from '../../runtime/index.js'

const links = fieldMixin('links', { settings: { upstream: string() }, userState: { visits: integer() } })

const Known = Person.with('name', 'roles')

@needs(Known)
@needs(People.with('email'))
@needs(Course)
@needs(Surroundings)
@block('asking')
export class Asking extends Block({}) {
  constructor(@needs(Known) private readonly known: PersonWith<'name' | 'roles'>) {
    super()
  }
  @view async studentView() {
    const { name, roles } = this.service(Known)
    // @ts-expect-error the class does not declare it
    void this.known.email
    // @ts-expect-error there is no such part
    Person.with('salary')
    // @ts-expect-error other people are for handlers of staff
    void this.service(People.with('email')).of(undefined, ['ada'])
    // @ts-expect-error a course is not written
    this.service(Course).title = 'mine'
    // @ts-expect-error what stands beside a block has no fields
    void (await this.service(Surroundings).siblings())[0]?.fields
    return new Fragment(html`${name} ${roles.join(' ')}`)
  }
  @handler({ for: 'staff' }) async others(request: StaffRequest) {
    const people = await this.service(People.with('email')).of(request, ['ada'])
    // @ts-expect-error the class asks for addresses alone
    void people.get('ada')?.name
    return people.get('ada')?.email
  }
}

/** What several handlers say alike. */
const sharedUpload = { upload: z.object({}), limit: 1000 }

@needs(Completion)
@needs(Grades)
@block('typed')
export class Typed extends Block({ userState: { count: integer() } }) {
  @view studentView() {
    this.service(Completion).emit(1)
    // @ts-expect-error completion is a number
    this.service(Completion).emit('1')
    // @ts-expect-error a grade says what is possible, too
    this.service(Grades).publish(1)
    this.publish('grade', { value: 1, maxValue: 2 })
    // @ts-expect-error a grade is not in Python's words
    this.publish('grade', { value: 1, max_value: 2 })
    // @ts-expect-error completion is not in Python's words
    this.publish('completion', { completion: 1 })
    this.publish('edx.something.happened', { completion: 1 })
    // @ts-expect-error settings cannot be written
    this.service(Settings).values = {}
    links.of(this).visits += 1
    // @ts-expect-error a mixin's settings belong to authors
    links.of(this).upstream = 'lb:O:L:html:a'
    // @ts-expect-error the mixin has no such field
    return new Fragment(html`${links.of(this).downstream}`)
  }

  @view fallbackView(name: string) {
    return new Fragment(html`${name}`)
  }

  // @ts-expect-error a view is given its name and nothing else
  @view oddView(given: number) {
    return new Fragment(html`${given}`)
  }

  @handler raw(request: HandlerRequest, name: string) {
    return { name, size: request.body.length }
  }

  @handler({ reads: true }) reading(request: HandlerRequest, name: string) {
    return { name, suffix: request.suffix }
  }

  // @ts-expect-error a handler that reads gets the request, not its body
  @handler({ reads: true }) oddReading(request: { by: number }) {
    return request
  }

  @handler({ for: 'staff', reads: true }) grading({ suffix }: StaffRequest) {
    return { suffix }
  }

  @handler(z.object({ score: z.number() }), { for: 'staff' })
  grade({ score }: { score: number }, request: StaffRequest) {
    return { score, request }
  }

  // @ts-expect-error a learner's handler has no request of staff
  @handler(z.object({ score: z.number() })) gradeMyself(_input: { score: number }, request: StaffRequest) {
    return request
  }

  // @ts-expect-error a handler that does not only read takes POST, and says nothing
  @handler({ reads: false }) notReading() {
    return null
  }

  // @ts-expect-error a raw handler gets the request, not a number
  @handler oddRaw(request: number) {
    return request
  }

  // @ts-expect-error the schema gives a number
  @handler(z.object({ by: z.number() })) add({ by }: { by: string }) {
    return by
  }

  @handler({ json: z.object({ by: z.number() }), limit: 1000 }) addSmall({ by }: { by: number }) {
    return { by }
  }

  @handler({ form: z.object({ by: z.string() }) }) addForm({ by }: { by: string }, request: HandlerRequest) {
    return [by, request.suffix]
  }

  // @ts-expect-error a form without files sends none
  @handler({ form: z.object({}) }) formWithFiles(_values: object, { files }: UploadRequest) {
    return files.length
  }

  @handler({ upload: z.object({ note: z.string() }), files: 2, limit: 5_000_000 })
  async hand({ note }: { note: string }, { files }: UploadRequest) {
    return { note, names: files.map(({ name }) => name), first: (await files[0]?.bytes())?.length ?? 0 }
  }

  @handler(sharedUpload) handShared(_values: object, { files }: UploadRequest) {
    return files.length
  }

  // @ts-expect-error the values of the form are as the schema says
  @handler({ upload: z.object({ note: z.string() }) }) handWrongly({ note }: { note: number }) {
    return note
  }

  @handler({ upload: z.object({ note: z.string() }), for: 'staff' })
  handForStaff({ note }: { note: string }, request: StaffRequest & UploadRequest) {
    return { note, files: request.files.length }
  }

  // @ts-expect-error a learner's request is none of staff's
  @handler({ upload: z.object({}) }) handByStaff(_values: object, request: StaffRequest) {
    return request.suffix
  }

  // @ts-expect-error a limit is in bytes
  @handler({ limit: '5 MB' }) odd() {
    return null
  }

  @handler bytes() {
    return Promise.resolve(new Uint8Array(3))
  }

  @handler named() {
    return new FileAnswer(new Uint8Array(3), { name: 'three.bin', type: 'application/octet-stream' })
  }

  @handler whole(): HandlerResponse {
    return { status: 200, contentType: 'application/octet-stream', body: new Uint8Array(3) }
  }

  // @ts-expect-error bytes in a plain object would be sent as JSON
  @handler bytesInside() {
    return { body: new Uint8Array(3) }
  }

  // @ts-expect-error a stream in a plain object, too, however it is answered
  @handler(z.object({})) async streamInside(_input: object, { suffix }: HandlerRequest) {
    return suffix === '' ? { ok: true } : { ok: true, file: new ReadableStream() }
  }
}

@needs(Files)
@block('typed-files')
export class TypedFiles extends Block({}) {
  @handler async puts({ bytes = new Uint8Array() }: HandlerRequest) {
    const files = this.service(Files)
    await files.put('a.txt', bytes, { type: 'text/plain', kinds: ['text/*'] })
    // @ts-expect-error a file is bytes, not text
    await files.put('a.txt', 'text')
    // @ts-expect-error what is kept has a name
    await files.put(bytes)
    const { items, next } = await files.list({ after: 'a' })
    // @ts-expect-error a list does not read its files
    await items[0]?.bytes()
    const kept = await files.ofBlock.get('shared.txt')
    // @ts-expect-error there may be none
    kept.answer()
    // @ts-expect-error what is kept is not changed in place
    if (kept) kept.name = 'other'
    return kept?.answer({ isInline: true }) ?? { next }
  }
}

@aside('typed-aside', { shouldApplyTo: ({ type }) => type === 'typed' })
export class TypedAside extends Aside({ userState: { count: integer() } }) {
  @asideFor('student_view') shown(beside: ComposedBlock) {
    return new Fragment(html`${beside.type} ${this.count} ${this.asideKey.asideType}`)
  }

  // @ts-expect-error an aside shows a fragment
  @asideFor('author_view') data() {
    return { count: this.count }
  }

  // @ts-expect-error an aside is given the block it stands beside
  @asideFor('other_view') odd(count: number) {
    return new Fragment(html`${count}`)
  }
}

// @ts-expect-error only asides can be asides
@aside('no-aside')
export class NoAside extends Block({}) {}

export class NotBesides extends Block({}) {
  // @ts-expect-error only an aside stands beside a view
  @asideFor('student_view') shown() {
    return new Fragment(html``)
  }
}

// @ts-expect-error a block is no aside
export const wrong = definePlugin({ name: 'wrong', blocks: [], asides: [Typed] })

// @ts-expect-error shouldApplyTo answers true or false
export const odd = aside('odd', { shouldApplyTo: () => 'yes' })

// @ts-expect-error a mixin groups its fields by scope
export const loose = fieldMixin('loose', { upstream: string() })

export const right = definePlugin({ name: 'right', blocks: [Typed], asides: [TypedAside], mixins: [links] })

// @ts-expect-error what the host says of a learner is read-only
export const rename = (user: User): string => (user.name = 'other')

/** A choice that stores nothing says which children, and which other blocks it looks at. */
export const looking: Choice<{ task: string }> = {
  reads: ({ task }) => [task],
  choose: ({ fields, children, records }) => ({
    selected: records.get(fields.task)?.grade ? children : [],
  }),
}

export const misread: Choice<{ task: string }> = {
  // @ts-expect-error names of blocks are a list
  reads: ({ task }) => task,
  // @ts-expect-error a record has no such member
  choose: ({ records, children }) => ({ selected: records.get('a')?.score ? children : [] }),
}

/** A route knows who calls where it is for somebody, and the parts of its own path. */
export const told = route({
  path: '/tools/:tool/:rest*',
  for: 'staff',
  input: z.object({ points: z.number() }),
  answer: ({ parts, input, caller }) => ({
    tool: parts.tool,
    rest: parts.rest,
    points: input.points,
    by: caller.id,
  }),
})

export const mistold = route({
  path: '/tools/:tool',
  for: 'anybody',
  answer: ({ parts, caller, input }) => {
    // @ts-expect-error nobody is known there
    void caller.id
    // @ts-expect-error the path has no such part
    void parts.rest
    // @ts-expect-error nothing was said of the body
    void input.points
    return {}
  },
})

// @ts-expect-error a route is for somebody
export const unguarded = route({ path: '/open', answer: () => ({}) })
