import type { ClosedPart, Closing } from '../../lms/index.js'
import type { PageWords } from '../words/index.js'

/** What staff are told of a part that is not open to all learners. */
export function audienceOf(words: PageWords, { code, at = Number.NaN }: Closing): string {
  const isDate = Math.abs(at) <= 8.64e15
  const date = isDate ? words.formatDate(at) : ''
  switch (code) {
    case 'block-not-found':
      return words.say('Learners do not see this: it is for staff only.')
    case 'not-yet-open':
      return isDate
        ? words.say('Learners see this from {date}.', { date })
        : words.say('Learners do not see this yet.')
    case 'closed':
      return isDate
        ? words.say('Learners do not see this since {date}, when it was due.', { date })
        : words.say('Learners do not see this any more.')
    case 'not-in-group':
      return words.say('Only learners of some groups see this.')
  }
}

/** The same of parts of a unit. */
export function audiencesOf(words: PageWords, parts: readonly ClosedPart[]): string[] {
  return parts.map(
    ({ title, closing }) => (title === undefined ? '' : `${title}: `) + audienceOf(words, closing),
  )
}
