import { html, type SafeHtml } from '../../runtime/index.js'
import { short } from '../figures.js'
import { table } from './table.js'

/** A row of a plot: a word, and values of it. */
export interface PlotRow {
  readonly name: string
  readonly values: readonly number[]
  /** What was aimed for, on the same scale. */
  readonly target?: number | undefined
  /** Whether it was reached; absent where nothing was aimed for. */
  readonly isMet?: boolean | undefined
}

/** A row of a plot of two sizes. */
export interface SizesRow {
  readonly name: string
  /** What there was of it, and what one then cost. */
  readonly small: { readonly size: string; readonly value: number }
  readonly large: { readonly size: string; readonly value: number }
}

const width = 400
const right = 394
const left = 6
const rowHeight = 34

/**
 * Distributions below each other: of each row a thin line from the 5th to the 95th percentile, a bar between the quartiles, a dot at the
 * median; a short upright line where the target is. The scale is logarithmic.
 */
export function distributions(rows: readonly PlotRow[], unit: string, title: string): SafeHtml {
  const sound = rows.flatMap(({ values, ...row }) => {
    const sorted = values.filter(isDrawn).sort((one, other) => one - other)
    return sorted.length === 0
      ? []
      : [{ ...row, shares: [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => at(sorted, share)) }]
  })
  if (sound.length === 0) return html``
  const scale = logScale(
    sound.flatMap(({ shares, target }) => [...shares, ...(target === undefined ? [] : [target])]),
  )
  const drawn = sound.map(({ name, shares, target, isMet }, row) => {
    const y = row * rowHeight + 26
    const [low, quarter, half, threeQuarters, high] = shares.map((value) => scale(value).toFixed(1))
    const goal =
      target !== undefined && html`<path class="goal" d="M${scale(target).toFixed(1)} ${y - 8}v16"/>`
    const says = isMet === undefined ? '' : isMet ? ' ✓' : ' ✗ missed'
    return html`${label(name, `${short(shares[2] ?? 0)} ${unit}${says}`, y)}
<path class="range" d="M${low} ${y}H${high}"/><path class="half" d="M${quarter} ${y}H${threeQuarters}"/>${goal}
<circle class="${isMet === false ? 'missed' : 'met'}" cx="${half}" cy="${y}" r="4"/>`
  })
  const numbers = sound.map(({ name, shares, target }) => [
    name,
    ...shares.map(short),
    target === undefined ? '–' : short(target),
  ])
  return figure(
    title,
    sound.length * rowHeight,
    html`${axis(scale, sound.length * rowHeight, unit)}${drawn}`,
    table(title, [`in ${unit}`, '5 %', '25 %', 'median', '75 %', '95 %', 'target'], numbers),
  )
}

/** What one thing costs where there is little and where there is much: a ring and a dot, joined. The scale is logarithmic. */
export function sizes(rows: readonly SizesRow[], unit: string, title: string): SafeHtml {
  const sound = rows.filter(({ small, large }) => isDrawn(small.value) && isDrawn(large.value))
  if (sound.length === 0) return html``
  const scale = logScale(sound.flatMap(({ small, large }) => [small.value, large.value]))
  const drawn = sound.map(({ name, small, large }, row) => {
    const y = row * rowHeight + 26
    const [from, to] = [scale(small.value).toFixed(1), scale(large.value).toFixed(1)]
    return html`${label(name, `${short(small.value)} → ${short(large.value)} ${unit}`, y)}
<path class="range" d="M${from} ${y}H${to}"/><circle class="ring" cx="${from}" cy="${y}" r="5"/><circle class="dot" cx="${to}" cy="${y}" r="3.5"/>`
  })
  const numbers = sound.map(({ name, small, large }) => [
    name,
    `${short(small.value)} at ${small.size}`,
    `${short(large.value)} at ${large.size}`,
    `${short(large.value / small.value)} ×`,
  ])
  return figure(
    title,
    sound.length * rowHeight,
    html`${axis(scale, sound.length * rowHeight, unit)}${drawn}`,
    table(title, [`in ${unit}`, 'small (ring)', 'large (dot)', 'large / small'], numbers),
  )
}

/** Values over time. @param numbers what of them is said in words */
export function lineOver(
  values: readonly number[],
  title: string,
  unit: string,
  marks: readonly (readonly [share: number, text: string])[],
  numbers: readonly (readonly string[])[],
): SafeHtml {
  const top = Math.max(0, ...values) || 1
  const [from, bottom] = [44, 130]
  const points = values.map((value, place) => {
    const x = from + (place / Math.max(1, values.length - 1)) * (right - from)
    return `${x.toFixed(1)},${(bottom - (value / top) * 112).toFixed(1)}`
  })
  const ticks = marks.map(([share, text]) => {
    const x = from + share * (right - from)
    const anchor = share > 0.95 ? 'end' : share < 0.05 ? 'start' : 'middle'
    return html`<path class="grid" d="M${x.toFixed(1)} ${bottom}v4"/><text class="mark" x="${x.toFixed(1)}" y="${bottom + 16}" text-anchor="${anchor}">${text}</text>`
  })
  return figure(
    `${title} (${unit})`,
    bottom,
    html`<path class="axis" d="M${from} 14V${bottom}H${right}"/><text class="mark" x="${from - 4}" y="22" text-anchor="end">${short(top)}</text><text class="mark" x="${from - 4}" y="${bottom}" text-anchor="end">0</text>
<polyline class="line" points="${points.join(' ')}"/>${ticks}`,
    table(title, ['', unit], numbers),
  )
}

/** @param numbers the same in a table, for those who do not see the picture, or want the figures */
function figure(title: string, height: number, inside: SafeHtml, numbers: SafeHtml): SafeHtml {
  return html`<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${width} ${height + 24}" role="img" aria-label="${title}. The numbers stand below.">${inside}</svg>
<details><summary>The numbers of this plot</summary>${numbers}</details></figure>`
}

function label(name: string, value: string, y: number): SafeHtml {
  return html`<text x="${left}" y="${y - 12}">${name}</text><text class="value" x="${right}" y="${y - 12}" text-anchor="end">${value}</text>`
}

type Scale = ((value: number) => number) & { readonly marks: readonly number[] }

/** From the mark below the least value to the mark above the greatest; marks are at 1, 2 and 5, or at 1 alone where they were too many. */
function logScale(values: readonly number[]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const decades = Math.log10(most / least)
  const steps = decades > 3 ? [1] : [1, 2, 5]
  const all = Array.from({ length: 30 }, (_, at) => at - 15).flatMap((power) =>
    steps.map((step) => step * 10 ** power),
  )
  const from = all.findLast((mark) => mark <= least) ?? least
  const to = all.find((mark) => mark >= most && mark > from) ?? most
  const place = (value: number) => left + (Math.log(value / from) / Math.log(to / from)) * (right - left)
  return Object.assign(place, { marks: all.filter((mark) => mark >= from && mark <= to) })
}

function axis(scale: Scale, height: number, unit: string): SafeHtml {
  return html`${scale.marks.map((mark, at) => {
    const x = scale(mark).toFixed(1)
    const isLast = at === scale.marks.length - 1
    const anchor = at === 0 ? 'start' : isLast ? 'end' : 'middle'
    return html`<path class="grid" d="M${x} 2V${height + 4}"/><text class="mark" x="${x}" y="${height + 18}" text-anchor="${anchor}">${short(mark)}${isLast && ` ${unit}`}</text>`
  })}`
}

function isDrawn(value: number): boolean {
  return value > 0 && Number.isFinite(value)
}

/** The value below which a share of sorted values lies. */
function at(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
}
