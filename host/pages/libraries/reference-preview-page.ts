import type { ChangedField, PreviewedBlock, VersionLine } from '../../../content/index.js'
import { html, textOfValue, type Json, type SafeHtml } from '../../../runtime/index.js'
import type { CoursePreview } from '../../libraries/course-updates.js'
import { toSay, type PageWords } from '../../words/index.js'
import { blockAddress } from '../authors/author-pages.js'
import { titleWords } from '../type-names.js'
import { changesLine, updateAddress, updatesAddress, updateWishes } from '../authors/course-updates-page.js'

/** What the page of one update shows: of a reference, or of a linked copy. */
export interface ReferencePreviewParts {
  readonly words: PageWords
  readonly base: string
  readonly context: string
  readonly contextTitle: string
  readonly preview: CoursePreview
  /** What is asked for; '' for what is published last. */
  readonly to: string
  /** Versions that can be chosen; none where the reference names several libraries. */
  readonly versions: readonly VersionLine[]
  readonly mayEdit: boolean
  readonly refused: string | undefined
}

/** Lines of one kind that are listed, and characters of a value that are shown. */
const [mostListed, mostShown] = [200, 2000]

const fileDeeds = { added: toSay('added'), changed: toSay('changed'), removed: toSay('removed') } as const

/** What another version would change for a reference, and how it looks on either side. */
export function referencePreviewPage(parts: ReferencePreviewParts): SafeHtml {
  const { words, base, context, contextTitle, preview, refused } = parts
  const { usage, libraries, copy } = preview
  const title = titleWords(words, usage, preview.title)
  return html`<nav class="crumbs" aria-label="${words.say('Where this page stands')}"><a href="${updatesAddress(base, context)}">${words.say('Updates for {title}', { title: contextTitle })}</a> › <a href="${blockAddress(base, usage)}">${words.ofCourse(title)}</a></nav>
<h1>${words.ofCourse(title)} <small>${copy ? words.say('as its library has it now') : words.say('with another version')}</small></h1>
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
${copy && html`<p>${copyText(words, copy)}</p>`}
${libraries.map((one) => html`<p>${words.ofCourse(one.title)}: <strong>${one.name ?? words.say('Version {number}', { number: String(one.number) })}</strong>${one.from === null && !copy && html`. ${words.say('The version that is pinned is not here')}`}</p>`)}
${choosing(parts)}
${changes(parts)}
${libraries.length > 0 && sides(parts)}
${copy && ending(parts)}`
}

function copyText(words: PageWords, { upstream, version }: NonNullable<CoursePreview['copy']>): SafeHtml {
  const key = html`<code>${upstream}</code>`
  return version === null
    ? words.sayHtml('A linked copy of {key}.', { key })
    : words.sayHtml('A linked copy of {key}, brought to version {version} of it.', {
        key,
        version: String(version),
      })
}

/** The way to end the link of a copy. */
function ending({ words, base, preview, mayEdit }: ReferencePreviewParts): SafeHtml | undefined {
  if (!mayEdit) return undefined
  return html`<form class="author-standing" method="post" action="${updateAddress(base, preview.usage)}">
<p>${words.say('Without its link it stays as it is, as a block of the course alone.')}</p>
<input type="hidden" name="draft" value="${preview.draft}">
<button type="submit" name="what" value="sever" class="quiet">${words.say('End the link')}</button></form>`
}

function choosing({ words, base, preview, to, versions }: ReferencePreviewParts): SafeHtml | undefined {
  if (versions.length === 0) return undefined
  const { libraries } = preview
  const chosen = libraries[0]?.to
  return html`<form class="preview-as" method="get" action="${updateAddress(base, preview.usage)}">
<p><label for="to">${words.say('Version')}</label><select id="to" name="to">${versions.map(
    (one) =>
      html`<option value="${String(one.number)}"${to === String(one.number) || (to === '' && one.version === chosen) ? html` selected` : ''}>${optionText(words, one)}</option>`,
  )}</select></p>
<button type="submit">${words.say('Show')}</button></form>`
}

function optionText(words: PageWords, { name, number, at, isPublished }: VersionLine): string {
  const called = name ?? words.say('Version {number}', { number: String(number) })
  const parts = { version: called, date: at.slice(0, 10) }
  return isPublished
    ? words.say('{version}, {date}, published now', parts)
    : words.say('{version}, {date}', parts)
}

