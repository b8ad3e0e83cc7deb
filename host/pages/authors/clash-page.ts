import type { NamedBlock } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import type { DraftClash } from '../../drafts/draft-clash.js'
import { fieldLabel } from './field-words.js'
import { versionLineOf } from './version-line.js'

/** What a page shows in place of a change that others got in the way of. */
export interface ClashPageParts {
  readonly words: PageWords
  readonly title: string
  /** Where the change was sent, with all that was sent. */
  readonly action: string
  readonly sent: URLSearchParams
  /** Where it was sent from. */
  readonly back: string
  readonly clash: DraftClash
  /** What the change is, in words. */
  readonly wanted?: string | undefined
}

/** Blocks of a kind that are named, and names of what was sent that say nothing to people. */
const mostNamed = 20

/** What differs from the draft that a change was thought of for; the change itself is kept, and can be made all the same. */
export function clashPage({ words, title, action, sent, back, clash, wanted }: ClashPageParts): SafeHtml {
  const { draft, differs, lines } = clash
  const kept = [...sent].filter(([name]) => name !== 'draft')
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${back}">${words.ofCourse(title)}</a></nav>
<h1>${words.say('Somebody else changed this meanwhile')}</h1>
<p role="alert">${words.say('Nothing was changed yet, and nothing of what you sent is lost. Look at what differs, and decide.')}</p>
${wanted !== undefined && html`<p>${wanted}</p>`}
${
  differs
    ? html`<h2>${words.say('What differs from what you saw')}</h2>
${blocks(words, toSay('Added: {count}'), differs.added)}
${blocks(words, toSay('Changed: {count}'), differs.changed, ({ fields }) =>
  fields
    .slice(0, 5)
    .map(({ name }) => fieldLabel(words, name))
    .join(', '),
)}
${blocks(words, toSay('In another order or place: {count}'), differs.moved)}
${blocks(words, toSay('Removed: {count}'), differs.removed)}
${files(words, [...differs.files.added, ...differs.files.changed, ...differs.files.removed])}`
    : html`<p>${words.say('The version that you saw is not kept any more, so it cannot be told what differs.')}</p>`
}
${lines.length > 0 && html`<h2>${words.say('By whom')}</h2><ol class="versions">${lines.map((line) => html`<li>${versionLineOf(line, words)}</li>`)}</ol>`}
<form method="post" action="${action}">${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<input type="hidden" name="draft" value="${draft}">
<p class="author-actions"><button type="submit">${words.say('Make my change all the same')}</button> <a href="${back}">${words.say('Leave it as it is by now')}</a></p></form>`
}

function blocks<One extends NamedBlock>(
  words: PageWords,
  label: string,
  all: readonly One[],
  more?: (one: One) => string,
): SafeHtml | undefined {
  if (all.length === 0) return undefined
  const rest = all.length - mostNamed
  return html`<h3>${words.say(label, { count: String(all.length) })}</h3><ul>${all.slice(0, mostNamed).map((one) => html`<li>${words.ofCourse(one.title ?? one.type)}${more && html` <small>${more(one)}</small>`}</li>`)}</ul>${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}`
}

function files(words: PageWords, paths: readonly string[]): SafeHtml | undefined {
  const own = paths.filter((path) => path.includes('/static/') || path.startsWith('static/'))
  if (own.length === 0) return undefined
  const names = own.slice(0, mostNamed).map((path) => path.slice(path.lastIndexOf('/') + 1))
  return html`<h3>${words.say('Files: {count}', { count: String(own.length) })}</h3><p>${words.ofCourse(names.join(', '))}</p>`
}
