import { html, type BlockTemplate, type HtmlValue, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress } from './author-pages.js'
import { courseAddress } from './course-head.js'
import { pageTurns } from '../page-turns.js'
import { typeName } from '../type-names.js'

/** What a unit of a course holds, as its page shows it. */
export interface UnitContentsParts {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  readonly draft: string
  /** The unit. */
  readonly usage: string
  readonly items: readonly { readonly key: string; readonly type: string; readonly title: string }[]
  /** Library blocks that stand in it where it refers to them; they are opened, and moved with what refers to them. */
  readonly referred: UnitContentsParts['items']
  /** How many there are of its own, and how many are passed over. */
  readonly count: number
  readonly from: number
  /** Types that are added by a click, with what they can begin with. */
  readonly types: readonly { readonly type: string; readonly templates: readonly BlockTemplate[] }[]
}

/** What a unit holds: in which order, with the ways to change that and to add to it. */
export function unitContents(parts: UnitContentsParts): SafeHtml {
  const { words, base, context, draft, usage, items, referred, count, from, types } = parts
  const button = (type: string, said: string, template?: string) =>
    html`<button type="submit" class="quiet" name="component" value="${template === undefined ? type : `${type} ${template}`}">+ ${said}</button>`
  const templates = types.filter((one) => one.templates.length > 0)
  return html`<section aria-labelledby="unit-contents"><h2 id="unit-contents">${words.say('In this unit')}</h2>
<form method="post" action="${courseAddress(base, context)}/steps" data-tree><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="unit" value="${usage}"><input type="hidden" name="into" value="${usage}">
${items.length === 0 ? html`<p>${words.say('Nothing yet. Add a text, a problem or a video.')}</p>` : html`<ol class="unit-contents" start="${from + 1}" data-parent="${usage}" data-type="vertical">${items.map((one, index) => component(parts, one, from + index))}</ol>`}
${pageTurns({ path: blockAddress(base, usage), query: {}, from, shown: items.length, count, words })}
<div class="unit-adding">${types.map(({ type }) => button(type, typeName(words, type)))}
${templates.length > 0 && html`<details><summary>${words.say('Begin with an example')}</summary>${templates.map((one) => html`<div role="group" aria-label="${typeName(words, one.type)}">${one.templates.map(({ name, title }) => button(one.type, words.ofField(title ?? name), name))}</div>`)}</details>`}</div></form>
${referred.length > 0 && html`<h3>${words.say('From libraries')}</h3><ul class="author-blocks">${referred.map(({ key, type, title }) => html`<li><a href="${blockAddress(base, key)}">${words.ofCourse(title)}</a> <small>${typeName(words, type)}</small></li>`)}</ul>`}</section>`
}

function component(
  { words, base, count }: UnitContentsParts,
  { key, type, title }: UnitContentsParts['items'][number],
  index: number,
): SafeHtml {
  const button = (name: string, said: string, isOff: boolean, more: HtmlValue = '') =>
    html`<button type="submit" name="${name}" value="${key}"${isOff && html` disabled`}${more}>${said}</button>`
  return html`<li class="tree-line" data-key="${key}"><span class="tree-name"><a class="tree-title" href="${blockAddress(base, key)}">${words.ofCourse(title)}</a> <small>${typeName(words, type)}</small></span>
<a class="button quiet" href="${blockAddress(base, key)}" aria-label="${words.say('Edit “{title}”', { title })}">${words.say('Edit')}</a><details class="tree-menu"><summary aria-label="${words.say('What to do with “{title}”', { title })}">⋯</summary><div class="tree-deeds">${button('up', words.say('Move up'), index === 0)}${button('down', words.say('Move down'), index >= count - 1)}${button('duplicate', words.say('Duplicate'), false)}${button('delete', words.say('Delete'), false, html` class="dangerous"`)}</div></details></li>`
}
