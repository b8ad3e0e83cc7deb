import type { XmlNode } from '../../../runtime/olx/index.js'
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

/** Most lines a formula may have. */
const mostLines = 40

/** Nodes with the formulas whole that line breaks part: a `<br/>` inside one is white space (MathJax's rule). */
export function joinedFormulas(nodes: readonly XmlNode[]): readonly XmlNode[] {
  if (!nodes.some(isBreak)) return nodes
  const joined: XmlNode[] = []
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] ?? ''
    const rest = typeof node === 'string' ? restOfFormula(node, nodes, index + 1) : []
    joined.push(
      typeof node === 'string' ? [node, ...rest.filter((part) => typeof part === 'string')].join('\n') : node,
    )
    index += rest.length
  }
  return joined
}

/** The texts and line breaks after a text up to the end of the formula that is open in it; none where none ends. */
function restOfFormula(text: string, nodes: readonly XmlNode[], from: number): readonly XmlNode[] {
  const open = Array.from(text.matchAll(opening)).at(-1)
  const close = open && delimiters.get(open[0])?.close
  if (open === undefined || close === undefined || text.includes(close, open.index)) return []
  for (let end = from; end < Math.min(nodes.length, from + 2 * mostLines); end++) {
    const node = nodes[end] ?? ''
    if (typeof node === 'string' ? node.includes(close) : !isBreak(node))
      return typeof node === 'string' ? nodes.slice(from, end + 1) : []
  }
  return []
}

function isBreak(node: XmlNode): boolean {
  return typeof node !== 'string' && node.name === 'br'
}
