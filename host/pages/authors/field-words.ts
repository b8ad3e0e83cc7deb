import type { BlockField, BlockType } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** Whose words say a field's label: its block type, where that is known. */
type Own = Pick<BlockType, 'words'>

/** What people read for the OLX name of a field, in their language. @param type whose field it is, where that is known */
export function fieldLabel(words: PageWords, olxName: string, type?: BlockType): string {
  const field = type?.fieldByOlxName(olxName)
  return field ? labelOf(words, field, type) : words.ofField(inWords(olxName))
}

/** A field's name for people, in their language: its label, else its OLX name as words. */
export function labelOf(
  words: PageWords,
  { field, olxName }: Pick<BlockField, 'field' | 'olxName'>,
  type?: Own,
): string {
  return words.ofField(field.options.label ?? inWords(olxName), type?.words)
}

/** What a field is for, in the language of whoever asks; undefined where its author does not say. */
export function helpOf(
  words: PageWords,
  { field }: Pick<BlockField, 'field'>,
  type?: Own,
): string | undefined {
  const { help } = field.options
  return help === undefined ? undefined : words.ofField(help, type?.words)
}

function inWords(olxName: string): string {
  const words = olxName.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
