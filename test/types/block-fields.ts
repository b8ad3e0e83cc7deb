/** Wrong use of the block kernel must not compile: `npm run typecheck` fails when one of these lines does. */
import { z } from 'zod'
import {
  Block,
  block,
  Fragment,
  handler,
  html,
  integer,
  list,
  optional,
  preparation,
  string,
  view,
} from '../../runtime/index.js'

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

// @ts-expect-error a default of another type
export const bad = integer('seven')

// @ts-expect-error there is no scope of this name
export const noScope = Block({ userstate: { choice: string() } })

function never(): never {
  throw new Error('never called')
}
