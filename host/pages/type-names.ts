import { parseUsageKey } from '../../runtime/index.js'
import { toSay, type PageWords } from '../words/index.js'

/** What people call the types that most units are made of. */
const typeNames: Readonly<Record<string, string>> = {
  problem: toSay('Problem'),
  html: toSay('Text'),
  video: toSay('Video'),
  poll: toSay('Poll'),
  poll_question: toSay('Poll'),
  survey: toSay('Survey'),
  word_cloud: toSay('Word cloud'),
  done: toSay('Tick when done'),
  conditional: toSay('Shown on a condition'),
  split_test: toSay('Content experiment'),
  library_content: toSay('Library content'),
  library_content_v2: toSay('Library content'),
  library_sourced: toSay('Library content'),
  itembank: toSay('Problem bank'),
  randomize: toSay('Random choice'),
  randomized: toSay('Random choice'),
  vertical: toSay('Unit'),
  unit: toSay('Unit'),
  sequential: toSay('Subsection'),
  subsection: toSay('Subsection'),
  chapter: toSay('Section'),
  section: toSay('Section'),
  course: toSay('Course'),
}

/** What people call a type of block; one that nobody named for them by its own name, as words. */
export function typeName(words: PageWords, type: string): string {
  const known = Object.hasOwn(typeNames, type) ? typeNames[type] : undefined
  if (known !== undefined) return words.say(known)
  const own = type.replaceAll(/[_-]/g, ' ')
  return own.charAt(0).toUpperCase() + own.slice(1)
}

/** An id that nobody made up. */
const given = /^[0-9a-f]{32}$/

/** What a block is called on a page: by its type where its title is nothing but an id that was made for it. */
export function titleWords(words: PageWords, usage: string, title: string): string {
  const { blockType, blockId } = parseUsageKey(usage)
  return title === blockId && given.test(blockId) ? typeName(words, blockType) : title
}
