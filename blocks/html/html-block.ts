import { Block, block, preparation } from '../../runtime/block/index.js'
import { boolean, string } from '../../runtime/field/index.js'
import {
  cleanHtml,
  escapeHtml,
  html,
  joinCourseLinks,
  renderMaths,
  splitCourseLinks,
  textOfMarkup,
  trusted,
} from '../../runtime/html/index.js'
import { Urls, User, wants } from '../../runtime/service/index.js'
import { Fragment, view } from '../../runtime/view/index.js'
import { readHtmlOlx } from './read-html-olx.js'
import { boxWideTables } from './wide-tables.js'
import { writeHtmlOlx } from './write-html-olx.js'

const cleaned = preparation(({ data }: { readonly data: string }) =>
  splitCourseLinks(boxWideTables(renderMaths(cleanHtml(data)))),
)

/**
 * A text of the author: HTML, cleaned, with its links into the course made to lead there. It is the same for
 * every learner unless it names the learner with `%%USER_ID%%` (the incumbent's `html` block).
 */
@wants(Urls)
@wants(User)
@block('html', {
  templates: [
    {
      name: 'text',
      title: 'Text',
      olx: '<html display_name="Text"><![CDATA[<p>Write here.</p>]]></html>',
    },
  ],
  readOlx: readHtmlOlx,
  writeOlx: writeHtmlOlx,
  summary: () => ({}),
  prepare: cleaned,
  words: ({ data }: { readonly data: string }) => ({ texts: [textOfMarkup(data)] }),
  completion: 'completable',
  completedByViewing: true,
  aliases: ['about', 'course_info', 'static_tab'],
})
export class HtmlBlock extends Block({
  content: {
    data: string('', {
      label: 'Text',
      help: 'HTML. Scripts and forms in it are not shown.',
      multiline: true,
    }),
  },
  settings: {
    displayName: string('Text', { label: 'Display name' }),
    editor: string('visual', {
      label: 'Editor',
      values: ['visual', 'raw'],
      valueLabels: { visual: 'As text', raw: 'As HTML' },
      rare: true,
    }),
    useLatexCompiler: boolean(false, { label: 'Edit as LaTeX', rare: true }),
  },
}) {
  @view studentView() {
    return new Fragment(html`<div class="course-html">${trusted(this.html())}</div>`).addCss('html.css')
  }

  @view publicView() {
    return this.studentView()
  }

  @view studentViewData() {
    return { enabled: true, html: this.html() }
  }

  private html(): string {
    const text = joinCourseLinks(cleaned.of(this), this.optionalService(Urls), this.usageKey.context)
    if (!text.includes('%%')) return text
    return text
      .replaceAll('%%COURSE_ID%%', () => escapeHtml(this.courseId()))
      .replaceAll('%%USER_ID%%', () => escapeHtml(this.optionalService(User)?.anonymousId ?? ''))
  }

  private courseId(): string {
    return this.usageKey.context.withoutBranchOrVersion().toString()
  }
}
