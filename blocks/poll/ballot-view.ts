import { Fragment, html, type I18n, type SafeHtml, type Urls, type User } from '../../runtime/index.js'
import { clientTexts } from '../../runtime/words/index.js'
import {
  answeredQuestion,
  ballot,
  ballotForm,
  openQuestion,
  ownAnswer,
  type ShownQuestion,
} from './ballot-markup.js'
import { ballotMessages } from './ballot-messages.js'
import type { Tally } from './tally.js'

/** A poll or survey as one learner meets it. */
export interface MetBallot {
  /** The usage key, in which elements have their ids. */
  readonly key: string
  readonly title: string
  readonly questions: readonly ShownQuestion[]
  readonly tallyOf: (question: ShownQuestion) => Tally
  readonly feedback: SafeHtml
  readonly hasAnswered: boolean
  readonly isOpen: boolean
  readonly privateResults: boolean
  readonly button: string
  readonly urls: Urls | undefined
  readonly user: User | undefined
  readonly words: I18n
}

/** The page's part of a block that is voted in: its client module shows it anew after each vote. */
export function ballotFragment(contents: SafeHtml, words: I18n): Fragment {
  return new Fragment(html`<div class="ballot">${contents}</div>`)
    .addCss('ballot.css')
    .initializeJs('ballot.client.js', clientTexts(words, ballotMessages))
}

/** The form while it is open, the results for who may see them, else the own answers; and the feedback once there are any. */
export function metBallot(met: MetBallot): SafeHtml {
  const { key, questions, hasAnswered, isOpen, words } = met
  const maySeeResults = met.user?.isStaff === true || (hasAnswered && !met.privateResults)
  const form = isOpen
    ? ballotForm({
        action: met.urls?.handler(key, 'vote') ?? '',
        handler: 'vote',
        words,
        button: met.button,
        inside: html`${questions.map(openQuestion)}`,
      })
    : !maySeeResults && html`${questions.map((one) => ownAnswer(one, words))}`
  const results =
    maySeeResults &&
    html`${questions.map((one) => answeredQuestion({ ...one, id: `${one.id}-results` }, met.tallyOf(one), words))}`
  return ballot(
    met.title,
    `${key}-title`,
    [
      form,
      isOpen && results
        ? html`<details><summary${words.marks}>${words.say('Results')}</summary>${results}</details>`
        : results,
      hasAnswered && html`<div class="ballot-feedback">${met.feedback}</div>`,
    ],
    words,
  )
}
