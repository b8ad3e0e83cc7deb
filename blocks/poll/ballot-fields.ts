import { boolean, integer, string } from '../../runtime/index.js'

/** What says who may see the results, and how often learners may answer. */
export interface BallotRules {
  readonly privateResults: boolean
  readonly maxSubmissions: number
}

/** What authors write of polls and surveys alike. */
export interface BallotFields extends BallotRules {
  readonly feedback: string
}

/** Fields of content that polls and surveys have alike, under the names that xblock-poll gives them. */
export const ballotFields = {
  feedback: string('', { label: 'Feedback', help: 'Shown to those who have answered. Markdown and HTML.' }),
  privateResults: boolean(false, { label: 'Keep the results from learners' }),
  maxSubmissions: integer(1, {
    label: 'Number of answers',
    help: 'How often a learner may answer where the results are kept from them; 0 is without limit.',
  }),
} as const

/** Whether a learner may answer: everybody once, and again only where the results are kept from them. */
export function mayAnswer(
  { privateResults, maxSubmissions }: BallotRules,
  hasAnswered: boolean,
  submissions: number,
): boolean {
  return !hasAnswered || (privateResults && (maxSubmissions <= 0 || submissions < maxSubmissions))
}
