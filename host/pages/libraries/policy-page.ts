import type { PolicyChange, PolicyPlace } from '../../../content/index.js'
import { html, textOfValue, type BlockField, type Json, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { choicesOf } from '../authors/editor-control.js'
import { helpOf, labelOf } from '../authors/field-words.js'
import { momentWords, policiesAddress, policyAddress } from './policies-page.js'
import type { PolicyForm, PolicySection, SettingRow } from './policy-form.js'
import { titleWords } from '../type-names.js'

/** What the page of one policy group shows. */
export interface PolicyParts {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  readonly contextTitle: string
  readonly name: string
  readonly draft: string
  readonly form: PolicyForm
  /** Whether the course has it already. */
  readonly isMade: boolean
  readonly fields: ReadonlyMap<string, BlockField>
  readonly places: readonly PolicyPlace[]
  /** What the form would change; undefined where that was not asked. */
  readonly changes: readonly PolicyChange[] | undefined
  readonly mayEdit: boolean
  readonly refused: string | undefined
}

/** Places that can be ticked on the page, and changes that it lists. */
const [mostPlaces, mostChanges] = [1000, 100]

/** The form of one policy group: its settings, from which moment on, and where it holds; with what it would change. */
export function policyPage(parts: PolicyParts): SafeHtml {
  const { words, base, context, contextTitle, name, draft, form, isMade, mayEdit, refused } = parts
  const outline = `${base}/author/contexts/${encodeURIComponent(context)}`
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${outline}">${words.ofCourse(contextTitle)}</a> › <a href="${policiesAddress(base, context)}">${words.say('Policy groups')}</a></nav>
<h1>${words.ofCourse(form.title === '' ? name : form.title)}</h1>
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
${!isMade && html`<p class="note" role="note">${words.say('It is not saved yet.')}</p>`}
${changed(parts)}
<form class="editor-form" method="post" action="${policyAddress(base, context, name)}">
<input type="hidden" name="draft" value="${draft}">
<p class="field"><label for="title">${words.say('Title')}</label><input id="title" name="title" value="${form.title}" maxlength="500" autocomplete="off"></p>
${form.sections.map((one, index) => section(parts, one, index))}
${moment(parts)}
${where(parts)}
${mayEdit ? buttons(parts) : html`<p class="note" role="note">${words.say('You may look at this; changing it is for its authors.')}</p>`}</form>`
}

function buttons({ words, isMade }: PolicyParts): SafeHtml {
  return html`<p class="author-actions"><button type="submit" name="what" value="preview">${words.say('See what it changes')}</button>
<button type="submit" name="what" value="save">${words.say('Save')}</button>
${isMade && html`<button type="submit" name="what" value="remove" class="quiet">${words.say('Delete this group')}</button>`}</p>`
}

function section(parts: PolicyParts, { from, rows }: PolicySection, index: number): SafeHtml {
  const { words, fields, mayEdit } = parts
  const others = [...fields].filter(([name]) => !rows.some(({ field }) => field === name))
  return html`<fieldset class="choice"><legend>${index === 0 ? words.say('Settings') : words.say('From {moment} on', { moment: momentWords(words, from) })}</legend>
${index > 0 && html`<input type="hidden" name="from.${index}" value="${from}">`}
${rows.length === 0 && html`<p>${words.say('Nothing is set.')}</p>`}
${rows.map((one) => row(words, fields.get(one.field), one, index))}
${
  mayEdit &&
  html`<p class="field"><label for="add-${index}">${words.say('Another setting')}</label><select id="add-${index}" name="add.${index}"><option value="">${words.say('Choose')}</option>${others.map(([name, field]) => html`<option value="${name}">${labelOf(words, field)}</option>`)}</select></p>
<p class="author-actions"><button type="submit" name="what" value="add" class="quiet">${words.say('Add it')}<span class="unseen"> ${index === 0 ? words.say('to the settings') : words.say('from {moment} on', { moment: momentWords(words, from) })}</span></button></p>
${index > 0 && html`<label><input type="checkbox" name="drop.${index}"> ${words.say('Remove all of this moment')}</label>`}`
}</fieldset>`
}

function row(
  words: PageWords,
  definition: BlockField | undefined,
  { field, text, isGone, error }: SettingRow,
  index: number,
): SafeHtml {
  const label = definition ? labelOf(words, definition) : field
  const id = `set-${index}-${field}`
  const name = `field.${index}.${field}`
  const described =
    error === undefined ? undefined : html` aria-invalid="true" aria-describedby="${id}-error"`
  const choices = definition && choicesOf(definition, false, undefined, words)
  const help = definition && helpOf(words, definition)
  const control = choices
    ? html`<select id="${id}" name="${name}"${described}>${choices.map(([value, said]) => html`<option value="${value}"${value === text ? html` selected` : ''}>${said}</option>`)}</select>`
    : html`<input type="text" id="${id}" name="${name}" value="${text}"${described}>`
  return html`<div class="editor-field"><input type="hidden" name="named.${index}" value="${field}"><label for="${id}">${label}</label>
${control}
${help && html`<p class="editor-help">${help}</p>`}
${error !== undefined && html`<p class="editor-error" id="${id}-error">${words.told(error)}</p>`}
${index > 0 && html`<label class="editor-box"><input type="checkbox" name="gone.${index}.${field}"${isGone ? html` checked` : ''}> ${words.say('From then on as if the group did not set {field}', { field: label })}</label>`}
<label class="editor-box"><input type="checkbox" name="drop.${index}.${field}"> ${words.say('Remove {field}', { field: label })}</label></div>`
}

function moment({ words, mayEdit }: PolicyParts): SafeHtml | undefined {
  if (!mayEdit) return undefined
  return html`<fieldset class="choice"><legend>${words.say('Something else from a moment on')}</legend>
<p class="field"><label for="from-new">${words.say('From')}</label><select id="from-new" name="from.new"><option value="">${words.say('No other moment')}</option><option value="start">${words.say('The course’s start')}</option><option value="end">${words.say('The course’s end')}</option><option value="date">${words.say('A date')}</option></select></p>
<p class="field"><label for="date-new">${words.say('Date and time, in UTC')}</label><input type="datetime-local" id="date-new" name="date.new"></p>
<p class="author-actions"><button type="submit" name="what" value="add" class="quiet">${words.say('Add this moment')}</button></p></fieldset>`
}

function where({ words, form, places, mayEdit }: PolicyParts): SafeHtml {
  const known = [...new Set(places.flatMap(({ format }) => (format === '' ? [] : [format])))].sort()
  const formats = [...new Set([...known, ...form.formats])]
  const held = new Set(form.usages)
  const rest = places.slice(mostPlaces).filter(({ usage }) => held.has(usage))
  return html`<fieldset class="choice"><legend>${words.say('Kinds of assignment')}</legend>
${formats.map((one) => html`<label><input type="checkbox" name="format" value="${one}"${form.formats.includes(one) ? html` checked` : ''}> ${words.ofCourse(one)}</label>`)}
${mayEdit && html`<p class="field"><label for="formats">${formats.length === 0 ? words.say('Kinds, with commas between them') : words.say('Other kinds, with commas between them')}</label><input id="formats" name="formats" autocomplete="off"></p>`}</fieldset>
<fieldset class="choice"><legend>${words.say('Sections, subsections and references')}</legend>
<ul class="policy-places">${places.slice(0, mostPlaces).map((one) => html`<li class="level-${Math.min(one.level, 4)}"><label><input type="checkbox" name="usage" value="${one.usage}"${held.has(one.usage) ? html` checked` : ''}> ${words.ofCourse(titleWords(words, one.usage, one.title))}</label> <small>${one.isReference ? words.say('reference') : one.format}</small></li>`)}</ul>
${rest.map(({ usage }) => html`<input type="hidden" name="usage" value="${usage}">`)}
${places.length > mostPlaces && html`<p>${words.say('And {count} more, on whose own pages groups are chosen.', { count: String(places.length - mostPlaces) })}</p>`}</fieldset>`
}

/** What would change, as the form says it. */
function changed({ words, base, changes, fields }: PolicyParts): SafeHtml | undefined {
  if (!changes) return undefined
  const heading = html`<h2 id="changes" tabindex="-1">${words.say('What it changes')}</h2>`
  if (changes.length === 0)
    return html`${heading}<p role="status">${words.say('Nothing: no block gets another value by it.')}</p>`
  const blocks = new Set(changes.map(({ usage }) => usage)).size
  const rest = changes.length - mostChanges
  return html`${heading}<p role="status">${words.say('{values, plural, one {# value} other {# values}} of {blocks, plural, one {# block} other {# blocks}}. Nothing is saved yet.', { values: changes.length, blocks })}</p>
<dl class="field-differences">${changes
    .slice(0, mostChanges)
    .map(({ usage, title, field, from, old, new: next, own }) => {
      const definition = fields.get(field)
      return html`<div><dt><a href="${blockAddress(base, usage)}">${words.ofCourse(titleWords(words, usage, title))}</a>: ${definition ? labelOf(words, definition) : field}${from !== undefined && ` ${words.say('from {moment} on', { moment: momentWords(words, from) })}`}</dt><dd><del><small>${words.say('Before')}</small>${shown(words, old)}</del></dd><dd><ins><small>${words.say('Then')}</small>${shown(words, next)}</ins></dd>${own !== undefined && html`<dd class="own"><small>${words.say('Its own, which stays')}</small>${shown(words, own)}</dd>`}</div>`
    })}</dl>
${rest > 0 && html`<p>${words.say('And {count} more.', { count: String(rest) })}</p>`}`
}

function shown(words: PageWords, value: Json | undefined): SafeHtml {
  const text = textOfValue(value)
  return text === ''
    ? html` <em>${value === undefined ? words.say('no group says it') : words.say('empty')}</em>`
    : html` <code>${text}</code>`
}
