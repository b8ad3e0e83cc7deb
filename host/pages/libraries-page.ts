import { html, type SafeHtml } from '../../runtime/index.js'
import { newsLine } from './author-pages.js'

/** A library as a list of libraries shows it. */
export interface ListedLibrary {
  readonly context: string
  readonly title: string
  readonly isPublished: boolean
  readonly isArchived: boolean
}

/** What somebody typed of a library that was not made. */
export interface RefusedLibrary {
  readonly values: Readonly<Record<string, string>>
  readonly why: string
}

/** The libraries that an author may see, and the form by which they make another. */
export interface LibrariesPageParts {
  readonly base: string
  readonly libraries: readonly ListedLibrary[]
  /** Whether there is the form. */
  readonly mayCreate: boolean
  /** Whether there is the way to take one in from an archive. */
  readonly mayImport: boolean
  readonly refused?: RefusedLibrary | undefined
  readonly news: string | undefined
}

const kinds = [
  ['complex', 'Blocks of any type, and units of them'],
  ['problem', 'Problems only'],
  ['video', 'Videos only'],
] as const

export function librariesPage({
  base,
  libraries,
  mayCreate,
  mayImport,
  refused,
  news,
}: LibrariesPageParts): SafeHtml {
  const inUse = libraries.filter(({ isArchived }) => !isArchived)
  const archived = libraries.filter(({ isArchived }) => isArchived)
  return html`<h1>Libraries</h1>
${newsLine(news)}
${
  libraries.length === 0
    ? html`<p>There is no library yet.</p>`
    : html`<ul class="cards">${inUse.map((one) => card(base, one))}</ul>`
}
<p><a href="${base}/author/pathways">Pathways, made of library blocks</a></p>
${archived.length > 0 && html`<details><summary>Archived: ${archived.length}</summary><ul class="cards">${archived.map((one) => card(base, one))}</ul></details>`}
${mayImport && html`<p><a href="${base}/author/imports">Import a library or course from an archive</a></p>`}
${mayCreate && creating(base, refused)}`
}

function card(base: string, { context, title, isPublished, isArchived }: ListedLibrary): SafeHtml {
  return html`<li><a href="${libraryAddress(base, context)}"><strong>${title}</strong></a>
<span>${isArchived ? 'Archived' : isPublished ? 'Published' : 'Has changes that are not published'}</span>
<small><code>${context}</code></small></li>`
}

function creating(base: string, refused: RefusedLibrary | undefined): SafeHtml {
  const value = (name: string) => refused?.values[name] ?? ''
  const text = (name: string, label: string, hint?: string) => {
    const id = `library-${name}`
    const described = hint === undefined ? undefined : `${id}-hint`
    return html`<p class="field"><label for="${id}">${label}</label>
<input id="${id}" name="${name}" value="${value(name)}" autocomplete="off"${name === 'org' || name === 'slug' || name === 'title' ? html` required` : ''}${described !== undefined ? html` aria-describedby="${described}"` : ''}>
${hint !== undefined && html`<small id="${described ?? ''}">${hint}</small>`}</p>`
  }
  return html`<section class="author-making" aria-labelledby="make-library">
<h2 id="make-library">Make a library</h2>
${refused && html`<p role="alert" class="refused">${refused.why}</p>`}
<form method="post" action="${base}/author/libraries">
${text('title', 'Title')}
${text('org', 'Organisation', 'A short name, such as MITx. It stays as it is.')}
${text('slug', 'Short name', 'Names the library in its key: lib:ORGANISATION:NAME. It stays as it is.')}
<p class="field"><label for="library-description">Description</label>
<textarea id="library-description" name="description" rows="3">${value('description')}</textarea></p>
<p class="field"><label for="library-kind">What it holds</label>
<select id="library-kind" name="kind">${kinds.map(
    ([kind, label]) =>
      html`<option value="${kind}"${value('kind') === kind ? html` selected` : ''}>${label}</option>`,
  )}</select></p>
${text('licence', 'Licence', 'Such as CC-BY-4.0.')}
${text('language', 'Language', 'A tag such as en or pt-BR.')}
<button type="submit">Make the library</button>
</form></section>`
}

/** Where a library is edited. */
export function libraryAddress(base: string, context: string): string {
  return `${base}/author/libraries/${encodeURIComponent(context)}`
}
