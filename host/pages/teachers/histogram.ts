import { html, type SafeHtml } from '../../../runtime/index.js'
import type { PageWords } from '../../words/index.js'

/** A bar of a histogram. */
export interface HistogramBar {
  /** Where it ends, as people read it. */
  readonly name: string
  readonly count: number
}

/** Sizes in units of the drawing. */
const [width, height, top, bottom, margin] = [640, 200, 24, 24, 28]

/** Bars over a scale that begins where lines of the page do, with the number on each; the same numbers stand in a table elsewhere. @param start where the first bar begins */
export function histogram(
  words: PageWords,
  bars: readonly HistogramBar[],
  { label, start }: { readonly label: string; readonly start: string },
): SafeHtml {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const room = height - top - bottom
  const step = (width - 2 * margin) / bars.length
  const at = (place: number) => (words.direction === 'rtl' ? width - margin - place : margin + place)
  const mark = (place: number, text: string) =>
    html`<text x="${at(place * step)}" y="${height - 6}" text-anchor="middle"${place % 2 === 1 && html` class="between"`}>${text}</text>`
  return html`<svg class="histogram" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    ${bars.map(({ count }, place) => {
      const length = (room * count) / most
      const [one, other] = [at(place * step), at((place + 1) * step)]
      const x = Math.min(one, other) + 2
      return html`<rect x="${x}" y="${top + room - length}" width="${step - 4}" height="${length}"/>
        ${count > 0 && html`<text x="${(one + other) / 2}" y="${top + room - length - 5}" text-anchor="middle">${words.formatNumber(count)}</text>`}`
    })}
    <line x1="${margin - 6}" x2="${width - margin + 6}" y1="${top + room}" y2="${top + room}"/>
    ${mark(0, start)}${bars.map(({ name }, place) => mark(place + 1, name))}
  </svg>`
}
