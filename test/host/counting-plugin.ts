import { z } from 'zod'
import {
  Block,
  block,
  definePlugin,
  handler,
  job,
  Learners,
  needs,
  string,
  type BlockLearners,
  type Json,
  type StaffRequest,
} from '../../runtime/index.js'

/** What the job of the test waits for after each learner, and whom it graded: the plugin and its test are in one process. */
export const counting = {
  after: async (_done: number): Promise<void> => undefined,
  graded: [] as string[],
}
Object.assign(globalThis, { counting: Reflect.get(globalThis, 'counting') ?? counting })
const shared = Reflect.get(globalThis, 'counting') as typeof counting

/** Grades its learners one by one. */
@needs(Learners)
@block('counting', { hasScore: true, maxScore: () => 10 })
class Counting extends Block({ userState: { word: string() } }) {
  @handler(z.object({ word: z.string() })) say({ word }: { word: string }) {
    this.word = word
  }

  @handler({ for: 'staff' }) begin(request: StaffRequest) {
    return this.service(Learners).of(this, request).start('one_by_one', { score: 7 })
  }

  @job(z.object({ score: z.number() }))
  async *oneByOne({ score }: { score: number }, learners: BlockLearners<Counting>, from?: Json) {
    const total = await learners.count()
    let done = 0
    for await (const { id } of learners.all()) {
      if (++done <= Number(from ?? 0)) continue
      learners.grade(id, { score, max: 10 })
      shared.graded.push(id)
      yield { done, total, checkpoint: done }
      await shared.after(done)
    }
    return { graded: done }
  }
}

export default definePlugin({ name: 'counting', blocks: [Counting] })