function changes(parts: ReferencePreviewParts): SafeHtml {
  const { words, preview } = parts
  const { added, removed, moved, changed, files, lostOverrides, libraries, copy } = preview
  if (changesLine(words, preview) === '')
    return html`<p>${sameText(words, copy !== undefined, libraries.length === 0)}</p>${libraries.length > 0 && deciding(parts)}`
  return html`<h2>${words.say('What changes')}</h2>
<p>${changesLine(words, preview)}.</p>
${list(words, toSay('Removed: {count}'), removed, ({ learners }) => html` — ${learners > 0 ? words.sayHtml('<strong>{learners, plural, one {one learner has} other {# learners have}} work there</strong>, which is kept', { learners, strong: (inside) => html`<strong>${inside}</strong>` }) : words.say('nobody has work there')}`)}
${list(words, toSay('Added: {count}'), added)}
${list(words, toSay('In another order: {count}'), moved)}
${files.length > 0 && html`<h3>${words.say('Files')}</h3><ul>${files.slice(0, mostListed).map(({ name, what, as }) => html`<li><bdi>${name}</bdi>: ${as === undefined ? words.say(fileDeeds[what]) : words.sayHtml('{deed} as {name}, as the course has another file of this name', { deed: words.say(fileDeeds[what]), name: html`<code>${as}</code>` })}</li>`)}</ul>`}
${changed.length > 0 && html`<h3>${words.say('Changed')}</h3>${fields(words, changed)}`}
${lostOverrides.length > 0 && html`<h3>${words.say('Settings of yours that hold for nothing any more')}</h3><dl class="field-differences">${lostOverrides.map(({ block, field, own }) => html`<div><dt>${words.sayHtml('{field} of {block}', { field, block: html`<code>${block}</code>` })}</dt><dd>${shown(words, own)}</dd></div>`)}</dl>`}
${deciding(parts)}`
}

function sameText(words: PageWords, isCopy: boolean, isAtIt: boolean): string {
  if (isAtIt)
    return isCopy ? words.say('The copy is at this version.') : words.say('The reference is at this version.')
  return isCopy
    ? words.say('With this version nothing changes for the copy.')
    : words.say('With this version nothing changes for the reference.')
}

function list<One extends PreviewedBlock>(
  words: PageWords,
  label: string,
  blocks: readonly One[],
  more?: (one: One) => SafeHtml,
): SafeHtml | undefined {
  if (blocks.length === 0) return undefined
  const rest = blocks.length - mostListed
  return html`<h3>${words.say(label, { count: String(blocks.length) })}</h3><ul>${blocks.slice(0, mostListed).map((one) => html`<li>${words.ofCourse(titleWords(words, one.block, one.title))} <small>${one.type}</small>${more?.(one)}</li>`)}</ul>${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}`
}

function fields(words: PageWords, changed: readonly ChangedField[]): SafeHtml {
  const rest = changed.length - mostListed
  return html`<dl class="field-differences">${changed
    .slice(0, mostListed)
    .map(
      ({ block, title, field, old, new: now, own }) =>
        html`<div><dt>${words.ofCourse(titleWords(words, block, title))}: ${field}</dt><dd><del><small>${words.say('Before')}</small>${shown(words, old)}</del></dd><dd><ins><small>${words.say('Then')}</small>${shown(words, now)}</ins></dd>${own !== undefined && html`<dd class="own"><small>${words.say('Yours, which stays')}</small>${shown(words, own)}</dd>`}</div>`,
    )}</dl>${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}`
}

function shown(words: PageWords, value: Json | undefined): SafeHtml {
  const text = textOfValue(value)
  if (text === '') return html` <em>${value === undefined ? words.say('not set') : words.say('empty')}</em>`
  return html`<pre tabindex="0">${text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</pre>`
}

function deciding({ words, base, preview, to, mayEdit }: ReferencePreviewParts): SafeHtml {
  const { usage, draft, removed } = preview
  if (!mayEdit)
    return html`<p class="note" role="note">${words.say('You may look at this; updating is for its authors.')}</p>`
  return html`<form method="post" action="${updateAddress(base, usage)}">
<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="to" value="${to}">
${updateWishes(words, removed.length > 0)}
<p class="author-actions"><button type="submit" name="what" value="update">${words.say('Take this version')}</button>
${to === '' && html`<button type="submit" name="what" value="ignore" class="quiet">${words.say('Ignore it')}</button>`}</p></form>`
}

function sides({ words, base, preview, to }: ReferencePreviewParts): SafeHtml {
  const { usage, copy } = preview
  const title = titleWords(words, usage, preview.title)
  // What stands in a container is compared block by block.
  if (copy?.isContainer) return html``
  const address = `${base}/author/previews/${encodeURIComponent(usage)}`
  const side = (label: string, frame: string, id: string, query: string) =>
    html`<section class="library-preview" aria-labelledby="${id}"><h3 id="${id}">${label}</h3><iframe src="${address}?${query}" title="${words.say(frame, { title })}"></iframe></section>`
  return html`<h2>${words.say('As a learner sees it')}</h2><div class="update-sides">${side(words.say('As it is'), toSay('“{title}”, as it is'), 'side-before', 'beside=1')}
${side(words.say('With this version'), toSay('“{title}”, with this version'), 'side-after', `beside=1&${new URLSearchParams({ to }).toString()}`)}</div>`
}
