export { escapeHtml, html, jsonForScript, SafeHtml, trusted, type HtmlValue } from './safe-html.js'
export { cleanHtml } from './clean-html.js'
export { courseAddress, joinCourseLinks, splitCourseLinks, type LinkedHtml } from './course-links.js'
export { renderMaths } from './maths.js'
