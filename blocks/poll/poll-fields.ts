import { dict, integer, list, optional, string } from '../../runtime/index.js'
import { keyedItem, type KeyedItem } from './answers.js'
import { ballotFields, type BallotFields } from './ballot-fields.js'

/** What authors write of a poll. */
export interface PollFields extends BallotFields {
  readonly question: string
  readonly answers: readonly KeyedItem[]
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
    ...ballotFields,
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
