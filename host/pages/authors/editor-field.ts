import {
  html,
  limitWords,
  type BlockField,
  type BlockType,
  type FieldChoice,
  type FieldSource,
  type Json,
  type SafeHtml,
  isNullableText,
  textOfValue,
} from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { control } from './editor-control.js'
import { helpOf, labelOf } from './field-words.js'
import { writingOf } from './written-value.js'

/** Where values come from that are not the block's own. */
const sourceWords: Readonly<Record<FieldSource, string>> = {
  inherited: toSay('Taken over from above'),
  library: toSay('From the library'),
  override: toSay('Set in this course'),
  policy: toSay('From a policy group'),
}

/** One field in an editor form. */
export interface EditorField {
  readonly words: PageWords
  /** The block type whose field it is. */
  readonly type: BlockType
  readonly definition: BlockField
  /** Begins the ids of its parts. */
  readonly id: string
  /** The value that holds: the class default where none is set. */
  readonly value: Json
  /** Where the value comes from; undefined for the block's own, and for the class default. */
  readonly source: FieldSource | undefined
  /** Whether the value is set where the form writes, so that it can be reset. */
  readonly isOwn: boolean
  /** Whether something holds for it where it is not set here, besides its default. */
  readonly hasAbove: boolean
  /** The way to be without the value that is set here; undefined where none is. */
  readonly reset: SafeHtml | undefined
  /** What there is to choose from; undefined where anything may be set. */
  readonly choices?: readonly FieldChoice[] | undefined
  /** The time zone in which dates are shown. */
  readonly zone: string
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
  /** What it was when the form was made, where others changed it, too. */
  readonly was?: Json | undefined
  /** Whether only others changed it, so that theirs stands here. */
  readonly isOthers: boolean
}

/** A field's label, control and what there is to say about it. */
export function editorField(field: EditorField): SafeHtml {
  const { definition, id, value, source, elsewhere, remarks, posted, words, type } = field
  const { options } = definition.field
  const limits = limitWords(options)
  const help = [
    helpOf(words, definition, type),
    limits && !options.pattern && words.say('It takes {limits}.', { limits }),
  ]
    .filter(Boolean)
    .join(' ')
  const errors = posted?.errors ?? []
  const notes = errors.length > 0 ? [] : remarks
  const described = [
    help && `${id}-help`,
    errors.length > 0 && `${id}-error`,
    notes.length > 0 && `${id}-remark`,
    posted?.theirs !== undefined && `${id}-theirs`,
    posted?.isOthers === true && `${id}-others`,
  ].filter(Boolean)
  const attributes = html`${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}${errors.length > 0 && html` aria-invalid="true"`}`
  const label = labelOf(words, definition, type)
  const isOthers = posted?.isOthers === true
  const parts = [
    help && html`<p class="editor-help" id="${id}-help">${help}</p>`,
    errors.length > 0 &&
      html`<p class="editor-error" id="${id}-error">${words.maybeTold(errors.join('\n'))}</p>`,
    notes.length > 0 &&
      html`<p class="editor-remark" id="${id}-remark">${words.maybeTold(notes.join('\n'))}</p>`,
    elsewhere,
    isOthers &&
      html`<p class="editor-remark" id="${id}-others">${words.say('Somebody else changed this meanwhile; here stands what they saved.')}</p>`,
    posted?.theirs !== undefined && collision(field, posted.theirs),
    definition.field.nullable && mayBeNone(field) && noneBox(field),
    field.reset,
  ]
  const writing = writingOf(definition, value, field.choices !== undefined)
  const origin = [source && words.say(sourceWords[source]), writing === 'local' && field.zone].filter(Boolean)
  const name = origin.length > 0 && html`<span class="editor-source">${origin.join(' · ')}</span>`
  const said = html`${parts.map((part) => part && html`${part}\n`)}`
  if (writing === 'items')
    return html`<fieldset class="editor-field editor-items" id="${id}"${attributes}>
<legend>${label}</legend>
${name}
${control(field, writing, attributes)}
${said}</fieldset>`
  return html`<div class="editor-field">
<label for="${id}">${label}</label>
${name}
${control(field, writing, attributes)}
${said}</div>`
}

/** What others saved meanwhile, and the choice between that and what the author typed. */
function collision({ definition, id, words, posted, type }: EditorField, theirs: Json): SafeHtml {
  const name = `take.${definition.olxName}`
  const text = textOfValue(theirs)
  return html`<fieldset class="editor-theirs">
<legend>${words.say('Somebody else changed {field} meanwhile', { field: labelOf(words, definition, type) })}</legend>
<div class="piece-sides" id="${id}-theirs"><div><p class="piece-whose">${words.say('Yours')}</p>${sideOf(posted?.typed ?? '', words)}</div><div><p class="piece-whose">${words.say('Theirs')}</p>${theirs === null ? html`<p>${words.say('none')}</p>` : sideOf(text, words)}</div></div>
<label><input type="radio" name="${name}" value="replace" checked> ${words.say('Take mine')}</label>
<label><input type="radio" name="${name}" value="keep"> ${words.say('Take theirs')}</label>
</fieldset>`
}

/** Whether nothing is another thing than what holds without a value. */
function mayBeNone({ definition, hasAbove, isOwn, value, posted }: EditorField): boolean {
  return isNullableText(definition) || hasAbove || posted?.isNull === true || (isOwn && value === null)
}

function sideOf(text: string, words: PageWords): SafeHtml {
  return text === '' ? html`<p>${words.say('empty')}</p>` : html`<pre dir="auto">${text}</pre>`
}

/**
 * The box that says "nothing", beside a field that may be null; the hidden value says that there was a box. Of a text it
 * tells nothing from an empty text; of a number or a date, nothing at this place from not set here.
 */
function noneBox({ definition, value, isOwn, posted, words, type }: EditorField): SafeHtml {
  const { olxName } = definition
  const isText = isNullableText(definition)
  const isNull = posted?.isNull ?? (value === null && (isText || isOwn))
  const field = labelOf(words, definition, type)
  const said = isText
    ? words.say('{field} is not set, which is not the same as empty', { field })
    : words.say('None here, also where a block above sets {field}', { field })
  return html`<label class="editor-box"><input type="hidden" name="null.${olxName}" value="off"><input type="checkbox" name="null.${olxName}"${isNull && html` checked`}> ${said}</label>`
}
