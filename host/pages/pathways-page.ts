import { html, type SafeHtml } from '../../runtime/index.js'

/** What the list of pathways shows. */
export interface PathwaysParts {
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
export function pathwaysPage({ base, pathways, mayCreate, refused }: PathwaysParts): SafeHtml {
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${base}/author/libraries">Libraries</a></nav>
<h1>Pathways</h1>
<p>A pathway is a short list of library blocks that learners work through in order.</p>
${
  pathways.length === 0
    ? html`<p>There is no pathway yet.</p>`
    : html`<ul class="cards">${pathways.map(
        ({ context, title, isPublished }) =>
          html`<li><a href="${pathwayAddress(base, context)}"><strong>${title}</strong></a>
<span>${isPublished ? 'Published' : 'Has changes that are not published'}</span>
<small><code>${context}</code></small></li>`,
      )}</ul>`
}
${
  mayCreate &&
  html`<section class="author-making" aria-labelledby="make-pathway"><h2 id="make-pathway">Make a pathway</h2>
${refused && html`<p role="alert" class="refused">${refused.why}</p>`}
<form method="post" action="${pathwaysAddress(base)}">
<p class="field"><label for="pathway-title">Title</label><input id="pathway-title" name="title" value="${refused?.title ?? ''}" maxlength="255" required autocomplete="off"></p>
<button type="submit">Make the pathway</button></form></section>`
}`
}
