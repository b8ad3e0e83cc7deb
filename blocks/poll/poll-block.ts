import { z } from 'zod'
import {
  Block,
  block,
  handler,
  HandlerError,
  I18n,
  preparation,
  Urls,
  User,
  view,
  wants,
  type SafeHtml,
} from '../../runtime/index.js'
import { itemLabel, preparedItems } from './answers.js'
import { authorText, shownText } from './author-text.js'
import { emptyRemarks, keyRemarks, ruleRemarks } from './ballot-remarks.js'
import { mayAnswer } from './ballot-fields.js'
import { ballotFragment, metBallot } from './ballot-view.js'
import { pollFields, type PollFields } from './poll-fields.js'
import { withVotes } from './tally.js'

const vote = z.object({ choice: z.string().optional() })

const prepared = preparation((poll: PollFields) => ({
  question: authorText(poll.question),
  answers: preparedItems(poll.answers),
  feedback: authorText(poll.feedback),
}))

const check = (poll: PollFields) => [
  ...ruleRemarks(poll),
  ...emptyRemarks('answers', poll.answers),
  ...keyRemarks('answers', poll.answers),
]

/**
 * One question to everybody. Who has answered sees what everybody answered and cannot answer again; of a private poll
 * nobody but staff sees it, and learners may change their answer (the `poll` of xblock-poll).
 */
@wants(Urls)
@wants(User)
@block('poll', { summary: () => ({}), prepare: prepared, check })
export class PollBlock extends Block(pollFields) {
  @view studentView() {
    return ballotFragment(this.contents(), this.words)
  }

  /** Under the incumbent's names, for clients that draw themselves. */
  @view studentViewData() {
    return {
      question: this.question,
      answers: this.answers,
      max_submissions: this.maxSubmissions,
      private_results: this.privateResults,
    }
  }

  @view studentViewUserState() {
    return {
      choice: this.chosen,
      tally: this.chosen !== null && !this.privateResults ? this.tally : null,
      submissions_count: this.submissionsCount,
    }
  }

  @handler(vote) vote({ choice }: z.output<typeof vote>) {
    const before = this.chosen
    if (before === null) this.submissionsCount = 0
    if (!this.isOpen) throw new HandlerError(409, this.words.say('You have voted already.'))
    if (choice === undefined) throw new HandlerError(400, this.words.say('Choose one of the answers.'))
    if (!this.answers.some(([key]) => key === choice))
      throw new HandlerError(400, this.words.say('There is no such answer.'))
    const without = this.choice === null ? this.tally : withVotes(this.tally, this.choice, -1)
    this.tally = withVotes(without, choice, 1)
    this.choice = choice
    this.submissionsCount += 1
    this.publish('completion', { value: 1 })
    this.publish('xblock.poll.submitted', { url_name: this.usageKey.blockId, choice })
    if (!this.privateResults) this.publish('xblock.poll.view_results', {})
    return { contents: this.contents().text, message: this.words.say('Your vote was counted.') }
  }

  /** The learner's answer; null also where the author has taken it away since, so that they may answer again. */
  private get chosen(): string | null {
    return this.answers.some(([key]) => key === this.choice) ? this.choice : null
  }

  private get isOpen(): boolean {
    return mayAnswer(this, this.chosen !== null, this.submissionsCount)
  }

  private get words(): I18n {
    return this.service(I18n)
  }

  private contents(): SafeHtml {
    const { chosen, words } = this
    const urls = this.optionalService(Urls)
    const { question, answers, feedback } = prepared.of(this)
    const key = this.usageKey.toString()
    const shown = {
      id: `${key}-question`,
      name: 'choice',
      text: shownText(question, urls),
      answers: answers.map((one) => ({ key: one.key, label: itemLabel(one, urls) })),
      chosen,
    }
    return metBallot({
      key,
      title: this.displayName,
      questions: [shown],
      tallyOf: () => this.tally,
      feedback: shownText(feedback, urls),
      hasAnswered: chosen !== null,
      isOpen: this.isOpen,
      privateResults: this.privateResults,
      button: chosen === null ? words.say('Vote') : words.say('Change my vote'),
      urls,
      user: this.optionalService(User),
      words,
    })
  }
}
