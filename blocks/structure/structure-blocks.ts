import { Block, block, boolean, date, Fragment, html, json, list, string, view } from '../../runtime/index.js'

const displayName = string('', { label: 'Display name' })

/** What course, chapter and sequential share: a name, dates, and children one below the other. */
abstract class OutlineBlock extends Block({
  settings: {
    displayName,
    start: date({ label: 'Start date' }),
    due: date({ label: 'Due date', group: 'grading' }),
    hideAfterDue: boolean(false, { label: 'Hide from learners after the due date', group: 'grading' }),
    graded: boolean(false, { label: 'Graded', group: 'grading' }),
    visibleToStaffOnly: boolean(false, { label: 'Hide from learners' }),
    hideFromToc: boolean(false, { label: 'Hide from the table of contents', rare: true }),
  },
}) {
  @view async studentView() {
    const children = await this.renderChildren()
    const section = html`<section><h2>${this.displayName}</h2>${children.content}</section>`
    return new Fragment(section).addResourcesOf(children)
  }
}

/** The root of a course run. */
@block('course', { completion: 'aggregator' })
export class CourseBlock extends OutlineBlock {}

/** A pathway: a list of library blocks, one after the other. */
@block('pathway', { completion: 'aggregator' })
export class PathwayBlock extends OutlineBlock {}

/** A section of a course. */
@block('chapter', { completion: 'aggregator' })
export class ChapterBlock extends OutlineBlock {}

/** A subsection: a sequence of units. */
@block('sequential', { completion: 'aggregator' })
export class SequentialBlock extends OutlineBlock {}

/** The root of a v1 library. */
@block('library', { completion: 'excluded' })
export class LibraryBlock extends Block({
  settings: { displayName, showChildrenPreviews: boolean(true), advancedModules: list(json()) },
}) {
  @view studentView() {
    return this.renderChildren()
  }
}
