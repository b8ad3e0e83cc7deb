/** Wrong use of the block kernel must not compile: `npm run typecheck` fails when one of these lines does. */
import { z } from 'zod'
import {
  Block,
  block,
  choicesFor,
  definePlugin,
  dict,
  fieldMixin,
  Fragment,
  handler,
  html,
  integer,
  list,
  needs,
  optional,
  preparation,
  string,
  view,
  type ClientInit,
} from '../../runtime/index.js'

/** Of a browser, which this program knows nothing of. */
type HTMLElement = object

const answer = z.object({ id: z.string(), text: z.string() })
const vote = z.object({ answer: z.string() })

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(proof?: T): T | undefined => proof

@block('poll')
export class Poll extends Block({
  content: { question: string(), answers: list(answer) },
  settings: { displayName: string('Poll') },
  userState: { choice: optional(string()), count: integer() },
}) {
  @view studentView() {
    holds<Equal<typeof this.question, string>>()
    holds<Equal<typeof this.choice, string | null>>()
    holds<Equal<typeof this.answers, { id: string; text: string }[]>>()
    return new Fragment(html`${this.question}`)
  }

  @handler(vote) submit({ answer: chosen }: { answer: string }) {
    this.choice = chosen
    // @ts-expect-error a choice is a text or null, not a number
    this.choice = 7
    // @ts-expect-error an integer is never null
    this.count = null
    // @ts-expect-error settings belong to authors: a handler cannot write them
    this.displayName = 'mine'
    // @ts-expect-error there is no such field
    return this.chioce
  }

  // @ts-expect-error the input is not of the shape the schema gives
  @handler(vote) wrong({ answer: chosen }: { answer: number }) {
    return chosen
  }

  // @ts-expect-error a view gives a fragment or data, never a bare text
  @view bareView() {
    return 'text'
  }
}

// @ts-expect-error the capability reads a field that the class does not have
@block('other', {
  references: ({ libraryBlocks }: { libraryBlocks: string[] }) => libraryBlocks.map(() => never()),
})
export class Other extends Block({ settings: { displayName: string() } }) {}

const shout = preparation(({ question }: { question: string }) => ({ loud: question.toUpperCase() }))

@block('loud', { prepare: shout })
export class Loud extends Block({ content: { question: string() } }) {
  @view studentView() {
    holds<Equal<ReturnType<typeof shout.of>, { loud: string }>>()
    return new Fragment(html`${shout.of(this).loud}`)
  }
}

/** What is said of fields belongs to their type, and names fields that there are. */
// @ts-expect-error a number has no pattern
export const patterned = integer(1, { pattern: /1/ })
// @ts-expect-error a text has no smallest number
export const smallest = string('', { min: 1 })
// @ts-expect-error a list has no pattern; its items may
export const patterns = list(string(), [], { pattern: /1/ })
// @ts-expect-error one of the values of a number is a number
export const allowed = optional(integer(1, { values: ['one'] }), { label: 'One' })
export const chosen = Block({
  content: { answers: list(string()) },
  settings: { right: string('', { choicesFrom: 'answers' }), tries: optional(integer(), { label: 'Tries' }) },
})
// @ts-expect-error there is no field of this name to choose from
export const unchosen = Block({ settings: { right: string('', { choicesFrom: 'answers' }) } })

@block('range', {
  validateFields: ({ low, high }: { low: number; high: number }) =>
    low > high ? { low: 'It is above the highest.' } : low < 0 ? { '': 'Nothing is below zero.' } : {},
})
export class Range extends Block({ settings: { low: integer(), high: integer(), room: string() } }) {
  @choicesFor('room') rooms() {
    return ['A1', { value: 'B1', label: 'Aula' }]
  }

  // @ts-expect-error there is no such field
  @choicesFor('rooom') misspelt() {
    return ['A1']
  }

  // @ts-expect-error the field takes numbers
  @choicesFor('low') lows() {
    return ['none']
  }

  // @ts-expect-error an editor is a fragment, never data
  @view studioView() {
    return { low: this.low }
  }
}

// @ts-expect-error what is said is beside a field that there is
@block('misjudged', {
  validateFields: ({ low }: { low: number }) =>
    low > 1 ? { lowest: 'It is too high.' } : { low: undefined },
})
export class Misjudged extends Block({ settings: { low: integer() } }) {}

export const edits: ClientInit<HTMLElement, { angle: number }> = async (_element, runtime, { angle }) => {
  const result = await runtime.save<{ angle: number; name: string }>({ angle }, { reset: ['name'] })
  if (!result.isSaved) runtime.notify('failed', result.errors['angle'])
  // @ts-expect-error there is no such field
  await runtime.save<{ angle: number }>({ angel: 45 })
  // @ts-expect-error there is no such state
  runtime.notify('ended')
}

// @ts-expect-error a default of another type
export const bad = integer('seven')

// @ts-expect-error there is no scope of this name
export const noScope = Block({ userstate: { choice: string() } })
// @ts-expect-error nor beside others
export const oddScope = Block({ content: { question: string() }, userstate: { choice: string() } })
// @ts-expect-error a field is in one scope
export const twoScopes = Block({ content: { question: string() }, userState: { question: string() } })
// @ts-expect-error every block has children
export const noChildren = Block({ content: { children: list(string()) } })
// @ts-expect-error a field is no value
export const bareValue = Block({ content: { question: 'What?' } })
// @ts-expect-error a mixin, too, has scopes that there are
export const oddMixin = fieldMixin('odd', { settings: { link: string() }, usersState: { seen: integer() } })
// @ts-expect-error a dictionary has values of one type
export const oddDict = dict(integer(), { a: 'one' })

@block('named')
export class Named extends Block({
  content: { question: string(), right: list(string()) },
  userState: { choice: optional(string()), votes: dict(integer()) },
}) {
  isOwn(name: string) {
    this.resetField('choice')
    // @ts-expect-error there is no such field
    this.resetField('chioce')
    // @ts-expect-error nor this one
    void this.isSetOn('questoin')
    // @ts-expect-error votes are whole numbers
    this.votes['a'] = 'one'
    // @ts-expect-error there is nothing, or a text
    this.choice = undefined
    // @ts-expect-error a service is named by its class
    this.service('completion')
    // @ts-expect-error what a class has prepared is of its own fields
    void shouts.of(this)
    return this.isSetOn(name)
  }

  // @ts-expect-error JSON has no maps
  @handler(vote) mapped() {
    return new Map([['a', 1]])
  }

  // @ts-expect-error nor has it sets, in a member either
  @handler(vote) listed() {
    return { all: new Set(['a']) }
  }

  // @ts-expect-error handlers are for learners, staff, authors or routes
  @handler(vote, { for: 'guests' }) forGuests({ answer: chosen }: { answer: string }) {
    return chosen
  }
}

const shouts = preparation(({ title }: { title: string }) => title.toUpperCase())

// @ts-expect-error the class has no such field to prepare from
@block('unprepared', { prepare: shouts })
export class Unprepared extends Block({ content: { question: string() } }) {}

// @ts-expect-error a block type has no such capability
@block('incapable', { prefare: shouts })
export class Incapable extends Block({ content: { title: string() } }) {}

// @ts-expect-error a service is named by its class
@needs('completion')
@block('needy')
export class Needy extends Block({}) {}

// @ts-expect-error a plugin has blocks, which are classes of blocks
export const blockless = definePlugin({ name: 'blockless', blocks: [class {}] })

function never(): never {
  throw new Error('never called')
}
