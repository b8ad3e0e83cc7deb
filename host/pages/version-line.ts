import type { VersionLine } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'

/** A line of a history in words. */
export function versionLineOf({
  number,
  what,
  at,
  name,
  comment,
  author,
  isPublished,
}: VersionLine): SafeHtml {
  return html`<strong>${name ?? `Version ${number}`}</strong>${isPublished && html` <small class="status published">Published now</small>`}
<small>${what}, <time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>${author !== undefined && html`, by ${author}`}</small>${comment !== undefined && html`<br>${comment}`}`
}
