import { toSay } from '../../runtime/words/index.js'

/** What the client module of word clouds says by itself. */
export const cloudMessages = [
  toSay('The site cannot be reached. Your words are still here; try again in a moment.'),
  toSay('That could not be sent. Try again in a moment.'),
] as const
