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
 * Reads the name of a new block type.
 * @throws CompositorError `plugin-invalid` unless it is lower-case letters and digits, in words joined by `_` or `-`
 */
export function blockName(text: string): BlockName {
  if (!/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/.test(text)) {
    throw new CompositorError(
      'plugin-invalid',
      `A block type cannot be called '${text}'; write lower-case letters and digits, words joined by '_'.`,
    )
  }
  const words = text.split(/[_-]/)
  const [first = '', ...rest] = words
  return {
    type: words.join('_'),
    file: words.join('-'),
    class: words.map(capital).join(''),
    title: [capital(first), ...rest].join(' '),
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
