import type { FieldProvenance, LayerValue, Provenance } from '../../../content/index.js'
import {
  html,
  isJsonObject,
  textOfValue,
  type BlockType,
  type Json,
  type JsonObject,
  type SafeHtml,
  type ValueLayer,
} from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { blockAddress } from './author-pages.js'
import { fieldLabel } from './field-words.js'

/** What a reference says of the library blocks that it brings. */
export interface SaidOfBlocks {
  /** Of all of them, by OLX name. */
  readonly all: JsonObject
  /** By usage key of the library block. */
  readonly single: JsonObject
}

/** Where the values of a block come from, as its page shows it. */
export interface ValuesParts {
  readonly words: PageWords
  readonly base: string
  /** Usage key of the block where it stands. */
  readonly usage: string
  readonly draft: string
  readonly mayEdit: boolean
  readonly type: BlockType | undefined
  readonly provenance: Provenance
  /** What it says of library blocks; undefined for what is no reference. */
  readonly says: SaidOfBlocks | undefined
  /** What library blocks are called that it brings, by their usage keys. */
  readonly titles: ReadonlyMap<string, string>
}

/** Where a value can come from. */
const layerNames: Readonly<Record<ValueLayer, string>> = {
  override: toSay('what is set here of this block'),
  'override-all': toSay('what is set here of all blocks of the reference'),
  own: toSay('the block itself'),
  policy: toSay('the nearest policy group'),
  inherited: toSay('the nearest block above it in the course'),
  'library-override': toSay('a reference inside the library'),
  library: toSay('the library block'),
  'library-inherited': toSay('the nearest block above it in the library'),
  upstream: toSay('the library block it was copied from'),
  default: toSay('what holds where nothing is set'),
}

/** Characters of a value that are shown. */
const mostShown = 400

/** Each value of a block with where it comes from, and what else is said of it; for authors who ask why. */
export function valuesSection(parts: ValuesParts): SafeHtml | undefined {
  const { words, provenance, says } = parts
  const fields = provenance.fields.filter(({ layers }) => layers.some(({ layer }) => layer !== 'default'))
  const isLibrarys = fields.some((field) => cleared(field, provenance) !== undefined)
  return html`${says && ofBlocks(parts, says)}
${
  fields.length > 0 &&
  html`<section class="author-making" aria-labelledby="values"><h2 id="values">${words.say('Where its values come from')}</h2>
<details${provenance.library || isLibrarys ? html` open` : ''}><summary>${words.say('{count, plural, one {# value that something sets} other {# values that something sets}}', { count: fields.length })}</summary>${list(parts, fields)}</details></section>`
}`
}

function list(parts: ValuesParts, fields: readonly FieldProvenance[]): SafeHtml {
  const { words, base, usage, draft, mayEdit, provenance } = parts
  const own = fields.flatMap((field) => cleared(field, provenance) ?? [])
  const rows = html`<dl class="values">${fields.map((field) => row(parts, field))}</dl>`
  if (!mayEdit || own.length === 0) return rows
  const all =
    own.length > 1 &&
    html`<p class="author-actions"><button type="submit" name="all" value="block" class="quiet">${words.say('{count, plural, one {Clear the # value that is set here} other {Clear all # values that are set here}}', { count: own.length })}</button></p>`
  return html`<form method="post" action="${blockAddress(base, usage)}/overrides"><input type="hidden" name="draft" value="${draft}">${rows}${all}</form>`
}

