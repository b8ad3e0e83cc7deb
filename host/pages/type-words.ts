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
