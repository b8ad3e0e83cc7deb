import { html, type Json, type JsonObject, type SafeHtml } from '../../../runtime/index.js'
import type { Draft } from '../../drafts/draft.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { updateAddress } from '../authors/course-updates-page.js'
import { policiesAddress } from './policies-page.js'
import { referenceAddress } from './reference-page-address.js'

/** The type of units of courses. */
const unitType = 'vertical'

/** Types of blocks of courses besides references at which policy groups are said to hold. */
const policyTypes: ReadonlySet<string> = new Set(['chapter', 'sequential'])

/** From a library block in a course to the original, from a reference to the page it is made on, from a linked copy to its library, from where policy groups hold to these, and from a unit of a course to a new reference. */
export function referenceLinks(
  words: PageWords,
  base: string,
  { block, type, context, fixed }: Draft,
): SafeHtml | undefined {
  if (block.origin)
    return html`<p><a href="${blockAddress(base, block.origin.block)}">${words.say('The original, in its library')}</a></p>`
  if (fixed !== undefined) return undefined
  const copy = copiedFrom(block.fields)
  const link =
    copy !== undefined &&
    html`<p>${words.sayHtml('A copy that stays linked to {key}.', { key: html`<code>${copy}</code>` })} <a href="${updateAddress(base, block.key)}">${words.say('What its library changed')}</a></p>`
  const isCourses = context.startsWith('course-v1:')
  const policies =
    isCourses &&
    (type?.capabilities.references !== undefined || policyTypes.has(block.type)) &&
    html`<p><a href="${policiesAddress(base, context)}?for=${encodeURIComponent(block.key)}">${words.say('Policy groups that hold here')}</a></p>`
  if (type?.capabilities.references)
    return html`<p class="author-actions"><a class="button" href="${referenceAddress(base, block.key)}">${words.say('Library, version, blocks and order of this reference')}</a>${hasLibrary(block.fields['source_libraries']) && html` <a href="${updateAddress(base, block.key)}">${words.say('Other versions, with what they change')}</a>`}</p>
${link}${policies}`
  if (block.type !== unitType || !isCourses) return link || policies ? html`${link}${policies}` : undefined
  return html`${link}<form method="post" action="${blockAddress(base, block.key)}/references"><p><button type="submit" class="quiet">+ ${words.say('Add blocks of a library')}</button></p></form>`
}

/** What a block is linked to, in either way of writing links. */
function copiedFrom(fields: JsonObject): string | undefined {
  const said = [fields['upstream'], fields['upstream_block']]
  return said.find((one) => typeof one === 'string' && one !== '') as string | undefined
}

function hasLibrary(libraries: Json | undefined): boolean {
  return Array.isArray(libraries) && libraries.length > 0
}
