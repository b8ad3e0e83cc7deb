import { toSay, type PageWords } from '../words/index.js'

/** What people call the types that most units are made of. */
const typeNames: Readonly<Record<string, string>> = {
  problem: toSay('Problem'),
  html: toSay('Text'),
  video: toSay('Video'),
  poll: toSay('Poll'),
  survey: toSay('Survey'),
  word_cloud: toSay('Word cloud'),
  done: toSay('Tick when done'),
  library_content_v2: toSay('Library content'),
  randomized: toSay('Random choice'),
  vertical: toSay('Unit'),
  sequential: toSay('Subsection'),
  chapter: toSay('Section'),
  course: toSay('Course'),
}

/** What people call a type of block. */
export function typeName(words: PageWords, type: string): string {
  const known = Object.hasOwn(typeNames, type) ? typeNames[type] : undefined
  return known === undefined ? type.replaceAll('_', ' ') : words.say(known)
}
