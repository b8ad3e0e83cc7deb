import type { Learner } from '../../lms/index.js'
import { Fragment } from '../../runtime/index.js'
import type { DraftClash } from '../drafts/draft-clash.js'
import type { HostParts } from '../host-parts.js'
import type { HostRequest, HostResponse } from '../http/exchange.js'
import { clashPage } from '../pages/authors/clash-page.js'
import { authorPage } from './author-page.js'

/** What a change was that others got in the way of. */
export interface Clashing {
  readonly clash: DraftClash
  /** Of the page that it was sent from: a text of the course's. */
  readonly title?: string
  /** The same, where it is a message of ours. */
  readonly page?: string
  readonly back: string
  readonly sent: URLSearchParams
  /** What the change is, in words. */
  readonly wanted?: string | undefined
}

/** 409: what differs from the draft that a change was thought of for, with all that was sent, to be sent again. */
export function clashAnswer(
  host: Pick<HostParts, 'base' | 'client' | 'visitors'>,
  author: Learner,
  request: HostRequest,
  clashing: Clashing,
): HostResponse {
  const words = host.visitors.wordsOf(author)
  const { page, title = page === undefined ? '' : words.say(page) } = clashing
  const content = clashPage({ ...clashing, words, title, action: request.path })
  return authorPage(host, author, request, words.say('Changed meanwhile'), new Fragment(content), 409, {
    words,
  })
}
