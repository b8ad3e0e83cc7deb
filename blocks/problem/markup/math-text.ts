import { escapeText } from './escape-text.js'

/** Renders TeX as HTML; `display` means on a line of its own. */
export type RenderMath = (tex: string, display: boolean) => string

interface Delimiters {
  readonly close: string
  readonly display: boolean
}

const delimiters: ReadonlyMap<string, Delimiters> = new Map([
  [String.raw`\(`, { close: String.raw`\)`, display: false }],
  [String.raw`\[`, { close: String.raw`\]`, display: true }],
  ['[mathjaxinline]', { close: '[/mathjaxinline]', display: false }],
  ['[mathjax]', { close: '[/mathjax]', display: true }],
])
const opening = /\\[([]|\[mathjax(?:inline)?\]/g

/** Text as HTML, with the maths in it rendered, or left between its delimiters where that is not possible. */
export function textHtml(text: string, renderMath: RenderMath | undefined): string {
  if (renderMath === undefined || !/\\[([]|\[mathjax/.test(text)) return escapeText(text)
  const unclosed = new Set<string>()
  let html = ''
  let end = 0
  for (const { 0: open, index } of text.matchAll(opening)) {
    const { close, display } = delimiters.get(open) ?? { close: '', display: false }
    if (index < end || close === '' || unclosed.has(open)) continue
    const start = index + open.length
    const stop = text.indexOf(close, start)
    if (stop === -1) unclosed.add(open)
    if (stop <= start) continue
    const after = stop + close.length
    html += escapeText(text.slice(end, index))
    html += rendered(renderMath, text.slice(start, stop), display) ?? escapeText(text.slice(index, after))
    end = after
  }
  return html + escapeText(text.slice(end))
}

function rendered(renderMath: RenderMath, tex: string, display: boolean): string | undefined {
  try {
    return renderMath(tex, display)
  } catch {
    return undefined
  }
}
