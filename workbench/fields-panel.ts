import { html, type SafeHtml } from '../runtime/index.js'
import type { BlockStanding, FieldStanding, ValueOrigin } from './stage-door.js'
import { fieldsPath } from './workbench-urls.js'

const origins: Readonly<Record<ValueOrigin, string>> = {
  own: 'set on the block itself',
  override: 'set by the course on a library block',
  library: 'set in the library',
  inherited: 'taken from the nearest ancestor that sets it',
  policy: 'taken from a policy group',
  stored: 'stored of what learners did',
  'class default': 'set nowhere, so the default of the block’s class',
}

/** Every field of every block: its value, its scope, where the value comes from, and a form to change it. */
export function fieldsPanel(blocks: readonly BlockStanding[], place: string): SafeHtml {
  return html`${blocks.map((block, index) => blockFields(block, place, `block-${index}`))}`
}

function blockFields(block: BlockStanding, place: string, id: string): SafeHtml {
  const { usage, type, title, depth, library, fields } = block
  return html`<section class="wb-block" style="--depth: ${Math.min(depth, 4)}" aria-labelledby="${id}">
<h2 id="${id}">${type} ${title !== '' && html`<span>${title}</span>`}</h2>
<p class="wb-key"><code>${usage}</code>${library !== undefined && html` from <code>${library}</code>`}</p>
${fields.length === 0 ? html`<p>It has no fields.</p>` : html`<ul class="wb-fields">${fields.map((field) => row(field, fieldsPath(place, usage), `${id}-${field.olxName}`))}</ul>`}
</section>`
}

function row(field: FieldStanding, action: string, id: string): SafeHtml {
  const { olxName, label, scope, type, origin, isNull } = field
  return html`<li class="wb-field">
<form method="post" action="${action}" data-fields>
<label for="${id}"><code>${olxName}</code>${label.toLowerCase() !== olxName.replaceAll('_', ' ') && html` <span>${label}</span>`}</label>
<span class="wb-facts"><span title="Type">${type}</span> <span class="wb-scope" title="Scope">${scope}</span>
<span class="wb-from wb-from-${origin.replace(' ', '-')}" title="The value is ${origins[origin]}."><span class="wb-hidden">from </span>${origin}</span></span>
<span class="wb-edit">${control(field, id)}
${origin === 'override' ? html`<small>The reference sets it.</small>` : buttons(field)}</span>
${isNull !== undefined && origin !== 'override' && html`<label class="wb-null"><input type="hidden" name="null.${olxName}" value="off"><input type="checkbox" name="null.${olxName}"${isNull && html` checked`}> not set (null)</label>`}
<p class="wb-error" id="${id}-error" hidden></p>
</form></li>`
}

function buttons({ olxName, origin }: FieldStanding): SafeHtml {
  const canReset = origin === 'own' || origin === 'stored' || origin === 'library'
  return html`<button type="submit" aria-label="Set ${olxName}">Set</button>
${canReset && html`<button type="submit" name="reset.${olxName}" value="on" aria-label="Reset ${olxName}">Reset</button>`}`
}

function control({ olxName, text, origin, choices, isLong }: FieldStanding, id: string): SafeHtml {
  const common = html`id="${id}" name="field.${olxName}" aria-describedby="${id}-error"${origin === 'override' && html` disabled`}`
  if (choices) {
    const all = choices.some(([value]) => value === text) ? choices : [[text, text] as const, ...choices]
    return html`<select ${common}>${all.map(([value, name]) => html`<option value="${value}"${value === text && html` selected`}>${name}</option>`)}</select>`
  }
  if (!isLong) return html`<input type="text" ${common} value="${text}" spellcheck="false">`
  const rows = Math.min(8, Math.max(1, text.split('\n').length))
  return html`<textarea ${common} rows="${rows}" spellcheck="false">\n${text}</textarea>`
}
