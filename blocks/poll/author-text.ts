import { Marked } from 'marked'
import {
  cleanHtml,
  joinCourseLinks,
  renderMaths,
  splitCourseLinks,
  trusted,
  type LinkedHtml,
  type SafeHtml,
  type Urls,
} from '../../runtime/index.js'

/** Plain Markdown with HTML in it, without the extensions that authors of polls never had. */
const markdown = new Marked({ gfm: false })

/** A text of the author, Markdown and HTML, as clean HTML. Slow: call it while composing. */
export function authorText(written: string): LinkedHtml {
  return clean(markdown.parse(written, { async: false }))
}

/** The same for a text that stands in a line, such as a label. */
export function authorLine(written: string): LinkedHtml {
  return clean(markdown.parseInline(written, { async: false }))
}

/** HTML of the author as clean HTML. */
export function authorHtml(written: string): LinkedHtml {
  return clean(written)
}

/** A prepared text with its links into the course leading there. */
export function shownText(text: LinkedHtml, urls: Urls | undefined): SafeHtml {
  return trusted(joinCourseLinks(text, urls))
}

function clean(html: string): LinkedHtml {
  return splitCourseLinks(renderMaths(cleanHtml(html)))
}
