import type { DraftLine, DraftOutline } from '../../../content/index.js'
import { html, type SafeHtml } from '../../../runtime/index.js'
import type { DraftDifference, DraftMark } from '../../drafts/draft-marks.js'
import { blockAddress } from './author-pages.js'
import { courseAddress, courseHead, type CoursePlace } from './course-head.js'
import { treeLine, type TreeView } from './course-tree-line.js'
import { lineForm, type LineValues } from './course-tree-form.js'
import { OutlineFolds } from '../outline-folds.js'
import { pageTurns } from '../page-turns.js'

/** What the page of a course's tree shows. */
export interface CourseTreeParts extends CoursePlace {
  readonly outline: DraftOutline
  readonly marks: ReadonlyMap<string, DraftMark>
  /** What differs from what learners see; undefined where they see nothing. */
  readonly difference: DraftDifference | undefined
  /** The line that is renamed and dated in its place, with what it says. */
  readonly edited: LineValues | undefined
  /** The line that is looked for a place for. */
  readonly moving: { readonly key: string; readonly title: string; readonly parentType: string } | undefined
  /** The line that was just moved, and which way, so that the keyboard goes on from there. */
  readonly moved: { readonly key: string; readonly by: 'up' | 'down' } | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** The draft of a course down to its units, where authors add, move and name what is in it; sections fold by links, and of a long list a page is shown. */
export function courseTreePage(parts: CourseTreeParts): SafeHtml {
  const { words, base, title, context, outline, moving, edited } = parts
  const { above, root, from } = outline
  const path = courseAddress(base, context)
  const isPart = above.length > 0
  const query = {
    ...(isPart && { at: root.key }),
    ...(from > 0 && { from: String(from) }),
    ...(moving && { move: moving.key }),
  }
  const folds = new OutlineFolds(path, outline, query)
  const view: TreeView = {
    ...parts,
    path,
    folds,
    at: (key) => addressOf(path, { at: key, ...(moving && { move: moving.key }) }),
    with: (more) => addressOf(path, { ...query, ...more }, outline.opened),
  }
  const heading = isPart ? words.ofCourse(root.title) : undefined
  const crumbs =
    isPart &&
    html`<p class="tree-above"><a href="${addressOf(path, moving ? { move: moving.key } : {})}">${words.ofCourse(title)}</a>${above.slice(1).map((one) => html` › <a href="${view.at(one.key)}">${words.ofCourse(one.title)}</a>`)} › <strong>${heading}</strong></p>`
  const turns = pageTurns({ path, query, from, shown: root.children.length, count: root.count, words })
  const hidden = html`<input type="hidden" name="draft" value="${parts.draft}"><input type="hidden" name="view" value="${viewOf(query, outline.opened)}">`
  const isEmpty = !isPart && root.children.length === 0
  return html`${courseHead(parts, '')}
${crumbs}
${isEmpty ? html`<p class="empty">${words.say('There is nothing in this course yet. Add a section; in it come subsections, and in these the units that learners open.')}</p>` : standing(parts, path)}
${moving && movingBar(view, moving, outline)}
${edited && lineForm(view, edited, hidden)}
<form class="tree-form" method="post" action="${path}/steps" data-tree>${hidden}${moving && html`<input type="hidden" name="move" value="${moving.key}">`}
${treeLine.list(view, root, { isStaffOnly: false, level: 1, from })}
</form>
${turns}
${!moving && !isEmpty && html`<p class="tree-hint"><small>${words.say('Drag a line by its handle, or use the buttons behind ⋯. With the keyboard: Alt and an arrow key moves the line you are on.')}</small></p>`}
<p><a href="${blockAddress(base, root.key)}">${words.say('All settings of “{title}”', { title: root.title })}</a> · <a href="${base}/api/v1/contexts/${encodeURIComponent(context)}/export?format=tar.gz" download>${words.say('Export as .tar.gz')}</a> · <a href="${base}/author/imports">${words.say('Import')}</a></p>`
}

/** How the draft stands to what learners see, with the next step. */
function standing(
  { words, isPublished, isOpen, difference, context, base }: CourseTreeParts,
  path: string,
): SafeHtml {
  const said = isPublished
    ? words.say('Learners see this version.')
    : !isOpen
      ? words.say('Learners see nothing of this course yet.')
      : difference?.isMore
        ? words.say('Learners do not see your latest changes yet.')
        : words.say(
            'Learners do not see your latest changes yet: {count, plural, one {# block differs} other {# blocks differ}} from what is published.',
            { count: difference?.count ?? 0 },
          )
  return html`<div class="tree-standing${isPublished ? ' is-published' : ''}"><p>${said}</p><p class="author-actions">${!isPublished && html`<a class="button" href="${path}/changes">${isOpen ? words.say('See the changes and publish') : words.say('Look it over and publish')}</a>`} ${isOpen && html`<a href="${base}/contexts/${encodeURIComponent(context)}">${words.say('As learners see it')}</a>`}</p></div>`
}

/** What is moved, and how that is ended. */
function movingBar(
  view: TreeView,
  { title }: { readonly title: string },
  { root, above }: DraftOutline,
): SafeHtml {
  const { words, path } = view
  return html`<div class="tree-moving" role="note"><p>${words.sayHtml('Where should <title>it</title> go? Open a section, and choose a place.', { title: () => html`<strong>“${words.ofCourse(title)}”</strong>` })}</p>
<p class="author-actions"><a class="button quiet" href="${addressOf(path, above.length > 0 ? { at: root.key } : {})}">${words.say('Leave it where it is')}</a></p></div>`
}

function addressOf(
  path: string,
  query: Readonly<Record<string, string>>,
  open: readonly string[] = [],
): string {
  const text = viewOf(query, open)
  return text === '' ? path : `${path}?${text}`
}

/** Which part of the tree is shown, as an address says it. */
export function viewOf(query: Readonly<Record<string, string>>, open: readonly string[]): string {
  const all = new URLSearchParams(query)
  for (const one of open) all.append('open', one)
  return all.toString()
}

/** All lines of an outline that are shown, the root among them. */
export function shownLines(root: DraftLine): readonly DraftLine[] {
  return [root, ...root.children.flatMap((one) => shownLines(one))]
}
