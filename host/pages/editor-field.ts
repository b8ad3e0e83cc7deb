import {
  html,
  limitWords,
  type BlockField,
  type FieldSource,
  type HtmlValue,
  type Json,
  type SafeHtml,
  isNullableText,
  textOfValue,
} from '../../runtime/index.js'

/** One field in an editor form. */
export interface EditorField {
  readonly definition: BlockField
  /** Begins the ids of its parts. */
  readonly id: string
  /** The value that holds: the class default where none is set. */
  readonly value: Json
  /** Where the value comes from; undefined for the block's own, and for the class default. */
  readonly source: FieldSource | undefined
  /** Whether the value is set where the form writes, so that it can be reset. */
  readonly isOwn: boolean
  /** What a reset leads to, in words. */
  readonly resetTo: HtmlValue
  /** What the values of another field give to choose from; undefined where anything may be set. */
  readonly choices?: readonly Json[] | undefined
  /** Where it is set if not here: words about it. */
  readonly elsewhere?: SafeHtml | undefined
  /** What is wrong with it, or odd, as it is. */
  readonly remarks: readonly string[]
  /** What was posted, where that was not saved. */
  readonly posted?: PostedField | undefined
}

/** What was posted of a field, to show again. */
export interface PostedField {
  /** As it was typed; undefined where nothing was changed. */
  readonly typed?: string | undefined
  readonly isReset: boolean
  /** Whether it is to be null; undefined where nothing was said. */
  readonly isNull?: boolean | undefined
  readonly errors: readonly string[]
  /** What others changed it to meanwhile; undefined where they did not. */
  readonly theirs?: Json | undefined
  /** Whether only others changed it, so that theirs stands here. */
  readonly isOthers: boolean
}

/** A field's label, control and what there is to say about it. */
export function editorField(field: EditorField): SafeHtml {
  const { definition, id, value, source, elsewhere, remarks, posted } = field
  const { options } = definition.field
  const limits = limitWords(options)
  const help = [options.help, limits && !options.pattern && `It takes ${limits}.`].filter(Boolean).join(' ')
  const errors = posted?.errors ?? []
  const notes = errors.length > 0 ? [] : remarks
  const described = [
    help && `${id}-help`,
    errors.length > 0 && `${id}-error`,
    notes.length > 0 && `${id}-remark`,
    posted?.theirs !== undefined && `${id}-theirs`,
    posted?.isOthers === true && `${id}-others`,
  ].filter(Boolean)
  const attributes = html`id="${id}" name="field.${definition.olxName}"${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}${errors.length > 0 && html` aria-invalid="true"`}`
  const label = labelOf(definition)
  const isOthers = posted?.isOthers === true
  const parts = [
    help && html`<p class="editor-help" id="${id}-help">${help}</p>`,
    errors.length > 0 && html`<p class="editor-error" id="${id}-error">${errors.join('\n')}</p>`,
    notes.length > 0 && html`<p class="editor-remark" id="${id}-remark">${notes.join('\n')}</p>`,
    elsewhere,
    isOthers &&
      html`<p class="editor-remark" id="${id}-others">Somebody else changed this meanwhile; here stands what they saved.</p>`,
    posted?.theirs !== undefined && collision(field, posted.theirs),
    definition.field.nullable && noneBox(field),
    field.isOwn &&
      html`<label class="editor-reset"><input type="checkbox" name="reset.${definition.olxName}"${posted?.isReset === true && html` checked`}> Reset ${label} to ${field.resetTo}</label>`,
  ]
  return html`<div class="editor-field">
<label for="${id}">${label}</label>
<span class="editor-type">${definition.field.type.name} · ${definition.scope.name}${source && ` · ${source}`}</span>
${control(field, posted?.typed ?? textOfValue(value), attributes)}
${parts.map((part) => part && html`${part}\n`)}</div>`
}

/** What others saved meanwhile, and the choice between that and what the author typed. */
function collision({ definition, id }: EditorField, theirs: Json): SafeHtml {
  const name = `take.${definition.olxName}`
  const text = textOfValue(theirs)
  return html`<fieldset class="editor-theirs">
<legend>Somebody else changed ${labelOf(definition)} meanwhile</legend>
<p id="${id}-theirs">It now is: ${text === '' ? (theirs === null ? 'none' : 'empty') : html`<code>${text}</code>`}</p>
<label><input type="radio" name="${name}" value="replace" checked> Replace it with mine</label>
<label><input type="radio" name="${name}" value="keep"> Keep theirs</label>
</fieldset>`
}

/**
 * The box that says "nothing", beside a field that may be null; the hidden value says that there was a box. Of a text it
 * tells nothing from an empty text; of a number or a date, nothing at this place from not set here.
 */
function noneBox({ definition, value, isOwn, posted }: EditorField): SafeHtml {
  const { olxName } = definition
  const isText = isNullableText(definition)
  const isNull = posted?.isNull ?? (value === null && (isText || isOwn))
  const words = isText
    ? html`${labelOf(definition)} is not set, which is not the same as empty`
    : html`None here, also where a block above sets ${labelOf(definition)}`
  return html`<label class="editor-reset"><input type="hidden" name="null.${olxName}" value="off"><input type="checkbox" name="null.${olxName}"${isNull && html` checked`}> ${words}</label>`
}

function control(
  { definition, isOwn, choices: given }: EditorField,
  shown: string,
  attributes: SafeHtml,
): SafeHtml {
  const { field } = definition
  const choices = choicesOf(definition, isOwn, given)
  if (choices) {
    const all = choices.some(([value]) => value === shown) ? choices : [[shown, shown] as const, ...choices]
    return html`<select ${attributes}>
      ${all.map(([value, label]) => html`<option value="${value}"${value === shown && html` selected`}>${label}</option>`)}
    </select>`
  }
  if (isLong(definition) || shown.length > 60 || shown.includes('\n')) {
    const rows = Math.min(14, Math.max(2, shown.split('\n').length, Math.ceil(shown.length / 80)))
    // The parser drops a line break that comes first, so that one is spent on it.
    const checks = field.options.html === true
    return html`<textarea ${attributes} rows="${rows}" spellcheck="${checks}">\n${shown}</textarea>`
  }
  const mode = { Integer: 'numeric', Float: 'decimal' }[field.type.name]
  const empty = field.nullable && !isNullableText(definition) && (isOwn ? 'none' : 'not set')
  return html`<input type="text" ${attributes}${mode && html` inputmode="${mode}"`}${empty && html` placeholder="${empty}"`} value="${shown}">`
}

/** The values to choose from where there are few: the value's text, and how it is called. */
export function choicesOf(
  { field }: BlockField,
  isOwn = false,
  given?: readonly Json[],
): readonly (readonly [value: string, label: string])[] | undefined {
  const unset = field.nullable ? [['', isOwn ? 'none' : 'not set'] as const] : []
  const values = field.options.values ?? given
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

/** A value in words that end a sentence: ` (<code>5</code>)`. */
export function valueWords(value: Json): HtmlValue {
  if (value === null) return ' (not set)'
  const text = textOfValue(value).replace(/\s+/g, ' ')
  if (text === '') return ' (empty)'
  return html` (<code>${text.length > 40 ? `${text.slice(0, 40)}…` : text}</code>)`
}

/** What an author may fill with lines of text, however short it is now. */
function isLong({ field }: BlockField): boolean {
  return field.type.mutable || field.options.multiline === true || field.options.html === true
}
