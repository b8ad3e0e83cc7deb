import { Container } from 'inversify'
import { LearnersSide, MemoryEventLog, type Learner, type LearnerStore } from '../../lms/index.js'
import {
  Block,
  block,
  BlockRuntime,
  BlockType,
  boolean,
  Clock,
  dict,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  isJsonArray,
  json,
  list,
  needs,
  optional,
  string,
  User,
  view,
  type ChoiceRequest,
  type Chosen,
  type CompositorError,
  type ComposedBlock,
  type ComposedUnit,
  type ConcreteBlockClass,
  type JsonObject,
} from '../../runtime/index.js'
import { memoryLearners } from './learner-stores.js'

/** Counts how often each block was drawn, by type. */
export const shows: string[] = []

@block('box', { completion: 'aggregator' })
class Box extends Block({}) {
  @view async studentView() {
    const parts = await Promise.all(this.children.map((child) => this.renderChild(child)))
    return new Fragment(html`${parts.map((part) => part.content)}`)
  }
}

/** Draws by the length of the seed only, so that tests can work the draw out by hand: the first few, from there on. */
function choose({ fields, children, stored, seed }: ChoiceRequest<{ count: number }>): Chosen {
  if (fields.count === 13) throw new Error('thirteen is no number')
  const before = stored !== undefined && isJsonArray(stored) ? stored.map(String) : []
  const invalid = before.filter((key) => !children.includes(key))
  const valid = before.filter((key) => children.includes(key))
  const overlimit = valid.slice(fields.count)
  const kept = valid.slice(0, fields.count)
  const start = seed.length % children.length
  const added = [...children.slice(start), ...children.slice(0, start)]
    .filter((key) => !valid.includes(key))
    .slice(0, fields.count - kept.length)
  const selected = [...kept, ...added]
  const changed = invalid.length + overlimit.length + added.length > 0
  return { selected, toStore: selected, changed, invalid, overlimit, added }
}

@block('bank', {
  completion: 'aggregator',
  choice: { field: 'selected', eventPrefix: () => 'test.bank', maxCount: ({ count }) => count, choose },
})
class Bank extends Block({ settings: { count: integer(1) }, userState: { selected: list(json()) } }) {
  @view async studentView() {
    const parts = await Promise.all(this.children.map((child) => this.renderChild(child)))
    return new Fragment(html`${parts.map((part) => part.content)}`)
  }
}

@block('text', { completion: 'excluded' })
class Text extends Block({}) {
  @view studentView() {
    shows.push('text')
    return new Fragment(html`<p>text</p>`)
  }
}

/** Done by being seen. */
@block('reading', { completedByViewing: true })
class Reading extends Block({}) {
  @view studentView() {
    shows.push('reading')
    return new Fragment(html`<p>something to read</p>`)
  }
}

/** Shows its children once another block is done. */
@block('gate', {
  completion: 'aggregator',
  choice: {
    reads: ({ after }: { after: string }) => [after],
    choose: ({ children, records, fields }: ChoiceRequest<{ after: string }>): Chosen => ({
      selected: records.get(fields.after)?.completion === 1 ? [...children] : [],
      toStore: null,
      changed: false,
      invalid: [],
      overlimit: [],
      added: [],
    }),
  },
})
class Gate extends Block({ settings: { after: string('') } }) {
  @view async studentView() {
    const parts = await Promise.all(this.children.map((child) => this.renderChild(child)))
    return new Fragment(html`<div>gate ${parts.map((part) => part.content)}</div>`)
  }
}

/** Counts visits, up to two. */
@block('visits')
class Visits extends Block({ userState: { visits: integer(0) } }) {
  @view studentView() {
    shows.push('visits')
    this.visits = Math.min(2, this.visits + 1)
    return new Fragment(html`visit ${this.visits}`)
  }
}

function maxScore({ points }: { points: number }): number {
  if (points === 13) throw new Error('thirteen is no number')
  return points
}

/** A question with attempts, a tally of all learners, and a due date. */
@block('question', { hasScore: true, maxScore })
@needs(Clock)
@needs(User)
class Question extends Block({
  settings: {
    points: integer(2),
    maxAttempts: integer(1),
    due: optional(integer()),
    showTally: boolean(false),
  },
  userState: { attempts: integer(0) },
  userStateSummary: { tally: dict(integer()) },
}) {
  @view studentView() {
    shows.push('question')
    const open = this.due === null || !this.service(Clock).isPast(this.due)
    const tally = this.showTally ? JSON.stringify(this.tally) : ''
    return new Fragment(
      html`<p>
        ${this.usageKey.blockId} ${open ? 'open' : 'closed'} ${this.attempts} ${tally}
        ${this.service(User).name}
      </p>`,
    )
  }

  @handler async answer({ body }: { body: string }) {
    await Promise.resolve()
    this.publish('test.tried', { body })
    if (this.attempts >= this.maxAttempts) throw new HandlerError(409, 'No attempt is left.')
    this.attempts += 1
    if (this.showTally) this.tally[body] = (this.tally[body] ?? 0) + 1
    this.publish('grade', { value: Number(body), maxValue: this.points })
    this.publish('completion', { value: 1 })
    return { attempts: this.attempts }
  }

  @handler lookAgain() {
    this.publish('progress', {})
  }

  @handler({ reads: true }) tell() {
    this.publish('test.told', {})
    return { attempts: this.attempts }
  }

  @handler cheat() {
    this.attempts = 99
    this.publish('grade', { value: Number.NaN, maxValue: 1 })
  }
}

/** All types of these tests. */
export const types = new Map(
  [Box, Bank, Text, Reading, Gate, Visits, Question]
    .flatMap((blockClass) => BlockType.allOf(blockClass as ConcreteBlockClass, 'test'))
    .map((type) => [type.name, type]),
)

export function one(
  type: string,
  id: string,
  fields: JsonObject = {},
  ...children: ComposedBlock[]
): ComposedBlock {
  return { key: keyOf(type, id), type, definition: 'd', fields, children }
}

export function keyOf(type: string, id: string): string {
  return `block-v1:O+C+R+type@${type}+block@${id}`
}

export function unitOf(version: string, ...children: ComposedBlock[]): ComposedUnit {
  return {
    key: keyOf('box', 'u'),
    context: 'course-v1:O+C+R',
    version,
    root: one('box', 'u', {}, ...children),
  }
}

export function person(name: string, isStaff = false): Learner {
  return { id: name, anonymousId: `anon-${name}`, isStaff, name }
}

export const alice = person('alice')
export const bob = person('bob')

/** A clock that tests set. */
export class SetClock extends Clock {
  constructor(public time = 1000) {
    super()
  }
  now(): number {
    return this.time
  }
}

/** A learners' side in memory, with everything tests look into. */
export function side(store: LearnerStore = memoryLearners()) {
  const clock = new SetClock()
  const events = new MemoryEventLog()
  const failures: CompositorError[] = []
  const services = new Container()
  services.bind(Clock).toConstantValue(clock)
  const runtime = new BlockRuntime({ types, services, onFailure: (error) => failures.push(error) })
  const lms = new LearnersSide({ runtime, store, events, clock, onFailure: (error) => failures.push(error) })
  return { lms, store, events, clock, failures, types }
}

export function post(usageKey: string, handler: string, body = '') {
  return {
    usageKey,
    handler,
    request: { method: 'POST', suffix: '', query: new Map<string, string>(), body },
  }
}
