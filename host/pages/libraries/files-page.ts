import type { FileMention, LibraryFile } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'
import { fieldLabel } from '../authors/field-words.js'
import { assetAddress } from './library-block-about.js'
import { sizeIn } from '../page-words.js'

/** A static file as its page lists it. */
export interface ListedFile extends LibraryFile {
  /** Where the text of its block names it; undefined for a file of the whole. */
  readonly mentions: readonly FileMention[] | undefined
}

/** Static files of a component, or of what belongs to the whole of a library. */
export interface FilesParts {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  /** Usage key of the component, or key of the library. */
  readonly usage: string
  /** Of the page; its forms are sent there. */
  readonly address: string
  readonly draft: string
  readonly mayEdit: boolean
  readonly files: readonly ListedFile[]
  /** Names that the block mentions and that are not there. */
  readonly missing: readonly string[]
  /** Bytes of one file, and files at a time. */
  readonly limits: { readonly bytes: number; readonly files: number }
}

/** Static files with where each is used, and the forms that add, replace, rename and delete them. */
export function filesSection(parts: FilesParts): SafeHtml {
  const { words, files, mayEdit, missing } = parts
  return html`${missing.length > 0 && html`<p role="note" class="refused">${words.say('{count, plural, one {The text names a file that is not here: {names}.} other {The text names files that are not here: {names}.}}', { count: missing.length, names: missing.join(', ') })}</p>`}
${files.length === 0 ? html`<p>${words.say('No files yet.')}</p>` : html`<ul class="file-list">${files.map((one, index) => file(parts, one, `file-${index}`))}</ul>`}
${mayEdit && adding(parts)}`
}

function file(parts: FilesParts, one: ListedFile, id: string): SafeHtml {
  const { words, base, context, usage, mayEdit } = parts
  const { name, size, mimeType, mentions } = one
  const isPicture = mimeType.startsWith('image/')
  const link = assetAddress(base, context, usage, name)
  return html`<li>${isPicture && html`<img src="${link}" alt="" loading="lazy">`}<div><a href="${link}"><strong><bdi>${name}</bdi></strong></a> <small>${sizeIn(words, size)}</small>
${mentioned(words, mentions)}
${mayEdit && changing(parts, one, id)}</div></li>`
}

function mentioned(words: PageWords, mentions: readonly FileMention[] | undefined): SafeHtml | undefined {
  if (!mentions) return undefined
  if (mentions.length === 0)
    return html`<p><small>${words.say('The text of the block does not name it.')}</small></p>`
  return html`<details><summary>${words.say('{count, plural, one {Used in # place of the text} other {Used in # places of the text}}', { count: mentions.length })}</summary><ul>${mentions.map(({ field, line, text }) => html`<li>${words.say('{field}, line {line}', { field: fieldLabel(words, field), line: String(line) })}: <code dir="auto">${text}</code></li>`)}</ul></details>`
}

function changing(
  { words, address, draft }: FilesParts,
  { name, mentions }: ListedFile,
  id: string,
): SafeHtml {
  const hidden = html`<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="name" value="${name}">`
  return html`<details><summary>${words.say('Replace, rename or delete')}<span class="unseen">: ${name}</span></summary>
<form method="post" action="${address}" enctype="multipart/form-data"><input type="hidden" name="do" value="replace">${hidden}
<p class="field"><label for="${id}-with">${words.say('Replace it with')}</label><input id="${id}-with" type="file" name="file" required></p><button type="submit">${words.say('Replace')}</button></form>
<form method="post" action="${address}"><input type="hidden" name="do" value="rename">${hidden}
<p class="field"><label for="${id}-to">${words.say('New name')}</label><input id="${id}-to" name="to" value="${name}" required maxlength="200" autocomplete="off" spellcheck="false">${mentions && html`<small>${words.say('The text calls it by that name then.')}</small>`}</p><button type="submit">${words.say('Rename')}</button></form>
<form method="post" action="${address}"><input type="hidden" name="do" value="delete">${hidden}
${mentions && mentions.length > 0 && html`<p>${words.say('{count, plural, one {The text names it still, in # place: learners would miss it there.} other {The text names it still, in # places: learners would miss it there.}}', { count: mentions.length })}</p>`}<button type="submit" class="quiet">${words.say('Delete {name}', { name })}</button></form></details>`
}

function adding({ words, address, draft, limits, context, usage }: FilesParts): SafeHtml {
  const how =
    usage === context
      ? words.say('Scripts of its problems import from {file}.', { file: 'python_lib.zip' })
      : words.say('The text calls it {path} and its name.', { path: '/static/' })
  return html`<section class="author-making" aria-labelledby="add-files"><h2 id="add-files">${words.say('Add files')}</h2>
<form method="post" action="${address}" enctype="multipart/form-data"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="do" value="add">
<p class="field"><label for="new-files">${words.say('Files')}</label><input id="new-files" type="file" name="file" multiple required aria-describedby="new-files-hint"><small id="new-files-hint">${words.say('Up to {count} at a time, each of {size} at most.', { count: String(limits.files), size: sizeIn(words, limits.bytes) })} ${how}</small></p>
<p><label><input type="checkbox" name="over"> ${words.say('Replace files of the same name')}</label></p>
<button type="submit">${words.say('Upload')}</button></form></section>`
}