function row(parts: ValuesParts, field: FieldProvenance): SafeHtml {
  const { words, type, mayEdit, provenance } = parts
  const { layers, voidedBy, owner } = field
  const label = fieldLabel(words, field.field, type)
  const others = layers.filter(({ won, layer }) => !won && layer !== 'default')
  const winner = layers.find(({ won }) => won)
  const canClear = mayEdit && cleared(field, provenance) !== undefined
  const voided =
    voidedBy !== undefined &&
    words.say('What is set counts for nothing, as {field} is set.', {
      field: fieldLabel(words, voidedBy, type),
    })
  return html`<div><dt>${label}</dt>
<dd>${winner ? said(parts, winner) : undefined}${voided && html` <small>${voided}</small>`}${owner === 'course' && provenance.library && html` <small>${words.say('It is the course’s to set.')}</small>`}</dd>
${others.length > 0 && html`<dd><small>${words.say('Else it would be:')}</small><ul>${others.map((one) => html`<li>${said(parts, one)}</li>`)}</ul></dd>`}
${canClear && html`<dd><button type="submit" name="clear" value="${field.field}" class="quiet small">${words.say('Clear what is set here')}<span class="unseen">: ${label}</span></button></dd>`}</div>`
}

function said({ words, base }: ValuesParts, { value, layer, from, version }: LayerValue): SafeHtml {
  const place = html`${words.say(layerNames[layer])}`
  const source = from?.includes(':') ? html`<a href="${blockAddress(base, from)}">${place}</a>` : place
  const group = from !== undefined && !from.includes(':') && html` (${words.ofCourse(from)})`
  const at =
    version !== undefined &&
    html` <span title="${version}">${words.say('(version {version})', { version: version.slice(0, 8) })}</span>`
  return html`${shown(words, value)} <small>${words.sayHtml('from {source}', { source })}${group}${at}</small>`
}

function shown(words: PageWords, value: Json): SafeHtml {
  const text = textOfValue(value)
  if (text === '') return html`<em>${value === null ? words.say('not set') : words.say('empty')}</em>`
  return html`<code dir="auto">${text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</code>`
}

/** The name of a field of which clearing what is set here brings the library's value back; undefined where nothing is. */
function cleared({ field, layers }: FieldProvenance, { library }: Provenance): string | undefined {
  const has = (wanted: LayerValue['layer']) => layers.some(({ layer }) => layer === wanted)
  return (library ? has('override') : has('own') && has('upstream')) ? field : undefined
}

/** What a reference says of its blocks, and the ways to take that back. */
function ofBlocks(
  { words, base, usage, draft, mayEdit, titles }: ValuesParts,
  { all, single }: SaidOfBlocks,
): SafeHtml {
  const blocks = Object.entries(single).flatMap(([block, values]) =>
    isJsonObject(values) && Object.keys(values).length > 0 ? [[block, values] as const] : [],
  )
  const heading = html`<h2 id="said">${words.say('What is set of its library blocks')}</h2>`
  if (Object.keys(all).length + blocks.length === 0)
    return html`<section class="author-making" aria-labelledby="said">${heading}<p>${words.say('Nothing: they are as their library has them. Open one of them to set something in this place only.')}</p></section>`
  const one = ([block, own]: (typeof blocks)[number]) => {
    const title = titles.get(block) ?? block.split(':').at(-1) ?? block
    return html`<div><dt>${words.ofCourse(title)}</dt><dd>${values(words, own)}</dd>${mayEdit && html`<dd><button type="submit" name="block" value="${block}" class="quiet small">${words.say('Clear all')}<span class="unseen">: ${title}</span></button></dd>`}</div>`
  }
  return html`<section class="author-making" aria-labelledby="said">${heading}
<form method="post" action="${blockAddress(base, usage)}/overrides"><input type="hidden" name="draft" value="${draft}"><dl class="values">
${Object.keys(all).length > 0 && html`<div><dt>${words.say('All blocks')}</dt><dd>${values(words, all)}</dd></div>`}
${blocks.map(one)}</dl>
${mayEdit && html`<p class="author-actions"><button type="submit" name="all" value="reference" class="quiet">${words.say('Clear all of all blocks')}</button></p>`}</form></section>`
}

function values(words: PageWords, fields: JsonObject): SafeHtml {
  return html`<ul>${Object.entries(fields).map(([name, value]) => html`<li>${fieldLabel(words, name)}: ${shown(words, value ?? null)}</li>`)}</ul>`
}
