import { dict, integer, list, string } from '../../runtime/index.js'
import { keyedItem, keyedText, type KeyedItem } from './answers.js'
import { ballotFields, type BallotFields } from './ballot-fields.js'

/** What authors write of a survey. */
export interface SurveyFields extends BallotFields {
  readonly questions: readonly KeyedItem[]
  readonly answers: readonly (readonly [string, string])[]
}

/** What a survey asks whose author wrote nothing else: exported courses leave it out. */
const courseQuestions: readonly KeyedItem[] = [
  ['enjoy', { label: 'Are you enjoying the course?', img: null, img_alt: null }],
  ['recommend', { label: 'Would you recommend this course to your friends?', img: null, img_alt: null }],
  ['learn', { label: 'Do you think you will learn a lot?', img: null, img_alt: null }],
]
const yesNoMaybe: readonly [string, string][] = [
  ['Y', 'Yes'],
  ['N', 'No'],
  ['M', 'Maybe'],
]

/** The fields of a survey, under the names that xblock-poll gives them. */
export const surveyFields = {
  content: {
    ...ballotFields,
    blockName: string('Poll', { label: 'Title', help: 'Shown above the questions.' }),
  },
  settings: {
    displayName: string('Survey', { label: 'Display name' }),
    questions: list(keyedItem, courseQuestions, {
      label: 'Questions',
      help: 'Of each its key, and a label with or without a picture: ["q1", {"label": "Is it clear?", "img": null, "img_alt": null}].',
    }),
    answers: list(keyedText, yesNoMaybe, {
      label: 'Answers',
      help: 'Of each its key and its text: ["Y", "Yes"].',
    }),
  },
  userState: { choices: dict(string()), submissionsCount: integer() },
  userStateSummary: { tally: dict(dict(integer())) },
} as const
