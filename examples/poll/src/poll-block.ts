import {
  Block,
  block,
  boolean,
  cleanHtml,
  dict,
  Fragment,
  handler,
  HandlerError,
  html,
  integer,
  list,
  optional,
  preparation,
  string,
  trusted,
  view,
} from 'unit-compositor'
import { z } from 'zod'

const answer = z.tuple([z.string(), z.looseObject({ label: z.string() })])
const vote = z.object({ choice: z.string() })
const feedback = preparation((poll: { feedback: string }) => cleanHtml(poll.feedback))

/** One question to everybody. Who has answered sees what everybody answered, unless the poll is private. */
@block('straw_poll', { prepare: feedback })
export class PollBlock extends Block({
  content: { question: string('What do you think?'), answers: list(answer), feedback: string() },
  settings: { displayName: string('Poll'), privateResults: boolean(false), maxSubmissions: integer(1) },
  userState: { choice: optional(string()), submissionsCount: integer() },
  userStateSummary: { tally: dict(integer()) },
}) {
  @view studentView() {
    const { choice, tally } = this.studentViewUserState()
    const answers = this.answers.map(
      ([id, { label }]) => html`<label>
        <input type="radio" name="choice" value="${id}" ${id === choice && 'checked'}> ${label}
        ${tally && html`<output>${tally[id] ?? 0}</output>`}</label>`,
    )
    const content = html`<form class="poll block-card" tabindex="-1">
      <fieldset><legend>${this.question}</legend>${answers}</fieldset>
      ${this.isOpen && html`<button>Vote</button>`} ${choice !== null && trusted(feedback.of(this))}
      <p class="poll-refusal"></p></form>`
    return new Fragment(content).addCss('poll.css').initializeJs('poll.client.js')
  }

  @view studentViewUserState() {
    return { choice: this.choice, tally: this.choice === null || this.privateResults ? null : this.tally }
  }

  @handler(vote) vote({ choice }: { choice: string }) {
    if (!this.isOpen) throw new HandlerError(409, 'You have voted already.')
    if (!this.answers.some(([id]) => id === choice)) throw new HandlerError(400, 'There is no such answer.')
    if (this.choice !== null) this.tally[this.choice] = (this.tally[this.choice] ?? 1) - 1
    this.tally[choice] = (this.tally[choice] ?? 0) + 1
    this.choice = choice
    this.submissionsCount += 1
    this.publish('completion', { value: 1 })
    return this.studentView()
  }

  private get isOpen() {
    return this.maxSubmissions <= 0 || this.submissionsCount < this.maxSubmissions
  }
}
