import { html, type SafeHtml } from '../../../runtime/index.js'
import { toSay, type PageWords } from '../../words/index.js'
import { newsLine } from '../authors/author-pages.js'

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
  readonly words: PageWords
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
  ['complex', toSay('Blocks of any type, and units of them')],
  ['problem', toSay('Problems only')],
  ['video', toSay('Videos only')],
] as const

export function librariesPage({
  words,
  base,
  libraries,
  mayCreate,
  mayImport,
  refused,
  news,
}: LibrariesPageParts): SafeHtml {
  const inUse = libraries.filter(({ isArchived }) => !isArchived)
  const archived = libraries.filter(({ isArchived }) => isArchived)
  return html`<h1>${words.say('Libraries')}</h1>
${newsLine(news)}
${
  libraries.length === 0
    ? html`<p>${words.say('There is no library yet.')}</p>`
    : html`<ul class="cards">${inUse.map((one) => card(words, base, one))}</ul>`
}
<p><a href="${base}/author/pathways">${words.say('Pathways, made of library blocks')}</a></p>
${archived.length > 0 && html`<details><summary>${words.say('Archived: {count}', { count: archived.length })}</summary><ul class="cards">${archived.map((one) => card(words, base, one))}</ul></details>`}
${mayImport && html`<p><a href="${base}/author/imports">${words.say('Import a library or course from an archive')}</a></p>`}
${mayCreate && creating(words, base, refused)}`
}

function card(
  words: PageWords,
  base: string,
  { context, title, isPublished, isArchived }: ListedLibrary,
): SafeHtml {
  return html`<li><a href="${libraryAddress(base, context)}"><strong dir="auto">${title}</strong></a>
<span>${words.say(isArchived ? toSay('Archived') : isPublished ? toSay('Published') : toSay('Has changes that are not published'))}</span>
<small><code dir="ltr">${context}</code></small></li>`
}

function creating(words: PageWords, base: string, refused: RefusedLibrary | undefined): SafeHtml {
  const value = (name: string) => refused?.values[name] ?? ''
  const text = (name: string, label: string, hint?: string) => {
    const id = `library-${name}`
    const described = hint === undefined ? undefined : `${id}-hint`
    return html`<p class="field"><label for="${id}">${label}</label>
<input id="${id}" name="${name}" value="${value(name)}" autocomplete="off"${name === 'org' || name === 'slug' || name === 'title' ? html` required` : ''}${described !== undefined ? html` aria-describedby="${described}"` : ''}>
${hint !== undefined && html`<small id="${described ?? ''}">${hint}</small>`}</p>`
  }
  return html`<section class="author-making" aria-labelledby="make-library">
<h2 id="make-library">${words.say('Make a library')}</h2>
${refused && html`<p role="alert" class="refused">${words.maybeTold(refused.why)}</p>`}
<form method="post" action="${base}/author/libraries">
${text('title', words.say('Title'))}
${text('org', words.say('Organisation'), words.say('A short name, such as MITx. It stays as it is.'))}
${text('slug', words.say('Short name'), words.say('Names the library in its key: lib:ORGANISATION:NAME. It stays as it is.'))}
<p class="field"><label for="library-description">${words.say('Description')}</label>
<textarea id="library-description" name="description" rows="3">${value('description')}</textarea></p>
<p class="field"><label for="library-kind">${words.say('What it holds')}</label>
<select id="library-kind" name="kind">${kinds.map(
    ([kind, label]) =>
      html`<option value="${kind}"${value('kind') === kind ? html` selected` : ''}>${words.say(label)}</option>`,
  )}</select></p>
${text('licence', words.say('Licence'), words.say('Such as CC-BY-4.0.'))}
${text('language', words.say('Language'), words.say('A tag such as en or pt-BR.'))}
<button type="submit">${words.say('Make the library')}</button>
</form></section>`
}

/** Where a library is edited. */
export function libraryAddress(base: string, context: string): string {
  return `${base}/author/libraries/${encodeURIComponent(context)}`
}
