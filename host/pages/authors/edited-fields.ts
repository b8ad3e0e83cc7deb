import {
  canonicalJson,
  messageOf,
  type AskedChoices,
  type BlockField,
  type FieldChoice,
  type Json,
  type JsonObject,
  isNullableText,
  valueOfJson,
  valueOfText,
  choicesOf,
  misfitChoice,
} from '../../../runtime/index.js'
import { postedText } from './written-value.js'

/** What authors ask for: values to set, fields to reset, and what does not fit, each by OLX name. */
export interface EditedFields {
  readonly set: JsonObject
  readonly reset: readonly string[]
  /** What is refused, beside its field; under '' what concerns no single one. */
  readonly errors: Readonly<Record<string, string>>
  /** The texts as they were typed, to show again beside an error. */
  readonly typed: Readonly<Record<string, string>>
}

/** The values that an editor showed. */
export interface ShownFields {
  /** As they held, by OLX name, class defaults included. */
  readonly values: JsonObject
  /** Names of those that are set where the editor writes. */
  readonly own: ReadonlySet<string>
}

/** Nothing to change. */
export const noEdits: EditedFields = { set: {}, reset: [], errors: {}, typed: {} }

/**
 * Reads what an editor form posts. A text equal to the one that was shown changes nothing, so that an inherited value
 * stays inherited; an emptied box of a field that may be null is null, which is not the same as a field that is not set.
 * @param fields those that may be edited; any other name is refused
 * @param shown values as the form showed them
 */
export function readEditedFields(
  fields: readonly BlockField[],
  shown: ShownFields,
  form: URLSearchParams,
): EditedFields {
  const set: Record<string, Json> = {}
  const reset: string[] = []
  const errors: Record<string, string> = unknownNames(fields, namesIn(form))
  const typed: Record<string, string> = {}
  for (const definition of fields) {
    const { olxName } = definition
    if (form.get(`take.${olxName}`) === 'keep') continue
    if (form.has(`reset.${olxName}`)) {
      reset.push(olxName)
      continue
    }
    const before = shown.values[olxName] ?? null
    const posted = postedText(form, definition, before)
    if (!posted) continue
    const { text, isSame } = posted
    const ticked = form.getAll(`null.${olxName}`)
    const isOwn = shown.own.has(olxName)
    const nothing = nothingIn(definition, { text, before, isSame, isOwn, ticked })
    if (nothing === 'kept' || (nothing === undefined && isSame)) continue
    typed[olxName] = posted.typed
    if (nothing === 'unset') reset.push(olxName)
    else if (nothing === 'null') set[olxName] = null
    else if (nothing === 'empty') set[olxName] = ''
    else {
      try {
        const value = valueOfText(definition, text)
        if (value === undefined) reset.push(olxName)
        else set[olxName] = value
      } catch (thrown) {
        errors[olxName] = messageOf(thrown)
      }
    }
  }
  return { set, reset, errors, typed }
}

/** Reads what an editor of a block's own sends: values as JSON, each of its field's type. */
export function readSentFields(
  fields: readonly BlockField[],
  shown: ShownFields,
  sent: { readonly set: JsonObject; readonly reset: readonly string[] },
): EditedFields {
  const set: Record<string, Json> = {}
  const reset: string[] = []
  const errors: Record<string, string> = unknownNames(fields, [...Object.keys(sent.set), ...sent.reset])
  for (const definition of fields) {
    const { olxName } = definition
    const given = Object.hasOwn(sent.set, olxName) ? sent.set[olxName] : undefined
    if (sent.reset.includes(olxName)) reset.push(olxName)
    else if (given !== undefined) {
      try {
        const value = valueOfJson(definition, given)
        const before = shown.values[olxName] ?? null
        if (value === undefined) reset.push(olxName)
        else if (value === null ? !shown.own.has(olxName) || before !== null : !isEqual(before, value))
          set[olxName] = value
      } catch (thrown) {
        errors[olxName] = messageOf(thrown)
      }
    }
  }
  return { set, reset, errors, typed: {} }
}

