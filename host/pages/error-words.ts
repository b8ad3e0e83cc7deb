import type { ErrorCode } from '../../runtime/index.js'
import { toSay, type PageWords } from '../words/index.js'

const away = toSay('The site is busy, or is being restarted. Try again in a moment.')
const full = toSay(
  'The site cannot keep anything just now, and nothing of what you sent is kept. Try again later.',
)
const absent = toSay(
  'This part of the course is not there, or not for you. Go back to the course, and choose from its outline.',
)
const misfit = toSay(
  'The page sent something that is not taken here, so nothing was changed. Go back, load the page again, and try once more.',
)
const large = toSay('What you sent is too large, so nothing of it was kept. Send less, or a smaller file.')
const noRoom = toSay('There is no room left for it here. Delete what you no longer need, then send it again.')

/** What happened and what to do, for learners, by the codes that their pages can end with. */
const said: Partial<Readonly<Record<ErrorCode, string>>> = {
  'learner-unknown': toSay('The site does not know who you are. Sign in, then open this page again.'),
  'context-not-published': toSay(
    'There is no course at this address, or it is not open to you. Check the address, or ask whoever gave it to you.',
  ),
  'block-not-found': absent,
  'unit-not-found': absent,
  'page-not-found': toSay('Check the address, or go back to the courses.'),
  'key-malformed': toSay('Check the address, or go back to the courses.'),
  'key-kind': toSay('Check the address, or go back to the courses.'),
  'file-not-found': toSay('This file is not there. Tell whoever teaches the course which link led here.'),
  'not-yet-open': toSay('Come back when it opens.'),
  closed: toSay('What you did in it is kept.'),
  'not-in-group': toSay(
    'This part of the course is for other groups than yours. Ask your teachers if you should be in one of them.',
  ),
  'request-foreign': toSay(
    'This was sent from a page of another site, so nothing was changed. Open the page here, and send it again.',
  ),
  'request-too-large': large,
  'file-too-large': large,
  'learner-state-too-large': large,
  'file-kind': toSay('A file of this kind is not taken here, so nothing was kept. Send one of another kind.'),
  'files-full': noRoom,
  'collection-full': noRoom,
  'handler-address': toSay(
    'This page has been open for too long. Go back, load it again, and send your answer once more.',
  ),
  'handler-input': misfit,
  'handler-method': misfit,
  'handler-missing': misfit,
  'problem-input': toSay(
    'Your answer cannot be read, so it was not graded, and no attempt was used. Go back, and correct it.',
  ),
  'host-unknown': toSay('This server does not answer to this address. Use the one that its site gives.'),
  'learner-write-conflict': toSay(
    'Something else of yours was being stored at the same time. Send it again.',
  ),
  'store-full': full,
  'store-read-only': full,
  'store-unavailable': away,
  'compositor-busy': away,
  'access-unavailable': away,
  'standing-unavailable': away,
  'host-closing': away,
}

/** Codes whose own text says more than what is said for all: a day, or a block author's reason. */
const ownReasons: ReadonlySet<ErrorCode> = new Set(['not-yet-open', 'closed', 'problem-input'])

/** An error as a learner reads it. */
export interface ErrorWords {
  /** What happened and what to do; undefined where only the error itself can say it. */
  readonly text: string | undefined
  /** Whether the error's own text belongs beside it, where learners see it at once. */
  readonly hasOwnReason: boolean
}

/** What to tell a learner of an error. */
export function errorWords(words: PageWords, code: ErrorCode, status: number): ErrorWords {
  const message = said[code]
  if (message !== undefined) return { text: words.say(message), hasOwnReason: ownReasons.has(code) }
  if (status < 500) return { text: undefined, hasOwnReason: true }
  return { text: words.say('The page could not be made. Please try again in a moment.'), hasOwnReason: false }
}
