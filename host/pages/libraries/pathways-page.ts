import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'

/** What the list of pathways shows. */
export interface PathwaysParts {
  readonly words: PageWords
  readonly base: string
  readonly pathways: readonly {
    readonly context: string
    readonly title: string
    readonly isPublished: boolean
  }[]
  readonly mayCreate: boolean
  readonly refused: { readonly why: string; readonly title: string } | undefined
}

/** Where the pathways of a site are. */
export function pathwaysAddress(base: string): string {
  return `${base}/author/pathways`
}

/** Where one of them is. */
export function pathwayAddress(base: string, context: string): string {
  return `${pathwaysAddress(base)}/${encodeURIComponent(context)}`
}

/** The pathways of a site, and the form that makes another. */
export function pathwaysPage({ words, base, pathways, mayCreate, refused }: PathwaysParts): SafeHtml {
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${base}/author/libraries">${words.say('Libraries')}</a></nav>
<h1>${words.say('Pathways')}</h1>
<p>${words.say('A pathway is a short list of library blocks that learners work through in order.')}</p>
${
  pathways.length === 0
    ? html`<p>${words.say('There is no pathway yet.')}</p>`
    : html`<ul class="cards">${pathways.map(
        ({ context, title, isPublished }) =>
          html`<li><a href="${pathwayAddress(base, context)}"><strong dir="auto">${title}</strong></a>
<span>${words.say(isPublished ? toSay('Published') : toSay('Has changes that are not published'))}</span>
<small><code dir="ltr">${context}</code></small></li>`,
      )}</ul>`
}
${
  mayCreate &&
  html`<section class="author-making" aria-labelledby="make-pathway"><h2 id="make-pathway">${words.say('Make a pathway')}</h2>
${refused && html`<p role="alert" class="refused">${words.maybeTold(refused.why)}</p>`}
<form method="post" action="${pathwaysAddress(base)}">
<p class="field"><label for="pathway-title">${words.say('Title')}</label><input id="pathway-title" name="title" value="${refused?.title ?? ''}" maxlength="255" required autocomplete="off"></p>
<button type="submit">${words.say('Make the pathway')}</button></form></section>`
}`
}
