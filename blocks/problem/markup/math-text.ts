import { formulasIn } from '../../../runtime/html/index.js'
import type { XmlNode } from '../../../runtime/olx/index.js'
import { escapeText } from './escape-text.js'

/** Renders TeX as HTML; `display` means on a line of its own. */
export type RenderMath = (tex: string, display: boolean) => string

/** Text as HTML, with the maths in it rendered, or left as it is written where that is not possible. */
export function textHtml(text: string, renderMath: RenderMath | undefined): string {
  if (renderMath === undefined) return escapeText(text)
  return formulasIn(text)
    .map((part) =>
      typeof part === 'string'
        ? escapeText(part)
        : (rendered(renderMath, part.tex, part.display) ?? escapeText(part.written)),
    )
    .join('')
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

const opening = /\\[([]|\[mathjax(?:inline)?\]|\\begin\{(\w+\*?)\}/g
const closings: Readonly<Record<string, string>> = {
  [String.raw`\(`]: String.raw`\)`,
  [String.raw`\[`]: String.raw`\]`,
  '[mathjaxinline]': '[/mathjaxinline]',
  '[mathjax]': '[/mathjax]',
}

/** The texts and line breaks after a text up to the end of the formula that is open in it; none where none ends. */
function restOfFormula(text: string, nodes: readonly XmlNode[], from: number): readonly XmlNode[] {
  const open = formulasIn(text).at(-1)
  const [match] = typeof open === 'string' ? open.matchAll(opening) : []
  const close = match && (match[1] === undefined ? closings[match[0]] : String.raw`\end{${match[1]}}`)
  if (close === undefined) return []
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
