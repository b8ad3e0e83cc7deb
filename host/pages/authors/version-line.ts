import type { VersionLine } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'

/** What a version came of. */
const deeds: Readonly<Record<VersionLine['what'], string>> = {
  create: toSay('create'),
  import: toSay('import'),
  edit: toSay('edit'),
  publish: toSay('publish'),
  revert: toSay('revert'),
  discard: toSay('discard'),
  merge: toSay('merge'),
}

/** A line of a history in words. */
export function versionLineOf(
  { number, what, at, name, comment, author, isPublished }: VersionLine,
  words: PageWords,
): SafeHtml {
  const moment = `${at.slice(0, 16).replace('T', ' ')} UTC`
  const when = html`<time datetime="${at}">${moment}</time>`
  const deed = words.say(deeds[what])
  const said =
    author === undefined
      ? words.sayHtml('{deed}, {when}', { deed, when })
      : words.sayHtml('{deed}, {when}, by {author}', { deed, when, author: html`${words.ofCourse(author)}` })
  return html`<strong>${name === undefined ? words.say('Version {number}', { number: String(number) }) : words.ofCourse(name)}</strong>${isPublished && html` <small class="status published">${words.say('Published now')}</small>`}
<small>${said}</small>${comment !== undefined && html`<br>${words.ofCourse(comment)}`}`
}
