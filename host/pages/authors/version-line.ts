import type { VersionLine } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'

/** What a version came of. */
const deeds: Readonly<Record<VersionLine['what'], string>> = {
  create: toSay('Made'),
  import: toSay('Imported'),
  edit: toSay('Edited'),
  publish: toSay('Published'),
  revert: toSay('Went back to an older version'),
  discard: toSay('Changes discarded'),
  merge: toSay('A part chosen for publishing'),
}

/** What made a version, when, and who: `Edited · Nov 30, 2026, 7:08 AM · Ada`. */
export function versionFacts(
  { what, at, author }: Pick<VersionLine, 'what' | 'at' | 'author'>,
  words: PageWords,
): SafeHtml {
  const when = words.formatDate(new Date(at), { dateStyle: 'medium', timeStyle: 'short' })
  return html`<small>${words.say(deeds[what])} · <time datetime="${at}">${when}</time>${author !== undefined && html` · ${words.ofCourse(author)}`}</small>`
}

/** A line of a history in words. */
export function versionLineOf(line: VersionLine, words: PageWords): SafeHtml {
  const { number, name, comment, isPublished } = line
  return html`<strong>${name === undefined ? words.say('Version {number}', { number: String(number) }) : words.ofCourse(name)}</strong>${isPublished && html` <small class="status published">${words.say('Published now')}</small>`}
${versionFacts(line, words)}${comment !== undefined && html`<br>${words.ofCourse(comment)}`}`
}
