import { html, type SafeHtml } from '../../runtime/index.js'
import type { BenchDocument } from '../document.js'
import { short } from '../figures.js'
import { table } from './table.js'

/** What a course of somebody's own costs; nothing where none was given. */
export function courseSection({ course }: BenchDocument): SafeHtml {
  if (!course) return html``
  const rows = course.slowest.map(({ title, key, newMs, coldMs, bytes, gzipBytes, why }) => [
    title || key,
    ...[newMs, coldMs, bytes / 1000, gzipBytes / 1000].map(short),
    why.join('; '),
  ])
  const head = ['unit', 'never seen, ms', 'after a restart, ms', 'KB', 'KB compressed', 'what makes it dear']
  return html`<section><h2>The course ${course.path}</h2>
<p>${course.units} units, imported and published in ${short(course.importMs / 1000)} s with ${course.findings} findings. The ten whose first page costs most, in milliseconds of processor:</p>
${table('Slowest units', head, rows)}
${list('What is gained by what', course.gains)}${list('Not shown', course.refused)}</section>`
}

function list(title: string, lines: readonly string[]): SafeHtml {
  return html`${lines.length > 0 && html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`}`
}
