import { CompositorError } from '../../runtime/errors/index.js'

/** The forms of a block type's name that its files need. */
export interface BlockName {
  /** The block type: `word_cloud`. */
  readonly type: string
  /** Of files, and of the package: `word-cloud`. */
  readonly file: string
  /** Of the class, without `Block`: `WordCloud`. */
  readonly class: string
  /** For people: `Word cloud`. */
  readonly title: string
}

/**
 * Reads the name of a new block type: `word_cloud`, `drag-and-drop-v2`.
 * @param type the block type, where content has it under another name than its files are to have, as `edx_sga` of staff grading
 * @throws CompositorError `plugin-invalid` unless each is lower-case letters and digits, in words joined by `_` or `-`
 */
export function blockName(text: string, type = text): BlockName {
  for (const name of [text, type]) {
    if (/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/.test(name)) continue
    throw new CompositorError(
      'plugin-invalid',
      `A block type cannot be called '${name}'; write lower-case letters and digits, words joined by '_' or '-'.`,
    )
  }
  const words = text.split(/[_-]/)
  const [first = '', ...rest] = words
  return {
    type,
    file: words.join('-'),
    class: words.map(capital).join(''),
    title: [capital(first), ...rest].join(' '),
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
