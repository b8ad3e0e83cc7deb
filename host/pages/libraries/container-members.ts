import type { ContainerMember, ContainerMembers } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { libraryAddress } from './libraries-page.js'
import { pageLength, pageTurns } from '../page-turns.js'
import { typeName } from '../type-names.js'

/** Members of a container that its page shows. */
export interface ContainerMembersParts extends ContainerMembers {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  /** The container. */
  readonly usage: string
  readonly draft: string
  readonly mayEdit: boolean
  /** Members that are passed over. */
  readonly from: number
  /** The member that was just moved, and which way, so that the keyboard goes on from there. */
  readonly moved: { readonly usage: string; readonly by: string } | undefined
}

/** What a unit, subsection or section of a library holds: in which order, in which version, and the ways to change that. */
export function containerMembersSection(parts: ContainerMembersParts): SafeHtml {
  const { words, base, context, usage, items, total, from, draft, mayEdit } = parts
  const address = blockAddress(base, usage)
  const list = html`<ol class="members" start="${from + 1}" data-movable>${items.map((one, index) => member(parts, one, from + index))}</ol>`
  return html`<section class="author-making" aria-labelledby="members"><h2 id="members">${words.say('In it: {count, plural, one {# block} other {# blocks}}', { count: total })}</h2>
${
  items.length === 0
    ? html`<p>${words.say('Nothing yet.')}</p>`
    : mayEdit
      ? html`<form method="post" action="${address}/members"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="from" value="${from}">
<button type="submit" name="do" value="pins" class="unseen" tabindex="-1" aria-hidden="true">${words.say('Save the versions')}</button>${list}
<p class="author-actions"><button type="submit" name="do" value="pins">${words.say('Save the versions')}</button></p></form>`
      : list
}
${pageTurns({ words, path: address, query: {}, from, shown: items.length, count: total })}
${mayEdit && html`<p><a href="${libraryAddress(base, context)}?into=${encodeURIComponent(usage)}">${words.say('Choose blocks of the library to put into it')}</a></p>`}</section>`
}

function member(
  { words, base, total, mayEdit, moved }: ContainerMembersParts,
  { usage, type, title, pin, latest, numbers }: ContainerMember,
  place: number,
): SafeHtml {
  const [isFirst, isLast] = [place === 0, place === total - 1]
  const focused = moved?.usage === usage ? focusOf(moved.by, isFirst, isLast) : undefined
  const button = (by: 'up' | 'down', text: string, label: string, isOff: boolean) =>
    html`<button type="submit" class="quiet" name="${by}" value="${usage}" aria-label="${label}"${isOff ? html` disabled` : ''}${by === focused ? html` autofocus` : ''}>${text}</button>`
  return html`<li data-usage="${usage}"${focused ? html` class="is-moved"` : ''}><span class="member-name"><a href="${blockAddress(base, usage)}">${words.ofCourse(title)}</a> <small>${typeName(words, type)}</small></span>
${
  mayEdit
    ? html`<span class="member-actions">${versions(words, { usage, title, pin, latest, numbers })}${button('up', words.say('Up'), words.say('Move up “{title}”', { title }), isFirst)}${button('down', words.say('Down'), words.say('Move down “{title}”', { title }), isLast)}<button type="submit" class="quiet" name="out" value="${usage}" aria-label="${words.say('Take out “{title}”', { title })}">${words.say('Take out')}</button></span>`
    : pin !== undefined &&
      html`<small>${words.say('stays at version {number}', { number: String(pin) })}</small>`
}</li>`
}

/** The button that the keyboard goes on from: the one that was pressed, as long as there is further to go. */
function focusOf(by: string, isFirst: boolean, isLast: boolean): 'up' | 'down' {
  if (by === 'up') return isFirst ? 'down' : 'up'
  return isLast ? 'up' : 'down'
}

function versions(
  words: PageWords,
  {
    usage,
    title,
    pin,
    latest,
    numbers,
  }: Pick<ContainerMember, 'usage' | 'title' | 'latest' | 'numbers'> & {
    readonly pin: number | undefined
  },
): SafeHtml {
  const choice = (number: number) => {
    const said = { number: String(number) }
    return number === latest
      ? words.say('Stay at version {number}, the latest by now', said)
      : words.say('Stay at version {number}', said)
  }
  const known = pin === undefined || numbers.includes(pin) ? numbers : [pin, ...numbers]
  return html`<select name="pin:${usage}" aria-label="${words.say('Version of {title}', { title })}"><option value="">${words.say('Latest version')}</option>${known.map((number) => html`<option value="${number}"${number === pin ? html` selected` : ''}>${choice(number)}</option>`)}</select>`
}

/** How many members a page shows. */
export const mostMembers = pageLength
