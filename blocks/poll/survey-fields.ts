import { boolean, dict, integer, list, string } from '../../runtime/index.js'
import { keyedItem, keyedText, type KeyedItem } from './answers.js'

/** What authors write of a survey. */
export interface SurveyFields {
  readonly questions: readonly KeyedItem[]
  readonly answers: readonly (readonly [string, string])[]
  readonly feedback: string
  readonly privateResults: boolean
  readonly maxSubmissions: number
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
    feedback: string('', { label: 'Feedback', help: 'Shown to those who have answered. Markdown and HTML.' }),
    privateResults: boolean(false, { label: 'Keep the results from learners' }),
    maxSubmissions: integer(1, {
      label: 'Number of answers',
      help: 'How often a learner may answer where the results are kept from them; 0 is without limit.',
    }),
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
