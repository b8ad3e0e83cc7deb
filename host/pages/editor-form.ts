import {
  html,
  type BlockField,
  type BlockType,
  type FieldSource,
  type HtmlValue,
  type Json,
  type JsonObject,
  type SafeHtml,
} from '../../runtime/index.js'
import type { EditedFields } from './edited-fields.js'
import { isNullableText, textOfValue } from './field-text.js'

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
  /** Level of the form's heading; 2 if not said. */
  readonly heading?: 1 | 2
  /** Further parts of the form, such as hidden inputs. */
  readonly more?: SafeHtml | undefined
  /** Where the form is posted; {@link readEditedFields} reads it there. */
  readonly action: string
  /** What was posted and refused, to show again. */
  readonly refused?: EditedFields
}

/** The fields an author edits: content and settings. */
export function editableFields(type: BlockType): readonly BlockField[] {
  return type.fields.filter(
    ({ scope, field }) => !field.options.hidden && (scope.name === 'content' || scope.name === 'settings'),
  )
}

/** A form to edit any block's content and settings, made from its fields; it needs no script. */
export function editorForm(parts: EditorFormParts): SafeHtml {
  const { type, usage, action, refused } = parts
  const id = `edit-${usage.replace(/[^\w-]/g, '_')}`
  const fields = editableFields(type)
  const errors = Object.keys(refused?.errors ?? {}).length
  return html`<form class="editor-form" method="post" action="${action}" aria-labelledby="${id}">
${heading(parts, id)}
${
  errors > 0 &&
  html`<p class="editor-refused" role="alert">${errors === 1 ? 'One value does' : `${errors} values do`} not fit. Nothing was saved.</p>`
}
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

function row(parts: EditorFormParts, definition: BlockField, id: string): SafeHtml {
  const { field, olxName, scope } = definition
  const { values, sources, refused } = parts
  const isSet = Object.hasOwn(values, olxName)
  const source = sources?.[olxName]
  const canReset = isSet && source === parts.ownSource
  const error = refused?.errors[olxName]
  const shown = refused?.typed[olxName] ?? textOfValue(isSet ? values[olxName] : defaultOf(definition))
  const { help } = field.options
  const described = [help && `${id}-help`, error !== undefined && `${id}-error`].filter(Boolean).join(' ')
  const attributes = html`id="${id}" name="field.${olxName}"${described && html` aria-describedby="${described}"`}${error !== undefined && html` aria-invalid="true"`}`
  return html`<div class="editor-field">
<label for="${id}">${labelOf(definition)}</label>
<span class="editor-type">${field.type.name} · ${scope.name}${source && ` · ${source}`}</span>
${control(definition, shown, attributes)}
${help && html`<p class="editor-help" id="${id}-help">${help}</p>`}
${error !== undefined && html`<p class="editor-error" id="${id}-error">${error}</p>`}
${isNullableText(definition) && nothing(definition, { [olxName]: defaultOf(definition), ...values, ...refused?.set }[olxName])}
${
  canReset &&
  html`<label class="editor-reset"><input type="checkbox" name="reset.${olxName}"${refused?.reset.includes(olxName) === true && html` checked`}> Reset ${labelOf(definition)} to ${source === 'override' ? 'what the library has' : html`its default${defaultText(definition)}`}</label>`
}
</div>`
}

/** The box beside a text that may be nothing; the hidden value says that there was a box. */
function nothing({ olxName, ...definition }: BlockField, value: Json | undefined): SafeHtml {
  const isNull = value === undefined || value === null
  return html`<label class="editor-reset"><input type="hidden" name="null.${olxName}" value="off"><input type="checkbox" name="null.${olxName}"${isNull && html` checked`}> ${labelOf({ olxName, ...definition })} is not set, which is not the same as empty</label>`
}

function control(definition: BlockField, shown: string, attributes: SafeHtml): SafeHtml {
  const { field } = definition
  const choices = choicesOf(definition)
  if (choices) {
    const all = choices.some(([value]) => value === shown) ? choices : [[shown, shown] as const, ...choices]
    return html`<select ${attributes}>
      ${all.map(([value, label]) => html`<option value="${value}"${value === shown && html` selected`}>${label}</option>`)}
    </select>`
  }
  if (field.type.mutable || shown.length > 60 || shown.includes('\n')) {
    const rows = Math.min(14, Math.max(2, shown.split('\n').length, Math.ceil(shown.length / 80)))
    // The parser drops a line break that comes first, so that one is spent on it.
    return html`<textarea ${attributes} rows="${rows}" spellcheck="false">\n${shown}</textarea>`
  }
  const mode = { Integer: 'numeric', Float: 'decimal' }[field.type.name]
  return html`<input type="text" ${attributes}${mode && html` inputmode="${mode}"`} value="${shown}">`
}

/** The values to choose from where there are few: the value's text, and how it is called. */
export function choicesOf({
  field,
}: BlockField): readonly (readonly [value: string, label: string])[] | undefined {
  const unset = field.nullable ? [['', 'not set'] as const] : []
  const { values } = field.options
  if (values) return [...unset, ...values.map((one) => [textOfValue(one), textOfValue(one)] as const)]
  return field.type.name === 'Boolean' ? [...unset, ['true', 'Yes'], ['false', 'No']] : undefined
}

/** A field's name for people: its label, else its OLX name as words. */
export function labelOf({ field, olxName }: BlockField): string {
  const words = olxName.replaceAll('_', ' ')
  return field.options.label ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** A field's class default in its stored form. */
export function defaultOf({ field }: BlockField): Json {
  return field.toJson(field.freshDefault())
}

function defaultText(definition: BlockField): HtmlValue {
  const value = defaultOf(definition)
  if (value === null) return ' (not set)'
  const text = textOfValue(value).replace(/\s+/g, ' ')
  if (text === '') return ' (empty)'
  return html` (<code>${text.length > 40 ? `${text.slice(0, 40)}…` : text}</code>)`
}
