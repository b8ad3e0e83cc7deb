import { html, type SafeHtml } from '../../runtime/index.js'
import { toSay, type PageWords } from '../words/index.js'

/** What pages say after what was done there; an address can name one, and say nothing else. */
const news: Readonly<Record<string, string>> = {
  rescored: toSay('Rescored: this is the grade now.'),
  refused: toSay(
    'Nothing was rescored, and nothing has changed: there is no submission that could be graded again.',
  ),
  deleted: toSay('The learner’s work here is deleted.'),
  nothing: toSay('There was nothing to delete.'),
  extended: toSay('The due date is given.'),
  unextended: toSay('The date of everybody holds again.'),
  given: toSay('The score is given.'),
  'taken-back': toSay('The given score is taken back: what was earned counts again.'),
  reset: toSay('The attempts are reset: the learner has all of them again.'),
  restored: toSay('The attempts are as they were before the reset.'),
}

/**
 * What has just happened, as the address of a page says; undefined for nothing that pages tell.
 * @param block address of the block's page, where what was done there is undone
 */
export function staffNews(words: PageWords, query: URLSearchParams, block?: string): SafeHtml | undefined {
  const name = query.get('news') ?? ''
  if (!Object.hasOwn(news, name)) return undefined
  const text = html`<p>${words.say(news[name] ?? '')}</p>`
  const learner = query.get('learner')
  const was = Number(query.get('was'))
  if (name !== 'reset' || block === undefined || learner === null || !(was > 0)) return text
  return html`${text}<form class="staff-undo" method="post" action="${block}/attempts"><input type="hidden" name="learner" value="${learner}"><input type="hidden" name="used" value="${was}"><button type="submit" class="secondary">${words.say('Undo')}</button></form>`
}
