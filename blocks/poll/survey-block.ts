import { z } from 'zod'
import {
  Block,
  block,
  CompositorError,
  handler,
  HandlerError,
  html,
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
import { keyRemarks, ruleRemarks } from './ballot-remarks.js'
import { mayAnswer } from './ballot-fields.js'
import { ballotFragment, metBallot } from './ballot-view.js'
import { surveyFields, type SurveyFields } from './survey-fields.js'
import { withVotes, type Tally } from './tally.js'

/** Answers by the key of the question. */
const vote = z.record(z.string(), z.string())

/** A page of two short lists can be long: as many buttons as one number times the other. */
const mostChoices = 5000

const prepared = preparation((survey: SurveyFields) => {
  if (survey.questions.length * survey.answers.length > mostChoices) {
    throw new CompositorError(
      'field-value',
      `A survey has at most ${mostChoices} answers to choose from, all questions together; this one has ${survey.questions.length} questions with ${survey.answers.length} answers each.`,
    )
  }
  return {
    questions: preparedItems(survey.questions),
    answers: firstOfEach(survey.answers),
    feedback: authorText(survey.feedback),
  }
})

const check = (survey: SurveyFields) => [
  ...ruleRemarks(survey),
  ...keyRemarks('questions', survey.questions),
  ...keyRemarks('answers', survey.answers),
]

/**
 * Several questions with the same answers. Who sees the results, and who may answer again, is as with a poll (the
 * `survey` of xblock-poll).
 */
@wants(Urls)
@wants(User)
@block('survey', { summary: () => ({}), prepare: prepared, check })
export class SurveyBlock extends Block(surveyFields) {
  @view studentView() {
    return ballotFragment(this.contents(), this.words)
  }

  /** Under the incumbent's names, for clients that draw themselves. */
  @view studentViewData() {
    return {
      questions: this.questions,
      answers: this.answers,
      max_submissions: this.maxSubmissions,
      private_results: this.privateResults,
      block_name: this.blockName,
    }
  }

  @view studentViewUserState() {
    return {
      choices: this.isAnswered ? this.choices : null,
      tally: this.isAnswered && !this.privateResults ? this.tally : null,
      submissions_count: this.submissionsCount,
    }
  }

  @handler(vote) vote(choices: z.output<typeof vote>) {
    if (!this.isAnswered) this.submissionsCount = 0
    if (!this.isOpen) throw new HandlerError(409, this.words.say('You have answered already.'))
    if (this.questions.some(([key]) => !Object.hasOwn(choices, key)))
      throw new HandlerError(400, this.words.say('Answer all questions.'))
    if (!this.isValid(choices)) throw new HandlerError(400, this.words.say('There is no such answer.'))
    let tally: Record<string, Tally> = this.tally
    for (const [question, answer] of Object.entries(this.choices))
      tally = counted(tally, question, answer, -1)
    for (const [question, answer] of Object.entries(choices)) tally = counted(tally, question, answer, 1)
    this.tally = tally
    this.choices = choices
    this.submissionsCount += 1
    this.publish('completion', { value: 1 })
    this.publish('xblock.survey.submitted', { url_name: this.usageKey.blockId, choices })
    if (!this.privateResults) this.publish('xblock.survey.view_results', {})
    return { contents: this.contents().text, message: this.words.say('Your answers were counted.') }
  }

  /** Whether the learner's answers still fit the questions; else they may answer again. */
  private get isAnswered(): boolean {
    return Object.keys(this.choices).length > 0 && this.isValid(this.choices)
  }

  private get isOpen(): boolean {
    return mayAnswer(this, this.isAnswered, this.submissionsCount)
  }

  private isValid(choices: Readonly<Record<string, string>>): boolean {
    const questions = new Set(this.questions.map(([key]) => key))
    const answers = new Set(this.answers.map(([key]) => key))
    const given = Object.entries(choices)
    return (
      given.length === questions.size &&
      given.every(([question, answer]) => questions.has(question) && answers.has(answer))
    )
  }

  private get words(): I18n {
    return this.service(I18n)
  }

  private contents(): SafeHtml {
    const { isAnswered, words } = this
    const urls = this.optionalService(Urls)
    const { questions, answers, feedback } = prepared.of(this)
    const key = this.usageKey.toString()
    return metBallot({
      key,
      title: this.blockName,
      questions: questions.map((one, index) => ({
        id: `${key}-question-${index}`,
        name: one.key,
        text: itemLabel(one, urls),
        answers: answers.map(([answer, text]) => ({ key: answer, label: html`${text}` })),
        chosen: isAnswered ? (this.choices[one.key] ?? null) : null,
      })),
      tallyOf: ({ name }) => tallyOf(this.tally, name),
      feedback: shownText(feedback, urls),
      hasAnswered: isAnswered,
      isOpen: this.isOpen,
      privateResults: this.privateResults,
      button: isAnswered ? words.say('Change my answers') : words.say('Submit'),
      urls,
      user: this.optionalService(User),
      words,
    })
  }
}

function tallyOf(tally: Readonly<Record<string, Tally>>, question: string): Tally {
  return Object.hasOwn(tally, question) ? (tally[question] ?? {}) : {}
}

function counted(
  tally: Readonly<Record<string, Tally>>,
  question: string,
  answer: string,
  change: 1 | -1,
): Record<string, Record<string, number>> {
  return { ...tally, [question]: withVotes(tallyOf(tally, question), answer, change) }
}

/** Of two answers with one key the first counts. */
function firstOfEach(answers: SurveyFields['answers']): SurveyFields['answers'] {
  const byKey = new Map<string, readonly [string, string]>()
  for (const answer of answers) if (!byKey.has(answer[0])) byKey.set(answer[0], answer)
  return [...byKey.values()]
}
