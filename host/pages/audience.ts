import { dateText, type ClosedPart, type Closing } from '../../lms/index.js'

/** What staff are told of a part that is not open to all learners. */
export function audienceOf({ code, at }: Closing): string {
  switch (code) {
    case 'block-not-found':
      return 'Learners do not see this: it is for staff only.'
    case 'not-yet-open':
      return `Learners see this from ${dateText(at)}.`
    case 'closed':
      return `Learners do not see this since ${dateText(at)}, when it was due.`
    case 'not-in-group':
      return 'Only learners of some groups see this.'
  }
}

/** The same of parts of a unit. */
export function audiencesOf(parts: readonly ClosedPart[]): string[] {
  return parts.map(({ title, closing }) => (title === undefined ? '' : `${title}: `) + audienceOf(closing))
}
