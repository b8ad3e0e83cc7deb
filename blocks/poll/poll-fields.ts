import { boolean, dict, integer, list, optional, string } from '../../runtime/index.js'
import { keyedItem, type KeyedItem } from './answers.js'

/** What authors write of a poll. */
export interface PollFields {
  readonly question: string
  readonly answers: readonly KeyedItem[]
  readonly feedback: string
  readonly privateResults: boolean
  readonly maxSubmissions: number
}

/** What a poll asks whose author wrote nothing else: exported courses leave it out. */
const colors: readonly KeyedItem[] = [
  ['R', { label: 'Red', img: null, img_alt: null }],
  ['B', { label: 'Blue', img: null, img_alt: null }],
  ['G', { label: 'Green', img: null, img_alt: null }],
  ['O', { label: 'Other', img: null, img_alt: null }],
]

/** The fields of a poll, under the names that xblock-poll gives them. */
export const pollFields = {
  content: {
    question: string('What is your favorite color?', { label: 'Question', help: 'Markdown and HTML.' }),
    feedback: string('', { label: 'Feedback', help: 'Shown to those who have answered. Markdown and HTML.' }),
    privateResults: boolean(false, { label: 'Keep the results from learners' }),
    maxSubmissions: integer(1, {
      label: 'Number of answers',
      help: 'How often a learner may answer where the results are kept from them; 0 is without limit.',
    }),
  },
  settings: {
    displayName: string('Poll', { label: 'Display name' }),
    answers: list(keyedItem, colors, {
      label: 'Answers',
      help: 'Of each its key, and a label with or without a picture: ["R", {"label": "Red", "img": "/static/red.png", "img_alt": "A rose"}]. A key stays when the label changes.',
    }),
  },
  userState: { choice: optional(string()), submissionsCount: integer() },
  userStateSummary: { tally: dict(integer()) },
} as const
