import { editedWishes, type EditedWish } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { CoursePreview, CourseUpdate } from '../../libraries/course-updates.js'
import { toSay, type PageWords } from '../../words/index.js'
import { blockAddress, newsLine } from './author-pages.js'
import { courseWays } from './course-head.js'
import { titleWords } from '../type-names.js'

/** What the page of a course's updates shows. */
export interface CourseUpdatesParts {
  readonly words: PageWords
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
  untouched: toSay('Take what was not touched here'),
  mine: toSay('Keep mine'),
  theirs: toSay('Take theirs'),
}

/** Which references and linked copies of a course could be brought to what their libraries have published last, by unit. */
export function courseUpdatesPage(parts: CourseUpdatesParts): SafeHtml {
  const { words, base, context, title, draft, updates, showsIgnored, mayEdit, news, refused } = parts
  const address = updatesAddress(base, context)
  const rest = updates.length - mostUpdates
  return html`${courseWays(parts, 'updates', words.say('Updates for {title}', { title }))}
${newsLine(news)}
${refused !== undefined && html`<p role="alert" class="refused">${words.maybeTold(refused)}</p>`}
${undoing(parts, address)}
${stayed(parts)}
${
  updates.length === 0
    ? html`<p>${words.say('Libraries have published nothing that changes a reference or a linked copy of this course.')}</p>`
    : html`<p>${words.say('Nothing changes for learners until you update something and publish the course.')}</p>
<form method="post" action="${address}">
<input type="hidden" name="draft" value="${draft}">
${byUnit(updates.slice(0, mostUpdates)).map((group) => unitGroup(parts, group))}
${rest > 0 && html`<p>${words.say('And {count} more.', { count: rest })}</p>`}
${mayEdit ? wishesAndButtons(words, rest > 0 ? updates.length : 0) : html`<p class="note" role="note">${words.say('You may look at this; updating is for its authors.')}</p>`}
</form>`
}
<p><a href="${base}/author/contexts/${encodeURIComponent(context)}/upstreams">${words.say('All copies linked to libraries')}</a></p>
<p><a href="${address}${showsIgnored ? '' : '?ignored=1'}">${showsIgnored ? words.say('Without what was ignored') : words.say('With what was ignored')}</a></p>`
}

/** What an author says of updates, as a form sends it. */
export function updateWishes(words: PageWords, letsGo: boolean): SafeHtml {
  return html`<p class="field"><label for="edited">${words.say('Content that was edited here and in the library')}</label><select id="edited" name="edited">${editedWishes.map((wish) => html`<option value="${wish}">${words.say(wishNames[wish])}</option>`)}</select></p>
${letsGo && html`<p><label><input type="checkbox" name="removed" value="leave"> ${words.say('Let blocks go that the new version has not. What learners did there is kept.')}</label></p>`}`
}

/** What another version changes, in a line. */
export function changesLine(
  words: PageWords,
  { added, removed, moved, changed, files }: CoursePreview,
): string {
  const blocks = new Set([...changed, ...files].map(({ block }) => block)).size
  const counts = [
    [blocks, toSay('{count} changed')],
    [added.length, toSay('{count} added')],
    [removed.length, toSay('{count} removed')],
    [moved.length, toSay('{count} in another order')],
  ] as const
  return counts
    .flatMap(([count, what]) => (count > 0 ? [words.say(what, { count: String(count) })] : []))
    .join(', ')
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

function unitGroup({ words, base }: CourseUpdatesParts, { unit, updates }: UnitGroup): SafeHtml {
  return html`<fieldset><legend>${unit ? html`<a href="${blockAddress(base, unit.usage)}">${words.ofCourse(unit.title)}</a>` : words.say('In no unit')}</legend>
<ul class="course-updates">${updates.map((one) => line(words, base, one))}</ul></fieldset>`
}

function line(words: PageWords, base: string, { preview, isDeclined }: CourseUpdate): SafeHtml {
  const { usage, libraries, removed, copy } = preview
  const title = titleWords(words, usage, preview.title)
  const learners = Math.max(0, ...removed.map((one) => one.learners))
  const named = libraries
    .map(
      (one) => `${one.title}: ${one.name ?? words.say('version {number}', { number: String(one.number) })}`,
    )
    .join('; ')
  return html`<li><label><input type="checkbox" name="usage" value="${usage}"${isDeclined ? '' : html` checked`}> ${words.ofCourse(title)}</label> <small>${words.ofCourse(named)}</small>${copy && html` <small>${words.say('linked copy')}</small>`}${isDeclined && html` <small class="status draft">${words.say('Ignored')}</small>`}
<a href="${updateAddress(base, usage)}" aria-label="${words.say('Preview the update of “{title}”', { title })}">${words.say('Preview')}</a>
<p>${changesLine(words, preview)}: ${words.ofCourse(namedBlocks(words, preview))}${learners > 0 && html`. <strong>${words.say('Of what would leave, {learners, plural, one {one learner has} other {# learners have}} work there.', { learners })}</strong>`}</p></li>`
}

function namedBlocks(words: PageWords, { added, removed, moved, changed, files }: CoursePreview): string {
  const lines = [...changed, ...added, ...removed, ...moved]
  const titles = new Map(lines.map(({ block, title }) => [block, titleWords(words, block, title)]))
  for (const { block, name } of files) if (!titles.has(block)) titles.set(block, name)
  const all = [...titles.values()]
  const more = all.length - mostNamed
  const names = all.slice(0, mostNamed).join(', ')
  return more > 0 ? words.say('{names} and {count} more', { names, count: String(more) }) : names
}

/** @param all how many there are, where not all are listed */
function wishesAndButtons(words: PageWords, all: number): SafeHtml {
  return html`${updateWishes(words, true)}
<p class="author-actions"><button type="submit" name="what" value="update">${words.say('Update what is ticked')}</button>
<button type="submit" name="what" value="ignore" class="quiet">${words.say('Ignore what is ticked')}</button>
${all > 0 && html`<button type="submit" name="what" value="update-all">${words.say('Update all {count}', { count: String(all) })}</button>`}</p>`
}

function undoing({ words, undo, draft, mayEdit }: CourseUpdatesParts, address: string): SafeHtml | undefined {
  if (undo === undefined || !mayEdit) return undefined
  return html`<form class="author-standing" method="post" action="${address}">
<p>${words.say('It is one step of the history.')}</p>
<input type="hidden" name="draft" value="${draft}"><input type="hidden" name="undo" value="${String(undo)}">
<button type="submit" name="what" value="undo" class="quiet">${words.say('Undo it')}</button></form>`
}

function stayed({ words, base, skipped }: CourseUpdatesParts): SafeHtml | undefined {
  if (skipped.length === 0) return undefined
  return html`<h2>${words.say('What stayed as it is')}</h2>
<ul class="author-unseen">${skipped.slice(0, mostUpdates).map(({ usage, why }) => html`<li><a href="${updateAddress(base, usage)}">${words.say('Preview')}</a><br>${why}</li>`)}</ul>`
}
