import type { ChangedField, PreviewedBlock, VersionLine } from '../../content/index.js'
import { html, textOfValue, type Json, type SafeHtml } from '../../runtime/index.js'
import type { CoursePreview } from '../libraries/course-updates.js'
import { blockAddress } from './author-pages.js'
import { titleWords } from './type-words.js'
import { changesLine, updateAddress, updatesAddress, updateWishes, workText } from './course-updates-page.js'

/** What the page of one update shows: of a reference, or of a linked copy. */
export interface ReferencePreviewParts {
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

/** What another version would change for a reference, and how it looks on either side. */
export function referencePreviewPage(parts: ReferencePreviewParts): SafeHtml {
  const { base, context, contextTitle, preview, refused } = parts
  const { usage, libraries, copy } = preview
  const title = titleWords(usage, preview.title)
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${updatesAddress(base, context)}">Updates for ${contextTitle}</a> › <a href="${blockAddress(base, usage)}">${title}</a></nav>
<h1>${title} <small>${copy ? 'as its library has it now' : 'with another version'}</small></h1>
${refused !== undefined && html`<p role="alert" class="refused">${refused}</p>`}
${copy && html`<p>A linked copy of <code>${copy.upstream}</code>${copy.version !== null && html`, brought to version ${String(copy.version)} of it`}.</p>`}
${libraries.map((one) => html`<p>${one.title}: <strong>${one.name ?? `Version ${one.number}`}</strong>${one.from === null && !copy && html`. The version that is pinned is not here`}</p>`)}
${choosing(parts)}
${changes(parts)}
${libraries.length > 0 && sides(parts)}
${copy && ending(parts)}`
}

/** The way to end the link of a copy. */
function ending({ base, preview, mayEdit }: ReferencePreviewParts): SafeHtml | undefined {
  if (!mayEdit) return undefined
  return html`<form class="author-standing" method="post" action="${updateAddress(base, preview.usage)}">
<p>Without its link it stays as it is, as a block of the course alone.</p>
<input type="hidden" name="draft" value="${preview.draft}">
<button type="submit" name="what" value="sever" class="quiet">End the link</button></form>`
}

function choosing({ base, preview, to, versions }: ReferencePreviewParts): SafeHtml | undefined {
  if (versions.length === 0) return undefined
  const { libraries } = preview
  const chosen = libraries[0]?.to
  return html`<form class="preview-as" method="get" action="${updateAddress(base, preview.usage)}">
<p><label for="to">Version</label><select id="to" name="to">${versions.map(
    (one) =>
      html`<option value="${String(one.number)}"${to === String(one.number) || (to === '' && one.version === chosen) ? html` selected` : ''}>${one.name ?? `Version ${one.number}`}, ${one.at.slice(0, 10)}${one.isPublished ? ', published now' : ''}</option>`,
  )}</select></p>
<button type="submit">Show</button></form>`
}

function changes(parts: ReferencePreviewParts): SafeHtml {
  const { preview } = parts
  const { added, removed, moved, changed, files, lostOverrides, libraries, copy } = preview
  const what = copy ? 'copy' : 'reference'
  if (changesLine(preview) === '')
    return html`<p>${libraries.length === 0 ? `The ${what} is at this version.` : `With this version nothing changes for the ${what}.`}</p>${libraries.length > 0 && deciding(parts)}`
  return html`<h2>What changes</h2>
<p>${changesLine(preview)}.</p>
${list('Removed', removed, ({ learners }) => html` — ${learners > 0 ? html`<strong>${workText(learners)}</strong>, which is kept` : 'nobody has work there'}`)}
${list('Added', added)}
${list('In another order', moved)}
${files.length > 0 && html`<h3>Files</h3><ul>${files.slice(0, mostListed).map(({ name, what, as }) => html`<li>${name}: ${what}${as !== undefined && html` as <code>${as}</code>, as the course has another file of this name`}</li>`)}</ul>`}
${changed.length > 0 && html`<h3>Changed</h3>${fields(changed)}`}
${lostOverrides.length > 0 && html`<h3>Settings of yours that hold for nothing any more</h3><dl class="field-differences">${lostOverrides.map(({ block, field, own }) => html`<div><dt>${field} of <code>${block}</code></dt><dd>${shown(own)}</dd></div>`)}</dl>`}
${deciding(parts)}`
}

function list<One extends PreviewedBlock>(
  label: string,
  blocks: readonly One[],
  more?: (one: One) => SafeHtml,
): SafeHtml | undefined {
  if (blocks.length === 0) return undefined
  const rest = blocks.length - mostListed
  return html`<h3>${label}: ${blocks.length}</h3><ul>${blocks.slice(0, mostListed).map((one) => html`<li>${titleWords(one.block, one.title)} <small>${one.type}</small>${more?.(one)}</li>`)}</ul>${rest > 0 && html`<p>And ${rest} more.</p>`}`
}

function fields(changed: readonly ChangedField[]): SafeHtml {
  const rest = changed.length - mostListed
  return html`<dl class="field-differences">${changed
    .slice(0, mostListed)
    .map(
      ({ block, title, field, old, new: now, own }) =>
        html`<div><dt>${titleWords(block, title)}: ${field}</dt><dd><del><small>Before</small>${shown(old)}</del></dd><dd><ins><small>Then</small>${shown(now)}</ins></dd>${own !== undefined && html`<dd class="own"><small>Yours, which stays</small>${shown(own)}</dd>`}</div>`,
    )}</dl>${rest > 0 && html`<p>And ${rest} more.</p>`}`
}

function shown(value: Json | undefined): SafeHtml {
  const text = textOfValue(value)
  if (text === '') return html` <em>${value === undefined ? 'not set' : 'empty'}</em>`
  return html`<pre tabindex="0">${text.length > mostShown ? `${text.slice(0, mostShown)}…` : text}</pre>`
}

function deciding({ base, preview, to, mayEdit }: ReferencePreviewParts): SafeHtml {
  const { usage, draft, removed } = preview
  if (!mayEdit)
    return html`<p class="note" role="note">You may look at this; updating is for its authors.</p>`
  return html`<form method="post" action="${updateAddress(base, usage)}">
<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="to" value="${to}">
${updateWishes(removed.length > 0)}
<p class="author-actions"><button type="submit" name="what" value="update">Take this version</button>
${to === '' && html`<button type="submit" name="what" value="ignore" class="quiet">Ignore it</button>`}</p></form>`
}

function sides({ base, preview, to }: ReferencePreviewParts): SafeHtml {
  const { usage, copy } = preview
  const title = titleWords(usage, preview.title)
  // What stands in a container is compared block by block.
  if (copy?.isContainer) return html``
  const address = `${base}/author/previews/${encodeURIComponent(usage)}`
  const side = (label: string, id: string, query: string) =>
    html`<section class="library-preview" aria-labelledby="${id}"><h3 id="${id}">${label}</h3><iframe src="${address}?${query}" title="“${title}”, ${label.toLowerCase()}"></iframe></section>`
  return html`<h2>As a learner sees it</h2><div class="update-sides">${side('As it is', 'side-before', 'beside=1')}
${side('With this version', 'side-after', `beside=1&${new URLSearchParams({ to }).toString()}`)}</div>`
}
