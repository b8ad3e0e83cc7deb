import type { DraftLine } from '../../../content/index.js'
import { html, parseUsageKey, type HtmlValue, type SafeHtml } from '../../../runtime/index.js'
import type { DraftMark } from '../../drafts/draft-marks.js'
import { toSay, type PageWords } from '../../words/index.js'
import { blockAddress } from './author-pages.js'
import { lineFields, type LineValues } from './course-tree-form.js'
import type { OutlineFolds } from '../outline-folds.js'

/** A course's tree as its lines see it. */
export interface TreeView {
  readonly words: PageWords
  readonly base: string
  /** Of the page. */
  readonly path: string
  readonly marks: ReadonlyMap<string, DraftMark>
  readonly folds: OutlineFolds
  readonly edited: LineValues | undefined
  readonly moving: { readonly key: string; readonly title: string; readonly parentType: string } | undefined
  readonly moved: { readonly key: string; readonly by: 'up' | 'down' } | undefined
  readonly now: number
  /** Where a section is listed alone. */
  readonly at: (key: string) => string
  /** The same part of the tree with something said besides. */
  readonly with: (more: Readonly<Record<string, string>>) => string
}

/** What holds for the lines of a list. */
interface ListPlace {
  /** Whether what they stand in is for staff only. */
  readonly isStaffOnly: boolean
  readonly level: number
  /** How many lines stand before those that are shown. */
  readonly from: number
}

/** What a line of the tree holds: the type that is added to it, and what the button says. */
const held: Readonly<Record<string, { readonly type: string; readonly add: string }>> = {
  course: { type: 'chapter', add: toSay('Add a section') },
  chapter: { type: 'sequential', add: toSay('Add a subsection') },
  sequential: { type: 'vertical', add: toSay('Add a unit') },
}

/** The type of block that authors add to one of a type; undefined where the tree adds nothing to it. */
export function heldType(type: string): string | undefined {
  return Object.hasOwn(held, type) ? held[type]?.type : undefined
}

/** What a line's element is called, by its usage key. */
export function lineId(key: string): string {
  const { blockType, blockId } = parseUsageKey(key)
  return `line-${blockType}-${blockId}`
}

function list(view: TreeView, one: DraftLine, place: ListPlace): SafeHtml {
  const { words, moving } = view
  const { key, type, children, count } = one
  const add = Object.hasOwn(held, type) ? held[type]?.add : undefined
  const rest = one.isOpen && place.level > 1 ? count - children.length : 0
  const takes = moving !== undefined && moving.parentType === type
  const gap = (index: number, behind: string | undefined) =>
    takes &&
    html`<li class="tree-gap"><button type="submit" class="quiet small" name="put" value="${index} ${key}">${behind === undefined ? words.say('Put it here, at the beginning') : words.say('Put it here, behind “{title}”', { title: behind })}</button></li>`
  const others = takes ? children.filter((child) => child.key !== moving.key) : children
  const { from } = place
  return html`<ol class="tree level-${place.level}" data-parent="${key}" data-type="${type}"${from > 0 && html` data-from="${from}"`}>${gap(from, undefined)}${others.map(
    (child, index) =>
      html`${line(view, child, place, { index: from + index, of: count })}${gap(from + index + 1, child.title)}`,
  )}${
    rest > 0 &&
    html`<li class="tree-rest"><a href="${view.at(key)}">${words.say('All {count} in “{title}”', { count, title: one.title })}</a></li>`
  }${
    add !== undefined &&
    !moving &&
    html`<li class="tree-add"><button type="submit" class="quiet small" name="add" value="${key}">+ ${words.say(add)}<span class="unseen"> ${words.say('to “{title}”', { title: one.title })}</span></button></li>`
  }</ol>`
}

