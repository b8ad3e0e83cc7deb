import { z } from 'zod'
import {
  Block,
  block,
  boolean,
  dict,
  handler,
  HandlerError,
  I18n,
  integer,
  list,
  preparation,
  string,
  Urls,
  view,
  wants,
  type SafeHtml,
} from '../../runtime/index.js'
import { authorHtml, shownText } from './author-text.js'
import { emptyRemarks, keyRemarks } from './ballot-remarks.js'
import { answeredQuestion, ballot, ballotForm, openQuestion } from './ballot-markup.js'
import { ballotFragment } from './ballot-view.js'
import { readPollQuestionOlx, writePollQuestionOlx } from './poll-question-olx.js'
import { withVotes } from './tally.js'

const vote = z.object({ choice: z.string().optional() })
const nothing = z.object({})
const answer = z.looseObject({ id: z.string(), text: z.string() })

interface PollQuestionFields {
  readonly question: string
  readonly answers: readonly z.output<typeof answer>[]
}

const prepared = preparation((poll: PollQuestionFields) => ({
  question: authorHtml(poll.question),
  answers: poll.answers
    .filter(({ id }, index, all) => id !== '' && all.findIndex((one) => one.id === id) === index)
    .map(({ id, text }) => ({ key: id, label: authorHtml(text) })),
}))

/**
 * A question whose answers decide what a `conditional` shows. Who has answered sees what everybody answered, and may
 * take the answer back unless the author forbids it (the incumbent's `poll_question`).
 */
@wants(Urls)
@block('poll_question', {
  summary: () => ({}),
  prepare: prepared,
  check: ({ answers }: PollQuestionFields) => [
    ...emptyRemarks('answers', answers),
    ...keyRemarks(
      'answers',
      answers.map(({ id }) => [id]),
    ),
  ],
  readOlx: readPollQuestionOlx,
  writeOlx: writePollQuestionOlx,
})
export class PollQuestionBlock extends Block({
  content: {
    question: string('', { label: 'Question', help: 'HTML.' }),
    answers: list(answer, [], { label: 'Answers', help: '{"id": "yes", "text": "Yes"}; the text is HTML.' }),
  },
  settings: {
    displayName: string('', { label: 'Display name' }),
    reset: boolean(true, { label: 'Learners may take their answer back' }),
  },
  userState: { voted: boolean(false), pollAnswer: string() },
  userStateSummary: { pollAnswers: dict(integer()) },
}) {
  @view studentView() {
    return ballotFragment(this.contents(), this.words)
  }

  @view studentViewData() {
    return { question: this.question, answers: this.answers, reset: this.reset }
  }

  @view studentViewUserState() {
    return {
      voted: this.voted,
      poll_answer: this.pollAnswer,
      poll_answers: this.voted ? this.pollAnswers : null,
    }
  }

  @handler(vote) vote({ choice }: z.output<typeof vote>) {
    if (this.voted) throw new HandlerError(409, this.words.say('You have voted already.'))
    if (choice === undefined) throw new HandlerError(400, this.words.say('Choose one of the answers.'))
    if (choice === '' || !this.answers.some(({ id }) => id === choice))
      throw new HandlerError(400, this.words.say('There is no such answer.'))
    this.pollAnswers = withVotes(this.pollAnswers, choice, 1)
    this.pollAnswer = choice
    this.voted = true
    this.publish('completion', { value: 1 })
    return { contents: this.contents().text, message: this.words.say('Your vote was counted.') }
  }

  @handler(nothing) resetPoll() {
    if (!this.voted) throw new HandlerError(409, this.words.say('You have not voted.'))
    if (!this.reset) throw new HandlerError(409, this.words.say('This answer cannot be taken back.'))
    this.pollAnswers = withVotes(this.pollAnswers, this.pollAnswer, -1)
    this.pollAnswer = ''
    this.voted = false
    return { contents: this.contents().text, message: this.words.say('Your vote was taken back.') }
  }

  private get words(): I18n {
    return this.service(I18n)
  }

  private contents(): SafeHtml {
    const { voted, pollAnswer } = this
    const urls = this.optionalService(Urls)
    const { question, answers } = prepared.of(this)
    const key = this.usageKey.toString()
    const action = (handlerName: string) => urls?.handler(key, handlerName) ?? ''
    const shown = {
      id: `${key}-question`,
      name: 'choice',
      text: shownText(question, urls),
      answers: answers.map((one) => ({ key: one.key, label: shownText(one.label, urls) })),
      chosen: voted ? pollAnswer : null,
    }
    const open = () =>
      ballotForm({
        action: action('vote'),
        handler: 'vote',
        words: this.words,
        button: this.words.say('Vote'),
        inside: openQuestion(shown),
      })
    const takeBack = () =>
      ballotForm({
        action: action('reset_poll'),
        handler: 'reset_poll',
        words: this.words,
        button: this.words.say('Take my answer back'),
      })
    return ballot(
      this.displayName,
      `${key}-title`,
      voted ? [answeredQuestion(shown, this.pollAnswers, this.words), this.reset && takeBack()] : [open()],
      this.words,
    )
  }
}
