import { groupEnd, withGroups } from './tex-groups.js'

/** Numbers of labelled equations, as `\ref` names them. */
export type EquationNumbers = ReadonlyMap<string, string>

const label = /\\label\s*\{([^{}]{1,200})\}/g
const tag = /\\tag\*?\s*\{([^{}]{1,200})\}/

/** What equations of a block are called: by their `\tag`, else numbered in order. */
export function equationNumbers(source: string): EquationNumbers {
  const numbers = new Map<string, string>()
  let count = 0
  for (const { 1: name = '', index } of source.matchAll(label)) {
    if (!numbers.has(name)) numbers.set(name, tag.exec(rowAround(source, index))?.[1] ?? String(++count))
  }
  return numbers
}

/** The row of an equation that a place is in. */
function rowAround(source: string, index: number): string {
  const near = source.slice(Math.max(0, index - 2000), index + 2000)
  const at = Math.min(index, 2000)
  const border = /\\\\|\\(?:begin|end)\s*\{(?:equation|align|gather|multline|eqnarray)|\\\[|\\\]/g
  let start = 0
  for (const match of near.matchAll(border)) {
    if (match.index >= at) return near.slice(start, match.index)
    start = match.index + match[0].length
  }
  return near.slice(start)
}

const renamed: Readonly<Record<string, string>> = {
  flalign: 'align*',
  'flalign*': 'align*',
  xalignat: 'alignat*',
  'xalignat*': 'alignat*',
  xxalignat: 'alignat*',
  multline: 'gather*',
  'multline*': 'gather*',
  // Only what is labelled or has a tag has a number.
  equation: 'equation*',
  align: 'align*',
  alignat: 'alignat*',
  gather: 'gather*',
}

/**
 * TeX as authors write it for MathJax, in the words KaTeX has for the same: environments and plain-TeX forms that it
 * lacks, labels as the numbers they stand for. (MathJax's documentation of supported commands.)
 */
export function katexSource(tex: string, numbers: EquationNumbers): string {
  if (!/[\\_^&#]/.test(tex)) return tex
  return withPlainTex(withEnvironments(withNumbers(withTexts(tex), numbers)))
}

function withNumbers(tex: string, numbers: EquationNumbers): string {
  if (!/\\(?:label|(?:eq)?ref)/.test(tex)) return tex
  const numbered = new Set<string>()
  return tex
    .replace(label, (_written, name: string, index: number) => {
      if (tag.test(rowAround(tex, index)) || numbered.has(name)) return ''
      numbered.add(name)
      return String.raw`\tag{${numbers.get(name) ?? '?'}}`
    })
    .replace(/\\(eq)?ref\s*\{([^{}]{1,200})\}/g, (_written, bracketed: string | undefined, name: string) => {
      const number = numbers.get(name) ?? '???'
      return String.raw`\text{${bracketed === undefined ? number : `(${number})`}}`
    })
}

/** In texts, signs stand for themselves that mean something to KaTeX. */
function withTexts(tex: string): string {
  return withGroups(tex, 'text|mbox|hbox|textrm|textbf|textit|textnormal', (inside, name) => {
    const parts = inside.split(/(\$[^$]*\$)/)
    const escaped = parts.map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/(\\.)|([_&#])/gs, (_all, kept?: string, sign?: string) => kept ?? `\\${sign}`)
            .replace(/(?<!\\)\^/g, String.raw`\textasciicircum `),
    )
    const plain = name === 'mbox' || name === 'hbox' ? 'text' : name
    return `\\${plain}{${escaped.join('')}}`
  })
}

function withEnvironments(tex: string): string {
  if (!tex.includes(String.raw`\begin`)) return tex
  return tex
    .replace(/\\(begin|end)\s*\{\s*(\w+\*?)\s*\}/g, (written, side: string, name: string) => {
      if (name === 'displaymath' || name === 'math' || name === 'subequations') return ''
      if (name.startsWith('eqnarray'))
        return side === 'begin' ? String.raw`\begin{darray}{rcl}` : String.raw`\end{darray}`
      return `\\${side}{${renamed[name] ?? name}}`
    })
    .replace(/(\\begin\{(?:array|aligned|gathered|alignedat)\})\s*\[[tbc]\]/g, '$1')
    .replace(/\\begin\{array\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_written, columns: string) => {
      const repeated = columns.replace(
        /\*\s*\{(\d{1,2})\}\s*\{([^{}]*)\}/g,
        (_all, count: string, column: string) => column.repeat(Number(count)),
      )
      const plain = repeated.replace(/[@!><]\s*\{[^{}]*\}/g, '').replace(/[pmb]\s*\{[^{}]*\}/g, 'l')
      return String.raw`\begin{array}{${plain.replace(/[^lcr|:]/g, '') || 'c'}}`
    })
    .replace(/\\cline\s*\{[^{}]*\}/g, '')
}

const plainForms: Readonly<Record<string, string>> = {
  matrix: 'matrix',
  pmatrix: 'pmatrix',
  bmatrix: 'bmatrix',
  cases: 'cases',
  eqalign: 'aligned',
  eqalignno: 'aligned',
  leqalignno: 'aligned',
  displaylines: 'gathered',
  bordermatrix: 'matrix',
}

function withPlainTex(tex: string): string {
  const forms = withGroups(tex, Object.keys(plainForms).join('|'), (inside, name) => {
    const rows = inside.replace(/\\cr(?![a-zA-Z])/g, String.raw`\\`).replace(/\\\\\s*$/, '')
    return String.raw`\begin{${plainForms[name]}}${rows}\end{${plainForms[name]}}`
  })
  return forms
    .replace(/\\buildrel\s*(.{1,300}?)\s*\\over\s*(?=\{|\\[a-zA-Z]+|\S)/gs, String.raw`\overset{$1}`)
    .replace(/\\root\s*(.{1,300}?)\s*\\of(?![a-zA-Z])/gs, String.raw`\sqrt[$1]`)
    .replace(/\\(raise|lower)\s*(-?[\d.]+\s*(?:[a-z]{2}))\s*(?=\S)/g, (_all, side: string, size: string) =>
      side === 'raise'
        ? `\\unitRaise{${size}}`
        : `\\unitRaise{${size.startsWith('-') ? size.slice(1) : `-${size}`}}`,
    )
    .replace(/\\DeclareMathOperator(\*?)\s*\{?\s*(\\[a-zA-Z]+)\s*\}?/g, String.raw`\unitOperator$1{$2}`)
    .replace(/\\require\s*\{[^{}]*\}/g, '')
    .replace(/\\unicode\s*(?:\[[^\]]*\])*\s*\{\s*(x[0-9a-f]{1,6}|\d{1,7})\s*\}/gi, (_all, code: string) => {
      const point = /^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number(code)
      return point > 31 && point <= 0x10_ff_ff ? `\\text{${String.fromCodePoint(point)}}` : ''
    })
    .replace(/\\bbox\s*(?:\[([^\]]*)\])?/g, (_all, options = '') => {
      if (options.includes('border')) return String.raw`\boxed`
      const color = /(?:^|,)\s*(#[0-9a-f]{3,6}|[a-z]{3,20})\s*(?:,|$)/i.exec(options)?.[1]
      return color === undefined ? String.raw`\unitPlain` : `\\unitFill{${color}}`
    })
    .replace(
      /\\enclose\s*\{([^{}]*)\}\s*(?:\[[^\]]*\])?/g,
      (_all, notation: string) => enclosures[notation.trim()] ?? String.raw`\unitPlain`,
    )
    .replace(/\\mmlToken\s*\{\w*\}\s*(?:\[[^\]]*\])?/g, String.raw`\unitPlain`)
}

const enclosures: Readonly<Record<string, string>> = {
  box: String.raw`\boxed`,
  updiagonalstrike: String.raw`\cancel`,
  downdiagonalstrike: String.raw`\bcancel`,
  'updiagonalstrike downdiagonalstrike': String.raw`\xcancel`,
  horizontalstrike: String.raw`\sout`,
}

/** What is written beside the rows of a formula, in order. */
export function tagsIn(tex: string): string[] {
  return Array.from(tex.matchAll(/\\tag(\*?)\s*(?=\{)/g), ({ 0: written, 1: starred, index }) => {
    const start = index + written.length
    const text = tex
      .slice(start + 1, (groupEnd(tex, start) ?? start + 2) - 1)
      .replace(/\\[a-zA-Z]+|[${}\\]/g, '')
      .trim()
    return starred === '*' ? text : `(${text})`
  })
}
