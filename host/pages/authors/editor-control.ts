import {
  html,
  isNullableText,
  textOfValue,
  type BlockField,
  type BlockType,
  type FieldChoice,
  type Json,
  type SafeHtml,
} from '../../../runtime/index.js'
import { englishWords, type PageWords } from '../../words/index.js'
import { momentOf } from '../zoned-date.js'
import { written, type Writing } from './written-value.js'

/** What a control shows of a field. */
export interface ControlledField {
  readonly words: PageWords
  /** The block type whose field it is. */
  readonly type: BlockType
  readonly definition: BlockField
  readonly id: string
  readonly value: Json
  readonly isOwn: boolean
  readonly choices?: readonly FieldChoice[] | undefined
  readonly zone: string
  readonly posted?: { readonly typed?: string | undefined } | undefined
}

/** The control of a field, as its type and options have it. @param said attributes for what is said about it */
export function control(field: ControlledField, writing: Writing, said: SafeHtml): SafeHtml {
  const { definition, id, value, isOwn, choices, zone, posted, words, type } = field
  const { olxName, field: known } = definition
  const shown = posted?.typed ?? written(value, writing, zone)
  if (writing === 'items') return items(field, shown)
  const attributes = html`id="${id}" name="field.${olxName}"${said}`
  const options = choicesOf(definition, isOwn, choices, words, type)
  if (options) {
    const isKnown = options.some(([one]) => one === shown)
    const all = isKnown ? options : [[shown, shown] as const, ...options]
    return html`<select ${attributes}>
      ${all.map(([one, label]) => html`<option value="${one}"${one === shown && html` selected`}>${label}</option>`)}
    </select>`
  }
  const as = writing !== 'text' && html`<input type="hidden" name="as.${olxName}" value="${writing}">`
  if (writing === 'local' && (shown === '' || momentOf(shown, 'UTC')))
    return html`${as}<input type="datetime-local" ${attributes} max="9999-12-31T23:59"${shown.length > 16 && html` step="1"`} value="${shown}">`
  if (isLong(definition) || shown.length > 60 || shown.includes('\n')) {
    const rows = Math.min(14, Math.max(2, shown.split('\n').length, Math.ceil(shown.length / 80)))
    // The parser drops a line break that comes first, so that one is spent on it.
    const checks = known.options.html === true || writing === 'lines'
    return html`${as}<textarea ${attributes} rows="${rows}" spellcheck="${checks}">\n${shown}</textarea>`
  }
  const empty =
    known.nullable && !isNullableText(definition) && (isOwn ? words.say('none') : words.say('not set'))
  return html`<input ${kindOf(definition, shown)} ${attributes}${empty && html` placeholder="${empty}"`} value="${shown}">`
}

/** The values to choose from where there are few: the value's text, and how it is called. */
export function choicesOf(
  { field }: BlockField,
  isOwn = false,
  given?: readonly FieldChoice[],
  words: PageWords = englishWords,
  type?: Pick<BlockType, 'words'>,
): readonly (readonly [value: string, label: string])[] | undefined {
  const unset = field.nullable ? [['', isOwn ? words.say('none') : words.say('not set')] as const] : []
  const values =
    field.options.values?.map((value) => {
      const text = textOfValue(value)
      return { value, label: words.ofField(field.options.valueLabels?.[text] ?? text, type?.words) }
    }) ?? given
  if (values) return [...unset, ...values.map(({ value, label }) => [textOfValue(value), label] as const)]
  return field.type.name === 'Boolean'
    ? [...unset, ['true', words.say('Yes')], ['false', words.say('No')]]
    : undefined
}

/** A box for each item that can be chosen, and for each that is chosen and cannot be any more. */
function items(
  { definition: { olxName }, id, choices = [], words }: ControlledField,
  shown: string,
): SafeHtml {
  const chosen = new Set(shown === '' ? [] : (JSON.parse(shown) as readonly string[]))
  const gone = [...chosen].filter((one) => !choices.some(({ value }) => value === one))
  const all = [...choices, ...gone.map((value) => ({ value, label: value }))]
  return html`<input type="hidden" name="as.${olxName}" value="items">
<ul>${all.map(
    ({ value, label }, at) =>
      html`<li><input type="checkbox" id="${id}-${at}" name="item.${olxName}" value="${textOfValue(value)}"${chosen.has(textOfValue(value)) && html` checked`}> <label for="${id}-${at}">${label}</label></li>`,
  )}</ul>
${all.length === 0 && html`<p class="editor-help">${words.say('There is nothing to choose from yet.')}</p>`}`
}

const number = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?$/i

/** The kind of an input of one line. What was typed and is no number keeps standing there. */
function kindOf({ field: { type, options } }: BlockField, shown: string): SafeHtml {
  const { min, max, pattern } = options
  const mode = { Integer: 'numeric', Float: 'decimal' }[type.name]
  if (mode && (shown === '' || number.test(shown)))
    return html`type="number" step="${mode === 'numeric' ? '1' : 'any'}"${min !== undefined && html` min="${min}"`}${max !== undefined && html` max="${max}"`}`
  if (mode) return html`type="text" inputmode="${mode}"`
  return html`type="text"${pattern && isKnownToBrowsers(pattern) && html` pattern="${pattern.source}"`}`
}

/** Whether browsers hold a text to the same pattern. */
function isKnownToBrowsers({ source, flags }: RegExp): boolean {
  if (flags.replace(/[dg]/g, '') !== '') return false
  try {
    return new RegExp(source, 'v').source === source
  } catch {
    return false
  }
}

/** What an author may fill with lines of text, however short it is now. */
function isLong({ field }: BlockField): boolean {
  return field.type.mutable || field.options.multiline === true || field.options.html === true
}
