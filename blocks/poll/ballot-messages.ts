import { toSay } from '../../runtime/words/index.js'

/** What the client module of polls says by itself. */
export const ballotMessages = [
  toSay('The site cannot be reached. What you chose is still here; try again in a moment.'),
  toSay('That could not be sent. Try again in a moment.'),
] as const
