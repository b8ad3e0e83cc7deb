import type { FieldProvenance, LayerValue, Provenance } from '../../content/index.js'
import {
  html,
  isJsonObject,
  textOfValue,
  valueLayers,
  type BlockType,
  type Json,
  type JsonObject,
  type SafeHtml,
} from '../../runtime/index.js'
import { blockAddress } from './author-pages.js'
import { fieldLabel } from './field-words.js'
import { counted } from './page-words.js'
import { englishWords } from '../words/index.js'

/** What a reference says of the library blocks that it brings. */
export interface SaidOfBlocks {
  /** Of all of them, by OLX name. */
  readonly all: JsonObject
  /** By usage key of the library block. */
  readonly single: JsonObject
}

/** Where the values of a block come from, as its page shows it. */
export interface ValuesParts {
  readonly base: string
  /** Usage key of the block where it stands. */
  readonly usage: string
  readonly draft: string
  readonly mayEdit: boolean
  readonly type: BlockType | undefined
  readonly provenance: Provenance
  /** What it says of library blocks; undefined for what is no reference. */
  readonly says: SaidOfBlocks | undefined
}

/** Characters of a value that are shown. */
const mostShown = 400

/** Each value of a block with where it comes from, and what else is said of it; for authors who ask why. */
export function valuesSection(parts: ValuesParts): SafeHtml | undefined {
  const { provenance, says } = parts
  const fields = provenance.fields.filter(({ layers }) => layers.some(({ layer }) => layer !== 'default'))
  const isLibrarys = fields.some((field) => cleared(field, provenance) !== undefined)
  return html`${says && ofBlocks(parts, says)}
${
  fields.length > 0 &&
  html`<section class="author-making" aria-labelledby="values"><h2 id="values">Where its values come from</h2>
<details${provenance.library || isLibrarys ? html` open` : ''}><summary>${counted(fields.length, 'value')} that something sets</summary>${list(parts, fields)}</details></section>`
}`
}

function list(parts: ValuesParts, fields: readonly FieldProvenance[]): SafeHtml {
  const { base, usage, draft, mayEdit, provenance } = parts
  const own = fields.flatMap((field) => cleared(field, provenance) ?? [])
  const rows = html`<dl class="values">${fields.map((field) => row(parts, field))}</dl>`
  if (!mayEdit || own.length === 0) return rows
  const all =
    own.length > 1 &&
    html`<p class="author-actions"><button type="submit" name="all" value="block" class="quiet">Clear all ${own.length} that are set here</button></p>`
  return html`<form method="post" action="${blockAddress(base, usage)}/overrides"><input type="hidden" name="draft" value="${draft}">${rows}${all}</form>`
}

function row({ base, type, mayEdit, provenance }: ValuesParts, field: FieldProvenance): SafeHtml {
  const { layers, voidedBy, owner } = field
  const label = fieldLabel(englishWords, field.field, type)
  const others = layers.filter(({ won, layer }) => !won && layer !== 'default')
  const winner = layers.find(({ won }) => won)
  const canClear = mayEdit && cleared(field, provenance) !== undefined
  return html`<div><dt>${label}</dt>
<dd>${winner ? said(base, winner) : undefined}${voidedBy !== undefined && html` <small>What is set counts for nothing, as ${fieldLabel(englishWords, voidedBy, type)} is set.</small>`}${owner === 'course' && provenance.library && html` <small>It is the course’s to set.</small>`}</dd>
${others.length > 0 && html`<dd><small>Else it would be:</small><ul>${others.map((one) => html`<li>${said(base, one)}</li>`)}</ul></dd>`}
${canClear && html`<dd><button type="submit" name="clear" value="${field.field}" class="quiet small">Clear what is set here<span class="unseen"> of ${label}</span></button></dd>`}</div>`
}

function said(base: string, { value, layer, from, version }: LayerValue): SafeHtml {
  const at = version === undefined ? '' : ` in version ${version.slice(0, 8)}`
  const link = from?.includes(':')
    ? html` (<a href="${blockAddress(base, from)}">there</a>${at})`
    : from && html` (${from})`
  return html`${shown(value)} <small>from ${valueLayers[layer]}${link}</small>`
}

function shown(value: Json): SafeHtml {
  const text = textOfValue(value)
  if (text === '') return html`<em>${value === null ? 'not set' : 'empty'}</em>`
  return html`<code>${text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</code>`
}

/** The name of a field of which clearing what is set here brings the library's value back; undefined where nothing is. */
function cleared({ field, layers }: FieldProvenance, { library }: Provenance): string | undefined {
  const has = (wanted: LayerValue['layer']) => layers.some(({ layer }) => layer === wanted)
  return (library ? has('override') : has('own') && has('upstream')) ? field : undefined
}

/** What a reference says of its blocks, and the ways to take that back. */
function ofBlocks({ base, usage, draft, mayEdit }: ValuesParts, { all, single }: SaidOfBlocks): SafeHtml {
  const blocks = Object.entries(single).flatMap(([block, values]) =>
    isJsonObject(values) && Object.keys(values).length > 0 ? [[block, values] as const] : [],
  )
  const heading = html`<h2 id="said">What is set of its library blocks</h2>`
  if (Object.keys(all).length + blocks.length === 0)
    return html`<section class="author-making" aria-labelledby="said">${heading}<p>Nothing: they are as their library has them. Open one of them to set something in this place only.</p></section>`
  return html`<section class="author-making" aria-labelledby="said">${heading}
<form method="post" action="${blockAddress(base, usage)}/overrides"><input type="hidden" name="draft" value="${draft}"><dl class="values">
${Object.keys(all).length > 0 && html`<div><dt>All blocks</dt><dd>${values(all)}</dd></div>`}
${blocks.map(([block, own]) => html`<div><dt>${block.split(':').slice(-2).join(' ')}</dt><dd>${values(own)}</dd>${mayEdit && html`<dd><button type="submit" name="block" value="${block}" class="quiet small">Clear all<span class="unseen"> of ${block}</span></button></dd>`}</div>`)}</dl>
${mayEdit && html`<p class="author-actions"><button type="submit" name="all" value="reference" class="quiet">Clear all of all blocks</button></p>`}</form></section>`
}

function values(fields: JsonObject): SafeHtml {
  return html`<ul>${Object.entries(fields).map(([name, value]) => html`<li>${fieldLabel(englishWords, name)}: ${shown(value ?? null)}</li>`)}</ul>`
}
