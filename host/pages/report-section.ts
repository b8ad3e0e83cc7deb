import { html, type BlockReport, type ReportCell, type SafeHtml } from '../../runtime/index.js'
import { shownCell } from '../report-text.js'

/** The first rows of a block's report; or why there are none. */
export type ReportTable =
  | {
      readonly columns: BlockReport['columns']
      readonly rows: readonly (readonly ReportCell[])[]
      readonly hasMore: boolean
    }
  | { readonly error: string }

/** A block's report on its page for staff. @param address of that page */
export function reportSection(table: ReportTable, address: string): SafeHtml {
  if ('error' in table) return html`<h2>Report</h2><p role="status">The report failed: ${table.error}</p>`
  const { columns, rows, hasMore } = table
  return html`<h2 id="report">Report</h2>
${
  rows.length === 0
    ? html`<p>It has no rows.</p>`
    : html`<div class="staff-scroll" role="region" aria-labelledby="report" tabindex="0"><table>
<thead><tr>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, place) => html`<td>${cellText(shownCell(cell, columns[place]?.type === 'time'))}</td>`)}</tr>`)}</tbody>
</table></div>`
}
${hasMore && html`<p>These are the first ${rows.length} rows.</p>`}
<p><a href="${address}/report">All of it as CSV</a></p>`
}

function cellText(cell: ReportCell): string {
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return String(cell ?? '')
}
