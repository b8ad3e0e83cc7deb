import type { OfferedBlocks, PathwayItem } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { blockAddress, publishing } from '../authors/author-pages.js'
import type { PageWords } from '../../words/index.js'
import { undoable } from './library-head.js'
import { pathwayAddress, pathwaysAddress } from './pathways-page.js'
import { referenceChoosing, type AskedBlocks } from './reference-choosing.js'

/** What the page of a pathway shows. */
export interface PathwayParts {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  readonly title: string
  readonly draft: string
  /** Usage key of the pathway itself, as text. */
  readonly root: string
  readonly isPublished: boolean
  /** Whether learners see some version of it. */
  readonly isShown: boolean
  readonly items: readonly PathwayItem[]
  readonly mayEdit: boolean
  /** Libraries that may be chosen from. */
  readonly libraries: readonly { readonly key: string; readonly title: string; readonly version: string }[]
  readonly asked: AskedBlocks
  readonly offered: OfferedBlocks | undefined
  readonly news: string | undefined
  readonly undo: number | undefined
  readonly refused: string | undefined
}

/** A pathway: its library blocks in order, the way to list more, and to publish it. Only dragging needs a script. */
export function pathwayPage(parts: PathwayParts): SafeHtml {
  const { words, base, context, title, root, items, mayEdit, isShown, libraries, refused } = parts
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${pathwaysAddress(base)}">${words.say('Pathways')}</a></nav>
<h1>${words.ofCourse(title)}</h1>
${undoable(parts, '', words)}
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
<p>${words.say('Learners work through these blocks in order. Each is at the version that its library had published when it was listed.')}</p>
${publishing(parts)}
<p><a href="${blockAddress(base, root)}">${words.say('Settings of “{title}”', { title })}</a>${isShown && html` · <a href="${base}/contexts/${encodeURIComponent(context)}">${words.say('As learners see it')}</a>`}</p>
<section class="reference-step" aria-labelledby="items"><h2 id="items">${words.say('{count, plural, one {# block} other {# blocks}}', { count: items.length })}</h2>
${list(parts)}
${
  mayEdit &&
  (libraries.length === 0
    ? html`<p>${words.say('There is no published library that you may read.')}</p>`
    : choosing(parts))
}</section>`
}

function list({ words, base, context, draft, items, mayEdit }: PathwayParts): SafeHtml {
  if (items.length === 0) return html`<p>${words.say('It lists nothing yet.')}</p>`
  const line = ({ usage, title, block }: PathwayItem, index: number) => {
    const button = (name: string, label: string, text: string, isOff: boolean) =>
      html`<button type="submit" name="${name}" value="${usage}" aria-label="${label}"${isOff ? html` disabled` : ''}>${text}</button>`
    return html`<li data-block="${usage}"><input type="hidden" name="item" value="${usage}"><a class="title" href="${blockAddress(base, usage)}">${words.ofCourse(title)}</a> <small><code>${block}</code></small>
${mayEdit && html`<span class="reference-moves">${button('up', words.say('Move up “{title}”', { title }), words.say('Up'), index === 0)}${button('down', words.say('Move down “{title}”', { title }), words.say('Down'), index === items.length - 1)}${button('take', words.say('Take out “{title}”', { title }), words.say('Take out'), false)}</span>`}</li>`
  }
  const all = html`<ol class="reference-pool">${items.map(line)}</ol>`
  if (!mayEdit) return all
  return html`<form method="post" action="${pathwayAddress(base, context)}"><input type="hidden" name="draft" value="${draft}"><button type="submit" name="what" value="order" class="default-button" hidden>${words.say('Keep this order')}</button>${all}</form>`
}

function choosing({
  words,
  base,
  context,
  draft,
  items,
  libraries,
  mayEdit,
  asked,
  offered,
}: PathwayParts): SafeHtml | undefined {
  return referenceChoosing({
    words,
    base,
    address: pathwayAddress(base, context),
    draft,
    libraries,
    chosen: new Set(items.map(({ block }) => block)),
    takesSubsets: false,
    mayEdit,
    asked,
    offered,
  })
}
