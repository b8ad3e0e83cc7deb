import { z } from 'zod'
import {
  Block,
  block,
  collection,
  definePlugin,
  Fragment,
  Grades,
  handler,
  html,
  job,
  Learners,
  needs,
  report,
  string,
  Submissions,
  view,
  type BlockLearners,
  type HandlerRequest,
  type StaffRequest,
} from '../../runtime/index.js'

const grading = z.object({ learner: z.string(), score: z.number(), comment: z.string().optional() })
const remark = z.object({ by: z.string(), text: z.string() })

/** A text that staff grade, and remarks of everybody on it. */
@needs(Learners)
@needs(Submissions)
@needs(Grades)
@block('essay', { hasScore: true, maxScore: () => 10 })
export class Essay extends Block({
  userState: { text: string(), drafts: collection(string()) },
  userStateSummary: { remarks: collection(remark) },
}) {
  @view async studentView() {
    const grade = this.service(Grades).current()
    const { items } = await this.remarks.page({ newestFirst: true, limit: 3 })
    return new Fragment(
      html`<p>${this.text}: ${grade ? `${grade.earned} of ${grade.possible}: ${grade.comment ?? ''}` : 'no grade'}</p>
        ${items.map(({ value }) => html`<q>${value.text}</q>`)}`,
    )
  }
  @handler(z.object({ text: z.string() })) async write({ text }: { text: string }) {
    this.text = text
    this.drafts.append(text)
    return (await this.service(Submissions).create(text)).attempt
  }
  @handler(remark) remark(one: z.output<typeof remark>) {
    return this.remarks.append(one)
  }
  @handler spy(request: HandlerRequest) {
    return this.service(Learners).of(this, request as StaffRequest)
  }
  @handler(grading, { for: 'staff' }) grade(
    { learner, score, comment }: z.output<typeof grading>,
    request: StaffRequest,
  ) {
    this.service(Learners)
      .of(this, request)
      .grade(learner, { score, max: 10, ...(comment !== undefined && { comment }) })
  }
  @handler({ for: 'staff', reads: true }) async list(request: StaffRequest) {
    const learners = this.service(Learners).of(this, request)
    const { items, next } = await learners.page({ limit: Number(request.query.get('limit') ?? 100) })
    return {
      items: await Promise.all(
        items.map(async ({ id, state, grade }) => [
          id,
          state.text,
          await state.drafts.count(),
          grade?.earned ?? null,
        ]),
      ),
      next,
    }
  }
  @handler(z.object({ key: z.string() }), { for: 'staff' }) moderate({ key }: { key: string }) {
    this.remarks.delete(key)
    return this.remarks.count()
  }
  @handler({ for: 'staff' }) gradeEverybody(request: StaffRequest) {
    return this.service(Learners).of(this, request).start('full_points', { score: 9 })
  }
  @report({ learner: { title: '=Learner', type: 'text' }, text: 'text', length: 'number', remarks: 'number' })
  async *rows(learners: BlockLearners<Essay>) {
    const remarks = await this.remarks.count()
    for await (const { id, state } of learners.all())
      yield { learner: id, text: state.text, length: state.text.length, remarks }
  }
  @job(z.object({ score: z.number() }))
  async *fullPoints({ score }: { score: number }, learners: BlockLearners<Essay>) {
    const total = await learners.count()
    let done = 0
    for await (const { id } of learners.all()) {
      learners.grade(id, { score, max: 10, comment: 'all' })
      yield { done: ++done, total, checkpoint: done }
    }
    return { graded: done }
  }
}

export default definePlugin({ name: 'essay', blocks: [Essay] })
