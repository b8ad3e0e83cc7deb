import {
  html,
  textOfValue,
  type BlockField,
  type BlockType,
  type FieldChoice,
  type FieldSource,
  type Json,
  type SafeHtml,
} from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { choicesOf } from './editor-control.js'
import { labelOf } from './field-words.js'

/** What a field goes back to. */
export interface FieldReset {
  readonly words: PageWords
  readonly type: BlockType
  readonly definition: BlockField
  /** Where the form writes, if not in the block itself. */
  readonly ownSource: FieldSource | undefined
  /** What it takes over from above; undefined where nothing is set there. */
  readonly above: Json | undefined
  readonly choices?: readonly FieldChoice[] | undefined
  /** Whether it was asked for in a form that was not saved, so that it is still to be done. */
  readonly isAsked: boolean
}

/**
 * The button that saves the form without the value that is set here; it says what holds then. One that was asked for and
 * not done yet is a ticked box, which the next saving does.
 */
export function fieldReset({ isAsked, ...reset }: FieldReset): SafeHtml {
  const { definition, words, type } = reset
  const name = `reset.${definition.olxName}`
  const leads = leadsTo(reset)
  if (isAsked)
    return html`<label class="editor-box"><input type="checkbox" name="${name}" checked> ${leads}</label>`
  return html`<button type="submit" class="editor-reset" formnovalidate name="${name}" value="on" aria-label="${labelOf(words, definition, type)}: ${leads}">${leads}</button>`
}

function leadsTo(reset: Omit<FieldReset, 'isAsked'>): string {
  const { words, definition, ownSource, above } = reset
  if (ownSource === 'override') return words.say('Reset to what the library has')
  const value = valueWords(reset, above ?? defaultOf(definition))
  return above === undefined
    ? words.say('Reset to its default: {value}', { value })
    : words.say('Reset to what is set above: {value}', { value })
}

/** A field's class default in its stored form. */
export function defaultOf({ field }: BlockField): Json {
  return field.toJson(field.freshDefault())
}

const longest = 30

/** A value as its control calls it, cut where it is long. */
function valueWords(
  { words, type, definition, choices }: Pick<FieldReset, 'words' | 'type' | 'definition' | 'choices'>,
  value: Json,
): string {
  if (value === null) return words.say('not set')
  const text = textOfValue(value).replace(/\s+/g, ' ')
  const known = choicesOf(definition, false, choices, words, type)
  const [, label = text] = known?.find(([one]) => one === text) ?? []
  if (['', '[]', '{}'].includes(label)) return words.say('empty')
  return label.length > longest ? `${label.slice(0, longest)}…` : label
}
