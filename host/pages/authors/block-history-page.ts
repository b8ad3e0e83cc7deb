import type { BlockHistory, BlockLine, FieldDifference } from '../../../content/index.js'
import { html, type Json, type SafeHtml, textOfValue } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { blockAddress } from './author-pages.js'
import { versionLineOf } from './version-line.js'

/** What the page of a block's history shows. */
export interface BlockHistoryParts {
  readonly words: PageWords
  readonly base: string
  readonly usage: string
  readonly title: string
  readonly history: BlockHistory
  /** Name of the draft that the page was made of. */
  readonly draft: string
  readonly mayEdit: boolean
  /** Why it was not made what it was. */
  readonly refused?: string | undefined
}

/** Characters of a value that are shown. */
const mostShown = 2000

const deeds: Readonly<Record<BlockLine['what'], string>> = {
  made: toSay('It was made.'),
  changed: '',
  deleted: toSay('It was deleted.'),
  unknown: toSay('What it was is not kept any more.'),
}

/** The versions in which a block became another one, with what differs. */
export function blockHistoryPage(parts: BlockHistoryParts): SafeHtml {
  const { words, base, usage, title, history, refused } = parts
  const { items, next } = history
  const [newest] = items
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${blockAddress(base, usage)}">${words.ofCourse(title)}</a></nav>
<h1>${words.say('History of {title}', { title })}</h1>
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
<ol class="versions">${items.map(({ line, what, fields }) => html`<li>${versionLineOf(line, words)}${deeds[what] !== '' && html`<p>${words.say(deeds[what])}</p>`}${fields.length > 0 && differing(words, fields)}${what !== 'deleted' && what !== 'unknown' && (line !== newest?.line || newest?.what === 'deleted') && goingBack(parts, line)}</li>`)}</ol>
${next !== undefined && html`<p><a rel="next" href="${historyAddress(base, usage)}?after=${next}">${words.say('Older versions')}</a></p>`}`
}

/** The way to make a block again what it was in a version. */
function goingBack(
  { words, base, usage, draft, mayEdit }: BlockHistoryParts,
  line: BlockLine['line'],
): SafeHtml | undefined {
  if (!mayEdit) return undefined
  return html`<form method="post" action="${historyAddress(base, usage)}"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="version" value="${line.number}"><button type="submit" class="quiet small">${words.say('Make it what it was then')}<span class="unseen">: ${line.name ?? words.say('version {number}', { number: String(line.number) })}</span></button></form>`
}

function differing(words: PageWords, fields: readonly FieldDifference[]): SafeHtml {
  return html`<dl class="field-differences">${fields.map(
    ({ name, before, after }) =>
      html`<div><dt>${name}</dt><dd><del>${shown(words, before)}</del></dd><dd><ins>${shown(words, after)}</ins></dd></div>`,
  )}</dl>`
}

function shown(words: PageWords, value: Json | undefined): SafeHtml {
  const text = textOfValue(value)
  if (text === '') return html`<em>${value === undefined ? words.say('not set') : words.say('empty')}</em>`
  return html`<pre tabindex="0">${text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</pre>`
}

/** Where the history of a block is. */
export function historyAddress(base: string, usage: string): string {
  return `${blockAddress(base, usage)}/history`
}
