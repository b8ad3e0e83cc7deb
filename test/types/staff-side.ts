/** Wrong use of collections and of the staff's side must not compile: see block-fields.ts. */
import { z } from 'zod'
import {
  Block,
  block,
  collection,
  handler,
  integer,
  job,
  Learners,
  needs,
  report,
  string,
  Submissions,
  view,
  Fragment,
  html,
  type BlockLearners,
  type Collection,
  type HandlerRequest,
  type StaffRequest,
} from '../../runtime/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(proof?: T): T | undefined => proof

const hint = z.object({ text: z.string(), votes: z.number() })

@needs(Learners)
@needs(Submissions)
@block('hints')
export class Hints extends Block({
  settings: { displayName: string('Hints') },
  userState: { answer: string(), tries: collection(string()) },
  userStateSummary: { hints: collection(hint), seen: integer() },
}) {
  @view studentView(name: string) {
    // @ts-expect-error a view has no request of staff
    this.service(Learners).of(this, name)
    return new Fragment(html``)
  }

  @handler async add(request: HandlerRequest) {
    holds<Equal<typeof this.hints, Collection<{ text: string; votes: number }>>>()
    this.hints.append({ text: 'a', votes: 1 })
    // @ts-expect-error an entry has all that its schema asks for
    this.hints.append({ text: 'a' })
    // @ts-expect-error entries of tries are texts
    this.tries.append(1)
    // @ts-expect-error a collection is not assigned
    this.hints = null
    const { items } = await this.hints.page({ limit: 2 })
    holds<Equal<(typeof items)[number]['value'], { text: string; votes: number }>>()
    // @ts-expect-error a learner's handler has no request of staff
    return this.service(Learners).of(this, request)
  }

  @handler({ for: 'staff' }) async desk(request: StaffRequest) {
    const learners = this.service(Learners).of(this, request)
    for await (const { state } of learners.all()) {
      const answer: string = state.answer
      // @ts-expect-error a text is no number
      const wrong: number = state.answer
      // @ts-expect-error it has no such field
      if (answer === String(wrong)) return state.anwser
      // @ts-expect-error what another learner has is read, not changed
      state.answer = ''
    }
    // @ts-expect-error a grade says what is possible, too
    learners.grade('ada', { score: 1 })
    return learners.count()
  }

  @report({ learner: 'text', answer: { title: 'Answer', type: 'text' }, votes: 'number' })
  async *rows(learners: BlockLearners<Hints>) {
    for await (const { id, state } of learners.all()) yield { learner: id, answer: state.answer, votes: 1 }
  }

  // @ts-expect-error a number stands in a column of texts
  @report({ learner: 'text' }) *oddRows() {
    yield { learner: 7 }
  }

  @job(z.object({ max: z.number() }))
  async *gradeAll({ max }: { max: number }, learners: BlockLearners<Hints>) {
    let done = 0
    for await (const { id } of learners.all()) {
      learners.grade(id, { score: max, max })
      yield { done: ++done }
    }
    return { done }
  }

  // @ts-expect-error a job says how far it is
  @job(z.object({})) async *oddJob() {
    yield 'far'
  }
}

// @ts-expect-error what is the same for everybody has no collections
export const Odd = Block({ content: { hints: collection(hint) } })
