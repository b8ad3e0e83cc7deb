import type { ReadFigures, TakenChoice } from '../../lms/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'

/** Bars of one plot, and their sizes in pixels. */
const most = 8
const [rowHeight, barStart, barLength, width] = [24, 150, 200, 400]

/**
 * What learners made of a component: a small plot of what they chose and a table of the same numbers under it, for its page.
 * @param limit fewest learners of whom anything is told
 */
export function figuresSection(figures: ReadFigures, limit: number): SafeHtml {
  const { learners, firstRight, meanAttempts, discrimination, choices, isSample } = figures
  if (learners === undefined) {
    return html`<section class="figures"><h2>Figures</h2>
<p>Fewer than ${limit} learners have submitted something: of so few nothing is told.</p></section>`
  }
  return html`<section class="figures"><h2>Figures</h2>
<table><caption>Over all courses${isSample && ' (of some of the learners)'}</caption><tbody>
<tr><th scope="row">Learners</th><td>${learners}</td></tr>
${firstRight !== undefined && html`<tr><th scope="row">Right at the first try</th><td>${percent(firstRight)}</td></tr>`}
${meanAttempts !== undefined && html`<tr><th scope="row">Attempts on average</th><td>${meanAttempts.toFixed(1)}</td></tr>`}
${discrimination !== undefined && html`<tr><th scope="row">Discrimination (point-biserial)</th><td>${discrimination.toFixed(2)}</td></tr>`}
</tbody></table>
${Object.entries(choices).map(([input, taken], index) => choicesPlot(input, index + 1, taken, learners))}
</section>`
}

function choicesPlot(
  input: string,
  number: number,
  taken: readonly TakenChoice[],
  learners: number,
): SafeHtml {
  const shown = taken.slice(0, most)
  const title = `Answers to question ${number}`
  const height = shown.length * rowHeight
  return html`<figure>
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}: the table below has the numbers" style="max-width: 100%">
${shown.map((choice, row) => bar(choice, row, learners))}
</svg>
<figcaption>${title}</figcaption>
<table><caption class="visually-hidden">${title} (${input})</caption>
<thead><tr><th scope="col">Answer</th><th scope="col">Learners</th><th scope="col">Share</th></tr></thead>
<tbody>${taken.map(
    ({ value, learners: of }) =>
      html`<tr><td>${value}</td><td>${of}</td><td>${percent(of / learners)}</td></tr>`,
  )}</tbody></table></figure>`
}

function bar({ value, learners: of }: TakenChoice, row: number, learners: number): SafeHtml {
  const [top, length] = [row * rowHeight, Math.max(1, Math.round((barLength * of) / learners))]
  const label = value.length > 20 ? `${value.slice(0, 19)}…` : value
  return html`<text x="${barStart - 6}" y="${top + 16}" text-anchor="end" font-size="13" fill="currentColor">${label}</text>
<rect x="${barStart}" y="${top + 4}" width="${length}" height="${rowHeight - 8}" fill="currentColor" opacity="0.6"></rect>
<text x="${barStart + length + 6}" y="${top + 16}" font-size="13" fill="currentColor">${of}</text>`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
