import type { Collection } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { queryOf, type AskedList } from './asked-list.js'
import { typeName } from '../type-names.js'

/** A container that blocks can be put into. */
export interface KnownContainer {
  readonly usage: string
  readonly type: string
  readonly title: string
}

/** What can be done with the blocks that are ticked in a list. */
export interface TickedParts {
  readonly words: PageWords
  readonly asked: AskedList
  /** How many are found on all pages. */
  readonly total: number
  readonly isV2: boolean
  readonly collections: readonly Pick<Collection, 'key' | 'title'>[]
  readonly containers: readonly KnownContainer[]
}

/** What is done with what is ticked; it stands in the form with the ticks. */
export function tickedActions(parts: TickedParts): SafeHtml {
  const { words, asked, total, isV2 } = parts
  return html`<input type="hidden" name="query" value="${queryOf(asked)}">
<details class="ticked"><summary data-ticked="${words.say('Ticked: {count}', { count: '{count}' })}">${words.say('With the blocks that are ticked')}</summary><div role="group" aria-label="${words.say('With the blocks that are ticked')}">
<p><label><input type="radio" name="which" value="ticked" checked> ${words.say('Those that are ticked')}</label> <label><input type="radio" name="which" value="all"> ${words.say('{count, plural, one {The # that is found} other {All # that are found}}', { count: total })}</label></p>
${isV2 && collecting(parts)}
${isV2 && placing(parts)}
<p class="author-actions"><button type="submit" name="do" value="set">${words.say('Change their settings')}</button> <button type="submit" name="do" value="delete" class="dangerous">${words.say('Delete them')}</button></p></div></details>`
}

function collecting({ words, collections, asked }: TickedParts): SafeHtml {
  const chosen = asked.filters.collections
  return html`<div class="ticked-row">${
    collections.length > 0 &&
    html`<p class="field"><label for="ticked-collection">${words.say('Collection')}</label><select id="ticked-collection" name="collection">${collections.map(({ key, title }) => html`<option value="${key}"${key === chosen ? html` selected` : ''}>${title || key}</option>`)}</select></p>`
  }
<p class="field"><label for="ticked-new">${collections.length > 0 ? words.say('Or a new one') : words.say('A new collection')}</label><input id="ticked-new" name="new-collection" maxlength="500" autocomplete="off" placeholder="${words.say('Week 1')}"></p>
<p class="author-actions"><button type="submit" name="do" value="collect">${words.say('Add to the collection')}</button>${collections.length > 0 && html` <button type="submit" name="do" value="uncollect" class="quiet">${words.say('Take out of it')}</button>`}</p></div>`
}

function placing({ words, containers, asked }: TickedParts): SafeHtml | undefined {
  if (containers.length === 0) return undefined
  return html`<div class="ticked-row"><p class="field"><label for="ticked-container">${words.say('Unit, subsection or section')}</label><select id="ticked-container" name="container">${containers.map(({ usage, title, type }) => html`<option value="${usage}"${usage === asked.into ? html` selected` : ''}>${title} (${typeName(words, type)})</option>`)}</select></p>
<p class="author-actions"><button type="submit" name="do" value="place">${words.say('Put into it')}</button></p></div>`
}
