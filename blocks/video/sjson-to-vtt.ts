import { vttText } from './vtt-text.js'

/**
 * A transcript in the incumbent's JSON form, `{start: [ms], end: [ms], text: [...]}`, as WebVTT; without cues when
 * it is not of that form.
 */
export function sjsonToVtt(sjson: string): string {
  const { start, end, text } = parsed(sjson)
  let vtt = 'WEBVTT\n'
  for (const [index, words] of text.entries()) {
    const from = start[index]
    const to = end[index]
    if (typeof from !== 'number' || typeof to !== 'number' || typeof words !== 'string') continue
    const lines = words
      .split(/[\r\n]+/)
      .map(vttText)
      .filter((line) => line !== '')
    if (lines.length > 0) vtt += `\n${moment(from)} --> ${moment(to)}\n${lines.join('\n')}\n`
  }
  return vtt
}

function parsed(sjson: string): { start: unknown[]; end: unknown[]; text: unknown[] } {
  let value: unknown
  try {
    value = JSON.parse(sjson.replace(/^\uFEFF/, ''))
  } catch {
    value = undefined
  }
  const members = typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map()
  const list = (name: string): unknown[] => {
    const found: unknown = members.get(name)
    return Array.isArray(found) ? found : []
  }
  return { start: list('start'), end: list('end'), text: list('text') }
}

function moment(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds))
  return `${pad(Math.floor(whole / 3_600_000))}:${pad(Math.floor(whole / 60_000) % 60)}:${pad(Math.floor(whole / 1000) % 60)}.${pad(whole % 1000, 3)}`
}

const pad = (part: number, size = 2) => String(part).padStart(size, '0')
