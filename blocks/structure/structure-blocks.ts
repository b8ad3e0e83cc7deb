import { Block, block, boolean, date, Fragment, html, json, list, string, view } from '../../runtime/index.js'

const displayName = string('', { label: 'Display name' })

/** What course, chapter and sequential share: a name, dates, and children shown as a list of names. */
abstract class OutlineBlock extends Block({
  settings: {
    displayName,
    start: date({ label: 'Start date' }),
    due: date({ label: 'Due date' }),
    graded: boolean(false, { label: 'Graded' }),
    visibleToStaffOnly: boolean(false, { label: 'Hide from learners' }),
    hideFromToc: boolean(false, { label: 'Hide from the table of contents' }),
  },
}) {
  protected async childrenBelow(): Promise<Fragment> {
    const parts = await Promise.all(this.children.map((child) => this.renderChild(child)))
    const fragment = new Fragment(
      html`<section>
        <h2>${this.displayName}</h2>
        ${parts.map(({ content }) => content)}
      </section>`,
    )
    for (const part of parts) fragment.addResourcesOf(part)
    return fragment
  }

  @view studentView(): Promise<Fragment> {
    return this.childrenBelow()
  }
}

/** The root of a course run. */
@block('course', { completion: 'aggregator' })
export class CourseBlock extends OutlineBlock {}

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
  @view async studentView() {
    const parts = await Promise.all(this.children.map((child) => this.renderChild(child)))
    return new Fragment(html`${parts.map(({ content }) => content)}`)
  }
}
