export { escapeHtml, html, jsonForScript, SafeHtml, trusted, type HtmlValue } from './safe-html.js'
