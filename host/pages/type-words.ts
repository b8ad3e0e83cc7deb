import { parseUsageKey } from '../../runtime/index.js'
import { englishWords, type PageWords } from '../words/index.js'

const words: Readonly<Record<string, string>> = {
  html: 'Text',
  done: 'Tick when done',
  word_cloud: 'Word cloud',
  vertical: 'Unit',
  sequential: 'Subsection',
  chapter: 'Section',
}

/** What people read for a type of block. */
export function typeLabel(type: string): string {
  const known = Object.hasOwn(words, type) ? words[type] : undefined
  return known ?? `${type.charAt(0).toUpperCase()}${type.slice(1).replaceAll('_', ' ')}`
}

/** An id that nobody made up. */
const given = /^[0-9a-f]{32}$/

/** What a block is called on a page: by its type where its title is nothing but an id that was made for it. */
export function titleWords(usage: string, title: string, words: PageWords = englishWords): string {
  const { blockType, blockId } = parseUsageKey(usage)
  return title === blockId && given.test(blockId) ? words.gettext(typeLabel(blockType)) : title
}
