import { html, type Json, type SafeHtml } from '../../runtime/index.js'
import type { Draft } from '../drafts/draft.js'
import { blockAddress } from './author-pages.js'
import { updateAddress } from './course-updates-page.js'
import { referenceAddress } from './reference-page-address.js'

/** The type of units of courses. */
const unitType = 'vertical'

/** From a reference to the page it is made on, and from a unit of a course to a new one. */
export function referenceLinks(base: string, { block, type, context, fixed }: Draft): SafeHtml | undefined {
  if (block.origin || fixed !== undefined) return undefined
  if (type?.capabilities.references)
    return html`<p><a href="${referenceAddress(base, block.key)}">Library, version, blocks and order of this reference</a></p>
${hasLibrary(block.fields['source_libraries']) && html`<p><a href="${updateAddress(base, block.key)}">Other versions, with what they change</a></p>`}`
  if (block.type !== unitType || !context.startsWith('course-v1:')) return undefined
  return html`<form method="post" action="${blockAddress(base, block.key)}/references"><button type="submit">Add blocks of a library</button></form>`
}

function hasLibrary(libraries: Json | undefined): boolean {
  return Array.isArray(libraries) && libraries.length > 0
}
