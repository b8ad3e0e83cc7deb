import type { StaffDeed } from '../../../lms/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'

/** What pages say after what was done there; an address can name one, and say nothing else. */
const news: Readonly<Record<string, string>> = {
  rescored: toSay(
    'Rescored: this is the grade now. It cannot be undone; if it is wrong, give another score.',
  ),
  refused: toSay(
    'Nothing was rescored, and nothing has changed: there is no submission that could be graded again.',
  ),
  deleted: toSay('The learner’s work here is deleted. It cannot be undone.'),
  nothing: toSay('There was nothing to delete.'),
  extended: toSay('The due date is given.'),
  unextended: toSay('The date of everybody holds again.'),
  given: toSay('The score is given.'),
  'taken-back': toSay('The given score is taken back: what was earned counts again.'),
  reset: toSay('The attempts are reset: the learner has all of them again.'),
  restored: toSay('The attempts are as they were before the reset.'),
}

/** What was done that can be undone, by the news of it. */
const undoable: Readonly<Record<string, StaffDeed>> = {
  extended: 'extended',
  unextended: 'extension-removed',
  given: 'score-given',
  'taken-back': 'score-taken-back',
  reset: 'attempts-reset',
}

/** What has just been done by the address of a page, where that can be undone. */
export function undoableNews(query: URLSearchParams): StaffDeed | undefined {
  const name = query.get('news') ?? ''
  return Object.hasOwn(undoable, name) ? undoable[name] : undefined
}

/**
 * What has just happened, as the address of a page says; undefined for nothing that pages tell.
 * @param undo the form that undoes it
 */
export function staffNews(words: PageWords, query: URLSearchParams, undo?: SafeHtml): SafeHtml | undefined {
  const name = query.get('news') ?? ''
  if (!Object.hasOwn(news, name)) return undefined
  return html`<p>${words.say(news[name] ?? '')}</p>${undo}`
}

/** That another of staff came first, for a page on which what was typed still stands. */
export function changedNews(words: PageWords): SafeHtml {
  return html`<p>${words.say('Nothing was stored: somebody changed this meanwhile. Look at what holds now, and send yours again if it is still right.')}</p>`
}
