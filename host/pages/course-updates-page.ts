import { editedWishes, type EditedWish } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'
import type { CoursePreview, CourseUpdate } from '../libraries/course-updates.js'
import { blockAddress, newsLine } from './author-pages.js'
import { titleWords } from './type-words.js'

/** What the page of a course's updates shows. */
export interface CourseUpdatesParts {
  readonly base: string
  readonly context: string
  readonly title: string
  /** The version that is looked at. */
  readonly draft: string
  /** By unit. */
  readonly updates: readonly CourseUpdate[]
  /** Whether those are among them that were ignored. */
  readonly showsIgnored: boolean
  readonly mayEdit: boolean
  readonly news: string | undefined
  /** The version to which what was just done can be undone. */
  readonly undo: number | undefined
  /** What stayed as it is, and why. */
  readonly skipped: readonly { readonly usage: string; readonly why: string }[]
  readonly refused: string | undefined
}

/** Updates that a page lists. */
export const mostUpdates = 200

/** Blocks that are named of one update. */
const mostNamed = 5

const wishNames: Readonly<Record<EditedWish, string>> = {
  untouched: 'Take what was not touched here',
  mine: 'Keep mine',
  theirs: 'Take theirs',
}

/** Which references and linked copies of a course could be brought to what their libraries have published last, by unit. */
export function courseUpdatesPage(parts: CourseUpdatesParts): SafeHtml {
  const { base, context, title, draft, updates, showsIgnored, mayEdit, news, refused } = parts
  const address = updatesAddress(base, context)
  const rest = updates.length - mostUpdates
  return html`<nav class="crumbs" aria-label="Where this page stands"><a href="${base}/author/contexts/${encodeURIComponent(context)}">${title}</a></nav>
<h1>Updates for ${title}</h1>
${newsLine(news)}
${refused !== undefined && html`<p role="alert" class="refused">${refused}</p>`}
${undoing(parts, address)}
${stayed(parts)}
${
  updates.length === 0
    ? html`<p>Libraries have published nothing that changes a reference or a linked copy of this course.</p>`
    : html`<p>Nothing changes for learners until you update something and publish the course.</p>
<form method="post" action="${address}">
<input type="hidden" name="draft" value="${draft}">
${byUnit(updates.slice(0, mostUpdates)).map((group) => unitGroup(base, group))}
${rest > 0 && html`<p>And ${rest} more.</p>`}
${mayEdit ? wishesAndButtons(rest > 0 ? updates.length : 0) : html`<p class="note" role="note">You may look at this; updating is for its authors.</p>`}
</form>`
}
<p><a href="${base}/author/contexts/${encodeURIComponent(context)}/upstreams">All copies linked to libraries</a></p>
<p><a href="${address}${showsIgnored ? '' : '?ignored=1'}">${showsIgnored ? 'Without what was ignored' : 'With what was ignored'}</a></p>`
}

/** What an author says of updates, as a form sends it. */
export function updateWishes(letsGo: boolean): SafeHtml {
  return html`<p class="field"><label for="edited">Content that was edited here and in the library</label><select id="edited" name="edited">${editedWishes.map((wish) => html`<option value="${wish}">${wishNames[wish]}</option>`)}</select></p>
${letsGo && html`<p><label><input type="checkbox" name="removed" value="leave"> Let blocks go that the new version has not. What learners did there is kept.</label></p>`}`
}

/** What another version changes, in a line. */
export function changesLine({ added, removed, moved, changed, files }: CoursePreview): string {
  const blocks = new Set([...changed, ...files].map(({ block }) => block)).size
  const counts = [
    [blocks, 'changed'],
    [added.length, 'added'],
    [removed.length, 'removed'],
    [moved.length, 'in another order'],
  ] as const
  return counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])).join(', ')
}

/** How many learners have work at what would leave, in words. */
export function workText(learners: number): string {
  return learners === 1 ? 'one learner has work there' : `${learners} learners have work there`
}

/** Where the updates of a course are. */
export function updatesAddress(base: string, context: string): string {
  return `${base}/author/contexts/${encodeURIComponent(context)}/updates`
}

/** Where the preview of an update is. */
export function updateAddress(base: string, usage: string): string {
  return `${blockAddress(base, usage)}/update`
}

interface UnitGroup {
  readonly unit: CourseUpdate['unit']
  readonly updates: readonly CourseUpdate[]
}

function byUnit(updates: readonly CourseUpdate[]): readonly UnitGroup[] {
  const groups = new Map<string, CourseUpdate[]>()
  for (const one of updates) {
    const name = one.unit?.usage ?? ''
    groups.set(name, [...(groups.get(name) ?? []), one])
  }
  return [...groups.values()].map((all) => ({ unit: all[0]?.unit ?? null, updates: all }))
}

function unitGroup(base: string, { unit, updates }: UnitGroup): SafeHtml {
  return html`<fieldset><legend>${unit ? html`<a href="${blockAddress(base, unit.usage)}">${unit.title}</a>` : 'In no unit'}</legend>
<ul class="course-updates">${updates.map((one) => line(base, one))}</ul></fieldset>`
}

function line(base: string, { preview, isDeclined }: CourseUpdate): SafeHtml {
  const { usage, libraries, removed, copy } = preview
  const title = titleWords(usage, preview.title)
  const learners = Math.max(0, ...removed.map((one) => one.learners))
  const named = libraries.map((one) => `${one.title}: ${one.name ?? `version ${one.number}`}`).join('; ')
  return html`<li><label><input type="checkbox" name="usage" value="${usage}"${isDeclined ? '' : html` checked`}> ${title}</label> <small>${named}</small>${copy && html` <small>linked copy</small>`}${isDeclined && html` <small class="status draft">Ignored</small>`}
<a href="${updateAddress(base, usage)}" aria-label="Preview the update of “${title}”">Preview</a>
<p>${changesLine(preview)}: ${namedBlocks(preview)}${learners > 0 && html`. <strong>Of what would leave, ${workText(learners)}.</strong>`}</p></li>`
}

function namedBlocks({ added, removed, moved, changed, files }: CoursePreview): string {
  const lines = [...changed, ...added, ...removed, ...moved]
  const titles = new Map(lines.map(({ block, title }) => [block, titleWords(block, title)]))
  for (const { block, name } of files) if (!titles.has(block)) titles.set(block, name)
  const all = [...titles.values()]
  const more = all.length - mostNamed
  return `${all.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** @param all how many there are, where not all are listed */
function wishesAndButtons(all: number): SafeHtml {
  return html`${updateWishes(true)}
<p class="author-actions"><button type="submit" name="what" value="update">Update what is ticked</button>
<button type="submit" name="what" value="ignore" class="quiet">Ignore what is ticked</button>
${all > 0 && html`<button type="submit" name="what" value="update-all">Update all ${all}</button>`}</p>`
}

function undoing({ undo, draft, mayEdit }: CourseUpdatesParts, address: string): SafeHtml | undefined {
  if (undo === undefined || !mayEdit) return undefined
  return html`<form class="author-standing" method="post" action="${address}">
<p>It is one step of the history.</p>
<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="undo" value="${String(undo)}">
<button type="submit" name="what" value="undo" class="quiet">Undo it</button></form>`
}

function stayed({ base, skipped }: CourseUpdatesParts): SafeHtml | undefined {
  if (skipped.length === 0) return undefined
  return html`<h2>What stayed as it is</h2>
<ul class="author-unseen">${skipped.slice(0, mostUpdates).map(({ usage, why }) => html`<li><a href="${updateAddress(base, usage)}">Preview</a><br>${why}</li>`)}</ul>`
}