function line(
  view: TreeView,
  one: DraftLine,
  { isStaffOnly, level }: ListPlace,
  { index, of }: { readonly index: number; readonly of: number },
): SafeHtml {
  const { words, base, folds, edited, moving, moved } = view
  const { key, title, type, isUnit, isOpen, count } = one
  const mark = view.marks.get(key)
  const isStaff = isStaffOnly || mark?.isStaffOnly === true
  const fold = folds.of(one)
  const isEdited = edited?.key === key
  const href = isUnit ? blockAddress(base, key) : view.at(key)
  const name = html`<a class="tree-title" href="${href}">${words.ofCourse(title)}</a>`
  const sign =
    fold &&
    html`<a class="fold" id="${fold.id}" href="${fold.href}" aria-expanded="${isOpen ? 'true' : 'false'}" aria-label="${words.say('What is in “{title}”', { title })}"></a>`
  const kind = isUnit
    ? ''
    : html` <small class="tree-count">${words.say('{count, plural, =0 {empty} one {# part} other {# parts}}', { count })}</small>`
  return html`<li class="tree-line${isUnit ? ' is-unit' : ''}${moved?.key === key ? ' is-moved' : ''}" id="${lineId(key)}" data-key="${key}" data-type="${type}">
<div class="tree-row">${sign}${isEdited ? lineFields(view, edited) : html`<span class="tree-name">${name}${kind}</span>${marksOf(view, mark, isStaff)}`}${!moving && !isEdited && menu(view, one, { index, of })}</div>
${!isUnit && (isOpen || count === 0) && list(view, one, { isStaffOnly: isStaff, level: level + 1, from: 0 })}</li>`
}

/** How a line stands to what learners see, and who sees it when, in words. */
function marksOf(
  { words, now }: TreeView,
  mark: DraftMark | undefined,
  isStaff: boolean,
): SafeHtml | undefined {
  if (!mark) return undefined
  const { standing, start, due } = mark
  const date = (moment: number) => words.formatDate(moment, { dateStyle: 'medium', timeStyle: 'short' })
  const state = {
    new: words.say('Not yet published'),
    changed: words.say('Draft changes'),
    published: words.say('Published'),
  }[standing]
  const dates: HtmlValue[] = []
  if (start !== undefined)
    dates.push(
      start > now
        ? html`<span class="mark is-scheduled">${words.say('Scheduled: opens {date}', { date: date(start) })}</span>`
        : html`<span class="mark">${words.say('Open since {date}', { date: date(start) })}</span>`,
    )
  if (due !== undefined)
    dates.push(html`<span class="mark is-due">${words.say('Due {date}', { date: date(due) })}</span>`)
  return html`<span class="marks"><span class="mark is-${standing}">${state}</span>${isStaff && html`<span class="mark is-staff">${words.say('Staff only')}</span>`}${dates}</span>`
}

/** What can be done with a line. */
function menu(
  view: TreeView,
  { key, title, isUnit }: DraftLine,
  { index, of }: { readonly index: number; readonly of: number },
): SafeHtml {
  const { words, base, moved, path } = view
  const by = moved?.key === key ? moved.by : undefined
  const button = (name: string, said: string, isOff = false, more: HtmlValue = '') =>
    html`<button type="submit" name="${name}" value="${key}"${isOff && html` disabled`}${more}>${said}</button>`
  const isFirst = index === 0
  const isLast = index >= of - 1
  // The keyboard goes on from the button that was pressed, as long as there is further to go.
  const focused =
    by === 'up' ? (isFirst ? 'down' : 'up') : by === 'down' ? (isLast ? 'up' : 'down') : undefined
  const focus = (name: string) => focused === name && html` autofocus`
  return html`<details class="tree-menu"${by !== undefined && html` open`}><summary aria-label="${words.say('What to do with “{title}”', { title })}">⋯</summary><div class="tree-deeds">
<a href="${view.with({ line: key })}#${lineId(key)}">${words.say('Rename, dates')}</a>
${button('up', words.say('Move up'), isFirst, focus('up'))}
${button('down', words.say('Move down'), isLast, focus('down'))}
<a href="${view.with({ move: key })}">${words.say('Move to…')}</a>
${button('duplicate', words.say('Duplicate'))}
<a href="${base}/author/previews/${encodeURIComponent(key)}">${words.say('Preview as a learner')}</a>
<a href="${path}/changes?${new URLSearchParams({ at: key }).toString()}">${words.say('What changed')}</a>
${!isUnit && html`<a href="${blockAddress(base, key)}">${words.say('All settings')}</a>`}
${button('delete', words.say('Delete'), false, html` class="dangerous"`)}</div></details>`
}

/** A list of the tree, with all that is open in it. */
export const treeLine = { list }
