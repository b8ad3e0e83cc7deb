import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { blockAddress } from './author-pages.js'
import { courseAddress, courseHead, type CoursePlace } from './course-head.js'
import { assetAddress } from '../libraries/library-block-about.js'
import { pageTurns } from '../page-turns.js'
import { sizeIn } from '../page-words.js'

/** A static file of a course. */
export interface CourseFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly mimeType: string
  /** How many blocks and files name it; undefined while that is being looked up. */
  readonly count: number | undefined
  /** The first of them. */
  readonly uses: readonly FilePlace[]
}

/** What names a file: a block by what it is called, or a file of the course, with what its page is called where it is one that learners open. */
export type FilePlace =
  | { readonly usage: string; readonly title: string }
  | { readonly path: string; readonly page: string | undefined }

/** The static files of a course's draft, as far as a page lists them. */
export interface CourseFilesParts extends CoursePlace {
  readonly files: readonly CourseFile[]
  readonly search: string
  readonly from: number
  /** Files that the search finds, and all there are. */
  readonly found: number
  readonly all: number
  readonly mayEdit: boolean
  readonly limits: { readonly bytes: number; readonly files: number }
  readonly refused?: string | undefined
}

/** The static files of a course with what uses each; those that nothing uses can be deleted. */
export function courseFilesPage(parts: CourseFilesParts): SafeHtml {
  const { words, base, context, files, search, from, found, all, mayEdit, refused } = parts
  const path = `${courseAddress(base, context)}/files`
  const turns = pageTurns({
    path,
    query: search === '' ? {} : { search },
    from,
    shown: files.length,
    count: found,
    words,
  })
  return html`${courseHead(parts, 'files', { heading: words.say('Files of {title}', { title: parts.title }), refused })}
${
  all > 0 &&
  html`<form class="file-search" method="get" action="${path}" role="search"><label for="file-search">${words.say('Name of a file')}</label> <input id="file-search" type="search" name="search" value="${search}" autocomplete="off"> <button type="submit" class="quiet">${words.say('Search')}</button></form>
<p>${words.say('{count, plural, one {# file} other {# files}}', { count: found })}</p>`
}
${all === 0 ? html`<p>${words.say('This course has no files yet.')}</p>` : html`<ul class="file-list">${files.map((one) => file(parts, path, one))}</ul>`}
${turns}
${mayEdit && adding(parts, path)}`
}

function file(parts: CourseFilesParts, path: string, one: CourseFile): SafeHtml {
  const { words, base, context, mayEdit, draft } = parts
  const { name, size, mimeType, uses, count } = one
  const link = assetAddress(base, context, context, name)
  const rest = (count ?? 0) - uses.length
  return html`<li>${mimeType.startsWith('image/') && html`<img src="${link}" alt="" loading="lazy">`}<div><a href="${link}" download><strong><bdi>${name}</bdi></strong></a> <small>${kindOf(words, name, mimeType)}, ${sizeIn(words, size)}</small>
${
  count === undefined
    ? html`<small>${words.say('Where it is used is being looked up. Load the page again in a moment.')}</small>`
    : count > 0
      ? html`<details><summary>${words.say('Used in {count, plural, one {# place} other {# places}}', { count })}<span class="unseen"> ${name}</span></summary><ul>${uses.map((one) => html`<li>${placeName(parts, one)}</li>`)}${rest > 0 && html`<li>${words.say('And {count} more.', { count: rest })}</li>`}</ul></details>`
      : html`<div class="file-unused"><small>${words.say('Nothing in the course uses it.')}</small>${mayEdit && html` <form method="post" action="${path}"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="do" value="delete"><input type="hidden" name="name" value="${name}"><button type="submit" class="quiet dangerous-text">${words.say('Delete')}<span class="unseen"> ${name}</span></button></form>`}</div>`
}</div></li>`
}

const statics = 'static/'

/** What people call files of a course that are no blocks. */
const places: readonly (readonly [RegExp, string])[] = [
  [/^info\/handouts\./, toSay('Course handouts')],
  [/^info\//, toSay('Course updates')],
  [/^tabs\//, toSay('A page of the course')],
  [/^about\//, toSay('The course’s about page')],
  [/^policies\//, toSay('Course settings')],
]

function placeName({ words, base }: CourseFilesParts, place: FilePlace): SafeHtml {
  if ('usage' in place)
    return html`<a href="${blockAddress(base, place.usage)}">${words.ofCourse(place.title)}</a>`
  if (place.page !== undefined)
    return words.sayHtml('Page “{title}”', { title: html`${words.ofCourse(place.page)}` })
  const known = places.find(([pattern]) => pattern.test(place.path))?.[1]
  if (known !== undefined) return html`${words.say(known)}`
  return words.sayHtml('File {name}', {
    name: html`<bdi>${place.path.startsWith(statics) ? place.path.slice(statics.length) : place.path}</bdi>`,
  })
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/^image\//, toSay('Picture')],
  [/^video\//, toSay('Video')],
  [/^audio\//, toSay('Sound')],
  [/^text\//, toSay('Text')],
]

/** What people call a kind of file; its ending for those that have no other name. */
function kindOf(words: PageWords, name: string, mimeType: string): string {
  const known = kinds.find(([pattern]) => pattern.test(mimeType))?.[1]
  if (known !== undefined) return words.say(known)
  const ending = /\.([^./]+)$/.exec(name)?.[1]
  return ending === undefined ? words.say('File') : ending.toLocaleUpperCase()
}

function adding({ words, draft, limits }: CourseFilesParts, path: string): SafeHtml {
  return html`<section class="author-making" aria-labelledby="add-files"><h2 id="add-files">${words.say('Add files')}</h2>
<form method="post" action="${path}" enctype="multipart/form-data"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="do" value="add">
<p class="field"><label for="new-files">${words.say('Files')}</label><input id="new-files" type="file" name="file" multiple required aria-describedby="new-files-hint"><small id="new-files-hint">${words.say('Up to {count} at a time, each of {size} at most. Texts call a file /static/ and its name.', { count: limits.files, size: sizeIn(words, limits.bytes) })}</small></p>
<p><label><input type="checkbox" name="over"> ${words.say('Replace files of the same name')}</label></p>
<p class="author-actions"><button type="submit">${words.say('Upload')}</button></p></form></section>`
}