/** The same, with what chooses among the values of another field held to those that it then has. */
export function heldToChoices(
  fields: readonly BlockField[],
  shown: ShownFields,
  edited: EditedFields,
): EditedFields {
  const { set } = edited
  const kept = Object.entries(shown.values).filter(([name]) => !edited.reset.includes(name))
  const values = { ...Object.fromEntries(kept), ...set }
  const errors = { ...edited.errors }
  for (const definition of fields) {
    const { olxName } = definition
    const value = set[olxName]
    const choices = value === undefined ? undefined : choicesOf(fields, definition, values)
    const why = choices && misfitChoice(definition, choices, value ?? null)
    if (why !== undefined) errors[olxName] = why
  }
  return { ...edited, errors }
}

/** Why values that are set are none of what their type says there is to choose from, by OLX name. */
export function unchosen(
  fields: readonly BlockField[],
  set: JsonObject,
  choices: AskedChoices,
): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const definition of fields) {
    const { olxName } = definition
    const [all, value] = [choices.get(olxName), set[olxName]]
    if (!all || value === undefined) continue
    const why = Array.isArray(all)
      ? misfitChoice(
          definition,
          all.map((one: FieldChoice) => one.value),
          value,
        )
      : `What there is to choose from for '${olxName}' could not be found out; nothing was changed.`
    if (why !== undefined) errors[olxName] = why
  }
  return errors
}

/** What is edited of some of the fields only. */
export function onlyOf(edited: EditedFields, isWanted: (name: string) => boolean): EditedFields {
  const pick = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name)))
  const { set, reset, errors, typed } = edited
  return {
    set: Object.fromEntries(Object.entries(set).filter(([name]) => isWanted(name))),
    reset: reset.filter(isWanted),
    errors: pick(errors),
    typed: pick(typed),
  }
}

/** OLX names of what is changed. */
export function changedNames({ set, reset }: EditedFields): string[] {
  return [...Object.keys(set), ...reset]
}

export function isEqual(one: Json, other: Json): boolean {
  return canonicalJson(one) === canonicalJson(other)
}

interface Written {
  readonly text: string
  /** The value that was shown. */
  readonly before: Json
  readonly isSame: boolean
  /** Whether the value is set where the form writes. */
  readonly isOwn: boolean
  /** Values of the box that says "none": a hidden `off` says that there was one, `on` that it is ticked. */
  readonly ticked: readonly string[]
}

/** What the empty box of a field says, if anything; a box with another text means that text, whatever is ticked. */
function nothingIn(
  definition: BlockField,
  { text, before, isSame, isOwn, ticked }: Written,
): 'kept' | 'null' | 'empty' | 'unset' | undefined {
  const isTicked = ticked.includes('on')
  if (!definition.field.nullable) return undefined
  if (isNullableText(definition)) {
    if (text !== '' && !isSame) return undefined
    if (isTicked) return before === null ? 'kept' : 'null'
    if (ticked.length === 0 || text !== '') return undefined
    return before === '' ? 'kept' : 'empty'
  }
  const isEmpty = text.trim() === ''
  const isOwnNull = before === null && isOwn
  if (!isEmpty && !isSame) return undefined
  if (isTicked) return isOwnNull ? 'kept' : 'null'
  if (!isEmpty) return undefined
  if (!isSame) return 'null'
  return isOwnNull && ticked.length > 0 ? 'unset' : 'kept'
}

function namesIn(form: URLSearchParams): string[] {
  return [...form.keys()].flatMap((key) => /^(?:field|reset|null|as|item)\.(.+)$/s.exec(key)?.[1] ?? [])
}

/** How many names that are none of a block's fields are told; one is enough to refuse. */
const mostUnknown = 20

/** Why names are refused that are none of the fields. */
function unknownNames(fields: readonly BlockField[], names: readonly string[]): Record<string, string> {
  const known = new Set(fields.map(({ olxName }) => olxName))
  const valid = [...known].join(', ') || 'none'
  return Object.fromEntries(
    [...new Set(names)]
      .filter((name) => !known.has(name))
      .slice(0, mostUnknown)
      .map((name) => [name, `There is no field '${name.slice(0, 100)}' to edit here; there are: ${valid}.`]),
  )
}
