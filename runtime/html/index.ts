export { escapeHtml, html, jsonForScript, SafeHtml, trusted, type HtmlValue } from './safe-html.js'
export { cleanHtml } from './clean-html.js'
export { spokenTex, spokenText } from './spoken-text.js'
export { textOfMarkup } from './text-of-markup.js'
export { cleanStyle } from './clean-style.js'
export { CourseFileNames } from './course-file-names.js'
export { isAssetLink } from './asset-link.js'
export {
  courseAddress,
  courseFileName,
  joinCourseLinks,
  mayHoldCourseLinks,
  splitCourseLinks,
  type LinkedHtml,
} from './course-links.js'
export { formulasIn, mayHoldFormulas, type Formula } from './formulas.js'
export { renderMaths, renderTex, texRenderer, type RenderTex } from './maths.js'
