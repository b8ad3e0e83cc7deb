import {
  html,
  type BlockField,
  type BlockType,
  type FieldSource,
  type HtmlValue,
  type Json,
  type JsonObject,
  type SafeHtml,
  type AskedChoices,
  choicesOf,
  CompositorError,
  textOfValue,
} from '../../runtime/index.js'
import type { EditedFields } from './edited-fields.js'
import { defaultOf, editorField, valueWords, type PostedField } from './editor-field.js'
import { fieldGroups } from './field-groups.js'
import { labelOf } from './field-words.js'
import { zoneOf } from './zoned-date.js'

/** What was posted and not saved. */
export interface RefusedEdits extends EditedFields {
  /** What fields have now that others changed meanwhile, too, and those that only others changed; by OLX name. */
  readonly theirs?: JsonObject
  readonly others?: JsonObject
}

/** What an editor form shows. */
export interface EditorFormParts {
  readonly type: BlockType
  /** Usage key of the block, as text. */
  readonly usage: string
  /** Content and settings as they hold, by OLX name; class defaults may be left out. */
  readonly values: JsonObject
  /** For values that are not the block's own: where they come from. */
  readonly sources?: Readonly<Record<string, FieldSource>>
  /** Values from there are set where the form writes, as overrides of a library block are; they can be reset, too. */
  readonly ownSource?: FieldSource | undefined
  /** What fields take over from blocks above where the block sets nothing, by OLX name. */
  readonly inherited?: Readonly<Record<string, Json | undefined>>
  /** OLX names of values that are set for several blocks together, and a link to where. */
  readonly setForAll?: { readonly names: readonly string[]; readonly link: SafeHtml }
  /** What is wrong or odd, by OLX name; under '' what concerns no single field. */
  readonly remarks?: Readonly<Record<string, readonly string[]>>
  /** What the type says there is to choose from, where it says so by code. */
  readonly choices?: AskedChoices | undefined
  /** The author's time zone, as in the IANA database; UTC if not said. */
  readonly timeZone?: string | undefined
  /** Level of the form's heading; 2 if not said. */
  readonly heading?: 1 | 2
  /** Further parts of the form, such as hidden inputs. */
  readonly more?: SafeHtml | undefined
  /** Where the form is posted; {@link readEditedFields} reads it there. */
  readonly action: string
  /** What was posted and not saved, to show again. */
  readonly refused?: RefusedEdits | undefined
}

/** The fields an author edits: content and settings. */
export function editableFields(type: BlockType): readonly BlockField[] {
  return type.fields.filter(
    ({ scope, field }) => !field.options.hidden && (scope.name === 'content' || scope.name === 'settings'),
  )
}

/** A form to edit any block's content and settings, made from its fields; it needs no script. */
export function editorForm(parts: EditorFormParts): SafeHtml {
  const { type, usage, action } = parts
  const id = `edit-${usage.replace(/[^\w-]/g, '_')}`
  const fields = editableFields(type)
  return html`<form class="editor-form" method="post" action="${action}" aria-labelledby="${id}">
${heading(parts, id)}
${refusal(parts, fields)}
${(parts.remarks?.[''] ?? []).map((words) => html`<p class="editor-remark">${words}</p>`)}
<input type="hidden" name="zone" value="${zoneOf(parts.timeZone)}">
${fields.length === 0 ? html`<p>A ${type.name} has nothing to edit.</p>` : grouped(parts, fields, id)}
${parts.more}
${fields.length > 0 && html`<p><button type="submit">Save</button></p>`}
</form>`
}

/** The fields in their groups, what is seldom needed folded unless there is something to say of it. */
function grouped(parts: EditorFormParts, fields: readonly BlockField[], id: string): SafeHtml {
  const groups = fieldGroups(fields)
  const rows = (some: readonly BlockField[]) =>
    some.map((field) => row(parts, field, `${id}-${field.olxName}`))
  if (groups.length === 1) return html`${rows(fields)}`
  return html`${groups.map(({ title, fields: some, isFolded }) => {
    if (!isFolded)
      return html`<fieldset class="editor-group"><legend>${title}</legend>
${rows(some)}</fieldset>`
    const own = some.filter(({ olxName }) => Object.hasOwn(parts.values, olxName)).length
    return html`<details class="editor-group"${some.some((field) => isOfNote(parts, field)) && html` open`}><summary>${title}${own > 0 && html` <span class="editor-type">${own} set</span>`}</summary>
${rows(some)}</details>`
  })}`
}

