import {
  Block,
  block,
  Files,
  Fragment,
  Grades,
  handler,
  HandlerError,
  html,
  I18n,
  integer,
  Learners,
  needs,
  People,
  Person,
  report,
  string,
  Submissions,
  Surroundings,
  Urls,
  User,
  view,
  type BlockLearners,
  type HandlerRequest,
  type StaffRequest,
  type UploadRequest,
} from 'unit-compositor'
import { z } from 'zod'

const note = z.object({ note: z.string().max(2000).default('') })
const grading = z.object({
  learner: z.string().min(1),
  points: z.coerce.number().min(0),
  comment: z.string().max(2000).default(''),
})

/** What of an attempt is handed in as a submission; the file itself is kept under this name. */
const handedIn = z.object({ file: z.string(), note: z.string() })

const largest = 10_000_000

/** Learners on a page of the desk. */
const pageSize = 50

/** A learner hands in a file, as often as they like; staff read it and grade it. */
@needs(Files)
@needs(Submissions)
@needs(Learners)
@needs(Grades)
@needs(Urls)
@needs(User)
@needs(Person.with('name'))
@needs(People.with('name'))
@needs(Surroundings)
@block('hand_in', {
  hasScore: true,
  summary: ({ points }: { points: number }) => ({ maxScore: points }),
  maxScore: ({ points }: { points: number }) => points,
  keeps: { kinds: ['application/pdf', 'image/*', 'text/plain'], size: largest, learner: 5 * largest },
})
export class HandInBlock extends Block({
  content: { task: string('', { label: 'Task', multiline: true }) },
  settings: {
    displayName: string('Hand in your work', { label: 'Title' }),
    points: integer(10, { label: 'Points', min: 0, max: 1000 }),
  },
}) {
  @view async studentView() {
    const i18n = this.service(I18n)
    const latest = await this.service(Submissions).latest()
    const { file = '' } = handedIn.partial().parse(latest?.answer ?? {})
    const { name } = this.service(Person.with('name'))
    const grade = this.service(Grades).current()
    const urls = this.service(Urls)
    const key = this.usageKey.toString()
    const fragment = new Fragment(html`<section class="hand-in block-card">
      <h2>${this.displayName}</h2>
      <p>${this.task}</p>
      ${
        latest &&
        html`<p>${i18n.gettext('You handed in:')} <a href="${urls.handler(key, 'file', file)}">${baseName(file)}</a>
          (${i18n.formatDate(latest.at)})</p>`
      }
      ${
        grade &&
        html`<p class="hand-in-grade">${i18n.gettext('{points} of {all} points').replace('{points}', i18n.formatNumber(grade.earned)).replace('{all}', i18n.formatNumber(grade.possible))}
          ${grade.comment && html`<q>${grade.comment}</q>`}</p>`
      }
      <form class="hand-in-form" method="post" enctype="multipart/form-data" action="${urls.handler(key, 'hand_in')}">
        <label>${i18n.gettext('Your file (PDF, picture or text)')} <input type="file" name="work" required accept="application/pdf,image/*,text/plain"></label>
        <label>${i18n.gettext('A note to whoever reads it')} <textarea name="note" maxlength="2000"></textarea></label>
        <button>${name === undefined ? i18n.gettext('Hand in') : i18n.gettext('Hand in as {name}').replace('{name}', name)}</button>
      </form>
      ${latest && (await this.rest())}
      ${this.service(User).isStaff && html`<div class="hand-in-desk"><h3>${i18n.gettext('For staff')}</h3><button type="button">${i18n.gettext('Show what was handed in')}</button><div></div></div>`}
    </section>`)
    return fragment.addCss('hand-in.css').initializeJs('hand-in.client.js', { points: this.points })
  }

  @view authorView() {
    return new Fragment(html`<section><p><strong>${this.displayName}</strong></p><p>${this.task || 'There is no task yet.'}</p>
      <p>Learners hand in a PDF, a picture or a text of up to ${largest / 1_000_000} MB, and staff give up to ${this.points} points.</p></section>`)
  }

  @handler({ upload: note, files: 1, limit: largest + 10_000 })
  async handIn({ note: said }: z.output<typeof note>, { files: [sent] }: UploadRequest) {
    if (!sent || sent.size === 0)
      throw new HandlerError(422, this.service(I18n).gettext('Choose a file first.'))
    const submissions = this.service(Submissions)
    const { name } = await this.service(Files).put(`${(await submissions.count()) + 1}/${sent.name}`, sent)
    const { attempt } = await submissions.create({ file: name, note: said })
    this.publish('completion', { value: 1 })
    return { attempt }
  }

  /** The learner's own file. */
  @handler({ reads: true }) async file({ suffix }: HandlerRequest) {
    const found = await this.service(Files).get(suffix)
    if (!found) throw new HandlerError(404, this.service(I18n).gettext('There is no such file.'))
    return found
  }

  /** Who handed in what, a page at a time. */
  @handler({ for: 'staff', reads: true }) async desk(request: StaffRequest) {
    const learners = this.service(Learners).of(this, request)
    const { items, next } = await learners.page({ after: request.query.get('after'), limit: pageSize })
    const people = await this.service(People.with('name')).of(
      request,
      items.map(({ id }) => id),
    )
    const rows = items.map(async ({ id, grade }) => {
      const latest = await learners.submissions(id).latest()
      const { file = '', note: said = '' } = handedIn.partial().parse(latest?.answer ?? {})
      const given = grade && { points: grade.earned, comment: grade.comment ?? '' }
      return { learner: id, name: people.get(id)?.name ?? id, file, note: said, grade: given }
    })
    return { rows: await Promise.all(rows), next }
  }

  /** A learner's file: `work/LEARNER?file=NAME`. */
  @handler({ for: 'staff', reads: true }) async work(request: StaffRequest) {
    const { suffix, query } = request
    const found = await this.service(Learners)
      .of(this, request)
      .files(suffix)
      .get(query.get('file') ?? '')
    if (!found) throw new HandlerError(404, this.service(I18n).gettext('There is no such file.'))
    return found.answer({ isInline: true })
  }

  @handler(grading, { for: 'staff' })
  grade({ learner, points, comment }: z.output<typeof grading>, request: StaffRequest) {
    if (points > this.points) throw new HandlerError(422, `There are ${this.points} points at most.`)
    this.service(Learners).of(this, request).grade(learner, { score: points, max: this.points, comment })
    return { learner, points }
  }

  @report({
    learner: 'text',
    attempts: 'number',
    file: 'text',
    at: { title: 'Handed in', type: 'time' },
    points: 'number',
    comment: 'text',
  })
  async *rows(learners: BlockLearners<HandInBlock>) {
    for await (const { id, grade } of learners.all()) {
      const latest = await learners.submissions(id).latest()
      const { file = '' } = handedIn.partial().parse(latest?.answer ?? {})
      yield {
        learner: id,
        attempts: latest?.attempt ?? 0,
        file,
        at: latest?.at ?? null,
        points: grade?.earned ?? null,
        comment: grade?.comment ?? '',
      }
    }
  }

  /** What beside this block the learner has not done yet. */
  private async rest() {
    const beside = await this.service(Surroundings).siblings()
    const open = beside.filter(({ completion }) => completion && completion.done < completion.blocks)
    const i18n = this.service(I18n)
    return (
      open.length > 0 &&
      html`<p>${i18n.gettext('Still to do here:')} ${open.map(({ title }) => title).join(', ')}</p>`
    )
  }
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}
