import { html, trusted, type SafeHtml } from '../../runtime/index.js'

/** A row of a plot: a word, and values of it. */
export interface PlotRow {
  readonly name: string
  readonly values: readonly number[]
  /** What was aimed for, on the same scale. */
  readonly target?: number | undefined
  readonly isMissed?: boolean | undefined
}

const width = 640
const left = 190
const right = 620
const rowHeight = 26

/**
 * Distributions side by side: of each row a thin line from the 5th to the 95th percentile, a bar between the quartiles, a dot at the
 * median and its number; a short upright line where the target is. The scale is logarithmic.
 */
export function distributions(rows: readonly PlotRow[], unit: string, title: string): SafeHtml {
  const sound = rows.flatMap(({ name, values, target, isMissed }) => {
    const positive = values
      .filter((value) => value > 0 && Number.isFinite(value))
      .sort((one, other) => one - other)
    return positive.length === 0 ? [] : [{ name, values: positive, target, isMissed }]
  })
  if (sound.length === 0) return html`<p>Nothing was measured for “${title}”.</p>`
  const ends = sound.flatMap(({ values, target }) => [
    at(values, 0.05),
    at(values, 0.95),
    ...(target ? [target] : []),
  ])
  const scale = logScale(Math.min(...ends), Math.max(...ends))
  const height = sound.length * rowHeight + 44
  const lines = sound.map(({ name, values, target, isMissed }, row) => {
    const y = row * rowHeight + 18
    const x = (share: number) => scale.x(at(values, share)).toFixed(1)
    const goal =
      target === undefined ? '' : html`<path class="goal" d="M${scale.x(target).toFixed(1)} ${y - 9}v18"/>`
    return html`<text x="${left - 10}" y="${y + 4}" text-anchor="end">${name}</text>
<path class="range" d="M${x(0.05)} ${y}H${x(0.95)}"/><path class="half" d="M${x(0.25)} ${y}H${x(0.75)}"/>${goal}
<circle class="${isMissed === true ? 'missed' : 'met'}" cx="${x(0.5)}" cy="${y}" r="4.5"><title>${name}: ${short(at(values, 0.5))} ${unit}</title></circle>
<text class="value" x="${Math.min(right - 34, Number(x(0.95)) + 8)}" y="${y + 4}">${short(at(values, 0.5))}</text>`
  })
  return figure(title, height, html`${axis(scale, height, unit)}${lines}`)
}

/** Values over time, or over anything that goes on evenly. */
export function lineOver(
  values: readonly number[],
  title: string,
  label: string,
  ends: readonly [string, string],
): SafeHtml {
  const top = Math.max(0, ...values) || 1
  const points = values.map((value, place) => {
    const x = 50 + (place / Math.max(1, values.length - 1)) * (right - 50)
    return `${x.toFixed(1)},${(140 - (value / top) * 120).toFixed(1)}`
  })
  return figure(
    title,
    176,
    html`<path class="axis" d="M50 20V140H${right}"/><text x="44" y="26" text-anchor="end">${short(top)}</text><text x="44" y="143" text-anchor="end">0</text>
<polyline class="line" points="${points.join(' ')}"/><text x="50" y="160">${ends[0]}</text><text x="${right}" y="160" text-anchor="end">${ends[1]}</text><text x="54" y="14">${label}</text>`,
  )
}

function figure(title: string, height: number, inside: SafeHtml): SafeHtml {
  return html`<figure><figcaption>${title}</figcaption><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">${inside}</svg></figure>`
}

interface Scale {
  readonly from: number
  readonly to: number
  x(value: number): number
}

function logScale(least: number, most: number): Scale {
  const [from, to] = [Math.floor(Math.log10(least) * 2) / 2, Math.ceil(Math.log10(most) * 2 + 0.01) / 2]
  return { from, to, x: (value) => left + ((Math.log10(value) - from) / (to - from)) * (right - left - 40) }
}

function axis(scale: Scale, height: number, unit: string): SafeHtml {
  const marks: SafeHtml[] = []
  for (let power = Math.ceil(scale.from); power <= scale.to; power++) {
    const x = scale.x(10 ** power).toFixed(1)
    marks.push(
      html`<path class="grid" d="M${x} 6V${height - 28}"/><text class="mark" x="${x}" y="${height - 12}" text-anchor="middle">${short(10 ** power)}</text>`,
    )
  }
  return html`${marks}<text class="mark" x="${right}" y="${height - 12}" text-anchor="end">${unit}</text>`
}

/** The value below which a share of sorted values lies. */
function at(values: readonly number[], share: number): number {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN
}

/** A number in as many figures as are of use. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–'
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 100_000) return value.toLocaleString('en', { notation: 'compact', maximumFractionDigits: 1 })
  return size >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(size >= 1 ? 3 : 2)))
}

export const none = trusted('')
