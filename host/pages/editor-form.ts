import {
  html,
  type BlockField,
  type BlockType,
  type FieldSource,
  type HtmlValue,
  type Json,
  type JsonObject,
  type SafeHtml,
  choicesOf,
} from '../../runtime/index.js'
import type { EditedFields } from './edited-fields.js'
import { defaultOf, editorField, labelOf, valueWords, type PostedField } from './editor-field.js'

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
${fields.length === 0 ? html`<p>A ${type.name} has nothing to edit.</p>` : fields.map((field) => row(parts, field, `${id}-${field.olxName}`))}
${parts.more}
${fields.length > 0 && html`<p><button type="submit">Save</button></p>`}
</form>`
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
  return editorField({
    definition,
    id,
    value,
    source,
    isOwn: Object.hasOwn(values, olxName) && source === parts.ownSource && !isForAll,
    resetTo: resetTo(parts, definition),
    choices: choicesOf(parts.type.fields, definition, values),
    remarks: remarks?.[olxName] ?? [],
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
