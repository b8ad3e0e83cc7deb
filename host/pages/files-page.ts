import type { FileMention, LibraryFile } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import { fieldLabel } from './field-words.js'
import { assetAddress } from './library-block-about.js'
import { counted, sizeWords } from './page-words.js'
import { englishWords } from '../words/index.js'

/** A static file as its page lists it. */
export interface ListedFile extends LibraryFile {
  /** Where the text of its block names it; undefined for a file of the whole. */
  readonly mentions: readonly FileMention[] | undefined
}

/** Static files of a component, or of what belongs to the whole of a library. */
export interface FilesParts {
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
  const { files, mayEdit, missing } = parts
  return html`${missing.length > 0 && html`<p role="note" class="refused">The text names ${missing.length === 1 ? 'a file that is' : 'files that are'} not here: ${missing.join(', ')}.</p>`}
${files.length === 0 ? html`<p>No files yet.</p>` : html`<ul class="file-list">${files.map((one, index) => file(parts, one, `file-${index}`))}</ul>`}
${mayEdit && adding(parts)}`
}

function file(parts: FilesParts, one: ListedFile, id: string): SafeHtml {
  const { base, context, usage, mayEdit } = parts
  const { name, size, mimeType, mentions } = one
  const isPicture = mimeType.startsWith('image/')
  const link = assetAddress(base, context, usage, name)
  return html`<li>${isPicture && html`<img src="${link}" alt="" loading="lazy">`}<div><a href="${link}"><strong>${name}</strong></a> <small>${mimeType}, ${sizeWords(size)}</small>
${mentioned(mentions)}
${mayEdit && changing(parts, one, id)}</div></li>`
}

function mentioned(mentions: readonly FileMention[] | undefined): SafeHtml | undefined {
  if (!mentions) return undefined
  if (mentions.length === 0) return html`<p><small>The text of the block does not name it.</small></p>`
  return html`<details><summary>Used in ${counted(mentions.length, 'place')} of the text</summary><ul>${mentions.map(({ field, line, text }) => html`<li>${fieldLabel(englishWords, field)}, line ${line}: <code>${text}</code></li>`)}</ul></details>`
}

function changing({ address, draft }: FilesParts, { name, mentions }: ListedFile, id: string): SafeHtml {
  const hidden = html`<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="name" value="${name}">`
  return html`<details><summary>Replace, rename or delete<span class="unseen"> ${name}</span></summary>
<form method="post" action="${address}" enctype="multipart/form-data"><input type="hidden" name="do" value="replace">${hidden}
<p class="field"><label for="${id}-with">Replace it with</label><input id="${id}-with" type="file" name="file" required></p><button type="submit">Replace</button></form>
<form method="post" action="${address}"><input type="hidden" name="do" value="rename">${hidden}
<p class="field"><label for="${id}-to">New name</label><input id="${id}-to" name="to" value="${name}" required maxlength="200" autocomplete="off" spellcheck="false">${mentions && html`<small>The text calls it by that name then.</small>`}</p><button type="submit">Rename</button></form>
<form method="post" action="${address}"><input type="hidden" name="do" value="delete">${hidden}
${mentions && mentions.length > 0 && html`<p>The text names it still, in ${counted(mentions.length, 'place')}: learners would miss it there.</p>`}<button type="submit" class="quiet">Delete ${name}</button></form></details>`
}

function adding({ address, draft, limits, context, usage }: FilesParts): SafeHtml {
  const how =
    usage === context
      ? 'Scripts of its problems import from python_lib.zip.'
      : 'The text calls it /static/ and its name.'
  return html`<section class="author-making" aria-labelledby="add-files"><h2 id="add-files">Add files</h2>
<form method="post" action="${address}" enctype="multipart/form-data"><input type="hidden" name="draft" value="${draft}"><input type="hidden" name="do" value="add">
<p class="field"><label for="new-files">Files</label><input id="new-files" type="file" name="file" multiple required aria-describedby="new-files-hint"><small id="new-files-hint">Up to ${limits.files} at a time, each of ${sizeWords(limits.bytes)} at most. ${how}</small></p>
<p><label><input type="checkbox" name="over"> Replace files of the same name</label></p>
<button type="submit">Upload</button></form></section>`
}
