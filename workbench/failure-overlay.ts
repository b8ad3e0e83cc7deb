import { CompositorError, html, type ErrorData, type SafeHtml } from '../runtime/index.js'
import { codeFrame, type CodeFrame } from './code-frame.js'
import type { Moment } from './moment.js'

/**
 * What failed in a step, over the block: what was thrown, and the author's own line that threw it. Nothing where nothing failed.
 * @param folders of the packages under work
 */
export function failureOverlay(moment: Moment | undefined, folders: readonly string[]): SafeHtml {
  const failures = moment?.failures ?? []
  if (!moment || failures.length === 0) return html``
  return html`<section class="wb-overlay" data-moment="${moment.id}" role="alert" aria-labelledby="wb-overlay-title" tabindex="-1">
<header><h2 id="wb-overlay-title">${moment.label} failed</h2><button type="button" data-close>Close</button></header>
${failures.map((failure) => failed(failure, codeFrame(failure, folders)))}
</section>`
}

function failed(failure: ErrorData, frame: CodeFrame | undefined): SafeHtml {
  const { code, message, cause, location, usage, stack } = failure
  const { remedy } = CompositorError.fromJSON(failure)
  const place = frame
    ? [frame.file, frame.line, frame.column]
    : [location?.file, location?.line, location?.column].filter((part) => part !== undefined)
  return html`<article>
<p class="wb-overlay-message"><code>${code}</code> ${message}${cause !== undefined && !message.includes(cause) && html` (${cause})`}</p>
${place.length > 0 && html`<p class="wb-overlay-place">${place.join(':')}</p>`}
${frame && html`<pre class="wb-code" tabindex="0" aria-label="${frame.file}, line ${frame.line}">${frame.lines.map((line) => codeLine(line, frame.column))}</pre>`}
${usage !== undefined && html`<p class="wb-key"><code>${usage}</code></p>`}
<p>${remedy}</p>
${stack !== undefined && html`<details class="wb-stack"><summary>The whole stack</summary><pre tabindex="0">${stack}</pre></details>`}
</article>`
}

function codeLine({ number, text, isIt }: CodeFrame['lines'][number], column: number): SafeHtml {
  const shown = html`<span class="wb-code-line">${String(number).padStart(4)}  ${text}\n</span>`
  if (!isIt) return shown
  return html`<mark>${String(number).padStart(4)}  ${text}\n${' '.repeat(6 + Math.max(0, column - 1))}^\n</mark>`
}
