import { html, type SafeHtml } from '../../runtime/index.js'

type Cell = string | SafeHtml

/** A table that scrolls by itself where it is wider than the page. The first cell of a line names it. @param name for those who cannot see it */
export function table(name: string, head: readonly string[], lines: readonly (readonly Cell[])[]): SafeHtml {
  const headings = head.map((cell) => (cell === '' ? html`<td></td>` : html`<th scope="col">${cell}</th>`))
  const rows = lines.map(
    ([first = '', ...cells]) =>
      html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )
  return html`<div class="wide" role="region" tabindex="0" aria-label="${name}"><table><thead><tr>${headings}</tr></thead><tbody>${rows}</tbody></table></div>`
}

/** Facts below each other, each with its name. */
export function facts(lines: readonly (readonly [name: string, value: Cell])[]): SafeHtml {
  return html`<dl>${lines.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}
