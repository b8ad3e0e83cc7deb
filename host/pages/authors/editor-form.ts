import {
  html,
  type BlockField,
  type BlockType,
  type FieldSource,
  type Json,
  type JsonObject,
  type SafeHtml,
  type AskedChoices,
  choicesOf,
  CompositorError,
  textOfValue,
} from '../../../runtime/index.js'
import type { EditedFields } from './edited-fields.js'
import { editorField, type PostedField } from './editor-field.js'
import { defaultOf, fieldReset } from './field-reset.js'
import { fieldGroups } from './field-groups.js'
import { labelOf } from './field-words.js'
import { englishWords, type PageWords } from '../../words/index.js'
import { typeName } from '../type-names.js'
import { zoneOf } from '../zoned-date.js'

/** What was posted and not saved. */
export interface RefusedEdits extends EditedFields {
  /** What fields have now that others changed meanwhile, too, and those that only others changed; by OLX name. */
  readonly theirs?: JsonObject
  /** The values as they were shown, where others changed some, too. */
  readonly was?: JsonObject
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
  /** The words it is in; English if not said. */
  readonly words?: PageWords | undefined
  /** What stands in place of some fields, by their OLX names, above all others. */
  readonly content?: { readonly instead: readonly string[]; readonly shown: SafeHtml } | undefined
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
  const { type, usage, action, content, words = englishWords } = parts
  const id = `edit-${usage.replace(/[^\w-]/g, '_')}`
  const all = editableFields(type)
  const fields = content ? all.filter(({ olxName }) => !content.instead.includes(olxName)) : all
  return html`<form class="editor-form${content && ' has-content'}" method="post" action="${action}" aria-labelledby="${id}">
<button type="submit" class="editor-default" tabindex="-1" aria-hidden="true"></button>
${heading(parts, id)}
${refusal(parts, all)}
${content?.shown}
${(parts.remarks?.[''] ?? []).map((said) => html`<p class="editor-remark">${words.told(said)}</p>`)}
<input type="hidden" name="zone" value="${zoneOf(parts.timeZone)}">
${fields.length === 0 ? html`<p>${words.say('There is nothing to edit here.')}</p>` : grouped(parts, fields, id)}
${parts.more}
${(fields.length > 0 || content) && html`<p class="editor-save"><button type="submit">${words.say('Save')}</button></p>`}
</form>`
}

/** The fields in their groups, what is seldom needed folded unless there is something to say of it. */
function grouped(parts: EditorFormParts, fields: readonly BlockField[], id: string): SafeHtml {
  const groups = fieldGroups(fields)
  const { words = englishWords } = parts
  const rows = (some: readonly BlockField[]) =>
    some.map((field) => row(parts, field, `${id}-${field.olxName}`))
  if (groups.length === 1 && !groups[0]?.isFolded) return html`${rows(fields)}`
  return html`${groups.map(({ title, fields: some, isFolded }) => {
    if (!isFolded)
      return html`<fieldset class="editor-group"><legend>${words.say(title)}</legend>
${rows(some)}</fieldset>`
    const own = some.filter(({ olxName }) => Object.hasOwn(parts.values, olxName)).length
    return html`<details class="editor-group"${some.some((field) => isOfNote(parts, field)) && html` open`}><summary>${words.say(title)}${own > 0 && html` <span class="editor-set">${words.say('{count, plural, one {# set} other {# set}}', { count: own })}</span>`}</summary>
${rows(some)}</details>`
  })}`
}

/** Whether there is something to say of a field that an author is to see. */
function isOfNote({ refused, remarks = {} }: EditorFormParts, { olxName }: BlockField): boolean {
  const { errors = {}, theirs = {}, others = {}, typed = {} } = refused ?? {}
  return [errors, theirs, others, typed, remarks].some((one) => Object.hasOwn(one, olxName))
}

function heading(parts: EditorFormParts, id: string): SafeHtml {
  const { words = englishWords } = parts
  const name = titleOf(parts)
  const text = words.sayHtml('Edit {name}', { name: html`<bdi>${name}</bdi>` })
  return parts.heading === 1 ? html`<h1 id="${id}">${text}</h1>` : html`<h2 id="${id}">${text}</h2>`
}

function titleOf({ type, values, words = englishWords }: EditorFormParts): string {
  const name = values['display_name'] ?? type.fieldByOlxName('display_name')?.field.defaultValue
  return typeof name === 'string' && name !== '' ? name : typeName(words, type.name)
}

/** Why nothing was saved, with what has no place beside a field that is shown. */
function refusal(parts: EditorFormParts, fields: readonly BlockField[]): SafeHtml | undefined {
  const { refused } = parts
  if (!refused) return undefined
  const { theirs = {} } = refused
  const { words = englishWords } = parts
  const named = (name: string) => {
    const field = fields.find(({ olxName }) => olxName === name)
    return field && labelOf(words, field, parts.type)
  }
  const errors = Object.keys(refused.errors).length
  const collisions = Object.keys(theirs).flatMap((name) => named(name) ?? name)
  const elsewhere = Object.entries(refused.errors).filter(([name]) => named(name) === undefined)
  const lines = [
    errors > 0 &&
      words.say(
        '{count, plural, one {One value does not fit.} other {# values do not fit.}} Nothing was saved.',
        {
          count: errors,
        },
      ),
    ...elsewhere.map(([, why]) => words.maybeTold(why)),
    collisions.length > 0 &&
      words.say(
        'Somebody else, too, changed {fields} since you opened this. Nothing was saved yet: what you typed stands below, beside what they saved. Choose, and save again.',
        { fields: collisions.join(', ') },
      ),
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
  const { type, ownSource, words = englishWords } = parts
  const isOwn = Object.hasOwn(values, olxName) && source === ownSource && !isForAll
  const choices = asked instanceof CompositorError ? undefined : (asked ?? listed)
  const posted = postedField(parts, olxName)
  const above = parts.inherited?.[olxName]
  const isAsked = posted?.isReset === true
  return editorField({
    words,
    type,
    definition,
    id,
    value,
    source,
    hasAbove: ownSource === 'override' || (above ?? null) !== null,
    isOwn,
    reset: isOwn ? fieldReset({ words, type, definition, ownSource, above, choices, isAsked }) : undefined,
    choices,
    zone: zoneOf(parts.timeZone),
    remarks: [
      ...(remarks?.[olxName] ?? []),
      ...(asked instanceof CompositorError
        ? [words.say('What there is to choose from could not be found out: write the value itself.')]
        : []),
    ],
    posted,
    ...(isForAll && {
      elsewhere: html`<p class="editor-help">${words.sayHtml('Set for all blocks of {block}, where it can be reset.', { block: setForAll.link })}</p>`,
    }),
  })
}

function postedField({ refused }: EditorFormParts, name: string): PostedField | undefined {
  if (!refused) return undefined
  const { theirs = {}, others = {}, was = {} } = refused
  const error = refused.errors[name]
  return {
    typed: refused.typed[name],
    isReset: refused.reset.includes(name) && refused.typed[name] === undefined,
    isNull: Object.hasOwn(refused.set, name) ? refused.set[name] === null : undefined,
    errors: error === undefined ? [] : error.split('\n'),
    theirs: theirs[name],
    was: was[name],
    isOthers: Object.hasOwn(others, name),
  }
}