/** Whether there is something to say of a field that an author is to see. */
function isOfNote({ refused, remarks = {} }: EditorFormParts, { olxName }: BlockField): boolean {
  const { errors = {}, theirs = {}, others = {}, typed = {} } = refused ?? {}
  return [errors, theirs, others, typed, remarks].some((one) => Object.hasOwn(one, olxName))
}

function heading(parts: EditorFormParts, id: string): SafeHtml {
  const text = html`Edit ${titleOf(parts)}`
  return parts.heading === 1 ? html`<h1 id="${id}">${text}</h1>` : html`<h2 id="${id}">${text}</h2>`
}

function titleOf({ type, values }: EditorFormParts): string {
  const name = values['display_name'] ?? type.fieldByOlxName('display_name')?.field.defaultValue
  return typeof name === 'string' && name !== '' ? `“${name}” (${type.name})` : type.name
}

/** Why nothing was saved, with what has no place beside a field that is shown. */
function refusal({ refused }: EditorFormParts, fields: readonly BlockField[]): SafeHtml | undefined {
  if (!refused) return undefined
  const { theirs = {} } = refused
  const named = (name: string) => {
    const field = fields.find(({ olxName }) => olxName === name)
    return field && labelOf(field)
  }
  const errors = Object.keys(refused.errors).length
  const collisions = Object.keys(theirs).flatMap((name) => named(name) ?? name)
  const elsewhere = Object.entries(refused.errors).filter(([name]) => named(name) === undefined)
  const lines = [
    errors > 0 &&
      html`${errors === 1 ? 'One value does' : `${errors} values do`} not fit. Nothing was saved.`,
    ...elsewhere.map(([, why]) => html`${why}`),
    collisions.length > 0 &&
      html`Somebody else changed this block since you opened it, ${collisions.join(', ')} like you. Nothing was saved yet: what you typed stands below, beside what they saved. Choose, and save again.`,
  ]
  return html`${lines.map((line) => line && html`<p class="editor-refused" role="alert">${line}</p>`)}`
}

function row(parts: EditorFormParts, definition: BlockField, id: string): SafeHtml {
  const { olxName } = definition
  const { values, sources, setForAll, remarks } = parts
  const source = sources?.[olxName]
  const isForAll = setForAll?.names.includes(olxName) === true
  const value = Object.hasOwn(values, olxName) ? (values[olxName] ?? null) : defaultOf(definition)
  const asked = parts.choices?.get(olxName)
  const listed = choicesOf(parts.type.fields, definition, values)?.map((one) => ({
    value: one,
    label: textOfValue(one),
  }))
  return editorField({
    definition,
    id,
    value,
    source,
    isOwn: Object.hasOwn(values, olxName) && source === parts.ownSource && !isForAll,
    resetTo: resetTo(parts, definition),
    choices: asked instanceof CompositorError ? undefined : (asked ?? listed),
    zone: zoneOf(parts.timeZone),
    remarks: [
      ...(remarks?.[olxName] ?? []),
      ...(asked instanceof CompositorError
        ? ['What there is to choose from could not be found out: write the value itself.']
        : []),
    ],
    posted: postedField(parts, olxName),
    ...(isForAll && {
      elsewhere: html`<p class="editor-help">Set for all blocks of ${setForAll.link}, where it can be reset.</p>`,
    }),
  })
}

function resetTo({ ownSource, inherited = {} }: EditorFormParts, definition: BlockField): HtmlValue {
  if (ownSource === 'override') return 'what the library has'
  const above = inherited[definition.olxName]
  return above === undefined
    ? html`its default${valueWords(defaultOf(definition))}`
    : html`what it takes from above${valueWords(above)}`
}

function postedField({ refused }: EditorFormParts, name: string): PostedField | undefined {
  if (!refused) return undefined
  const { theirs = {}, others = {} } = refused
  const error = refused.errors[name]
  return {
    typed: refused.typed[name],
    isReset: refused.reset.includes(name) && refused.typed[name] === undefined,
    isNull: Object.hasOwn(refused.set, name) ? refused.set[name] === null : undefined,
    errors: error === undefined ? [] : error.split('\n'),
    theirs: theirs[name],
    isOthers: Object.hasOwn(others, name),
  }
}
