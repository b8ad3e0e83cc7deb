import { html, type BlockReport, type ReportCell, type SafeHtml } from '../../../runtime/index.js'
import { shownCell } from '../../report-text.js'
import type { PageWords } from '../../words/index.js'

/** The first rows of a block's report; or why there are none. */
export type ReportTable =
  | {
      readonly columns: BlockReport['columns']
      readonly rows: readonly (readonly ReportCell[])[]
      readonly hasMore: boolean
    }
  | { readonly error: string }

/** A block's report on its page for staff. @param address of that page */
export function reportSection(words: PageWords, table: ReportTable, address: string): SafeHtml {
  const title = html`<h2 id="report">${words.say('Report')}</h2>`
  if ('error' in table) {
    const message = html`${words.told(table.error)}`
    return html`${title}<p role="status">${words.sayHtml('The report failed: {message}', { message })}</p>`
  }
  const { columns, rows, hasMore } = table
  const cell = (value: ReportCell, place: number) =>
    html`<td>${cellText(words, shownCell(value, columns[place]?.type === 'time'))}</td>`
  return html`${title}
${
  rows.length === 0
    ? html`<p>${words.say('It has no rows.')}</p>`
    : html`<div class="staff-scroll" role="region" aria-labelledby="report" tabindex="0"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column.title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody>
</table></div>`
}
${hasMore && html`<p>${words.say('These are the first {count, plural, one {# row} other {# rows}}.', { count: rows.length })}</p>`}
<p><a href="${address}/report">${words.say('All of it as CSV')}</a></p>`
}

function cellText(words: PageWords, cell: ReportCell): string {
  if (typeof cell === 'boolean') return cell ? words.say('yes') : words.say('no')
  return String(cell ?? '')
}
