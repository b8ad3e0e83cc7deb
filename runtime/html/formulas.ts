/** A formula in a text. */
export interface Formula {
  readonly tex: string
  /** Whether it stands on a line of its own. */
  readonly display: boolean
  /** As it stands in the text, delimiters and all. */
  readonly written: string
}

/** Environments that need no delimiters; MathJax finds them in any text. */
const environments =
  'equation|align|alignat|xalignat|xxalignat|flalign|gather|multline|eqnarray|displaymath|subequations|math|array|matrix|pmatrix|bmatrix|vmatrix|Bmatrix|Vmatrix|cases|split|aligned|gathered|CD'
const opening = new RegExp(
  String.raw`\\\(|\\\[|\[mathjax(?:inline)?\]|\$\$|\\begin\{((?:${environments})\*?)\}|\\(?:eq)?ref\{[^{}\s]{1,100}\}`,
  'g',
)
const longest = 10_000

/**
 * A text cut at its formulas, as pages of the incumbent find them: `\(…\)` and `[mathjaxinline]` in the line, `\[…\]` and
 * `[mathjax]` on lines of their own, environments that stand there bare, references to equations, and `$$…$$` around
 * something that is TeX. A formula ends before another of its kind begins, so that a text full of openings is read once.
 */
export function formulasIn(text: string): readonly (string | Formula)[] {
  if (!mayHoldFormulas(text)) return [text]
  const parts: (string | Formula)[] = []
  const unclosed = new Set<string>()
  let end = 0
  for (const { 0: open, 1: environment, index } of text.matchAll(opening)) {
    if (index < end || unclosed.has(open)) continue
    const found = formulaAt(text, index, open, environment)
    if (found === 'unclosed') unclosed.add(open)
    else if (found !== undefined) {
      parts.push(text.slice(end, index), found)
      end = index + found.written.length
    }
  }
  parts.push(text.slice(end))
  return parts
}

/** Whether a text may hold a formula; quick. */
export function mayHoldFormulas(text: string): boolean {
  return /\\[([]|\[mathjax|\$\$|\\begin\{|\\(?:eq)?ref\{/.test(text)
}

function formulaAt(
  text: string,
  index: number,
  open: string,
  environment: string | undefined,
): Formula | 'unclosed' | undefined {
  if (/ref\{/.test(open)) return { tex: open, display: false, written: open }
  const start = index + open.length
  const close = environment === undefined ? (closings[open] ?? '') : String.raw`\end{${environment}}`
  const stop = text.indexOf(close, start)
  if (stop === -1) return 'unclosed'
  const inside = text.slice(start, stop)
  if (inside.trim() === '' || inside.length > longest) return undefined
  const written = text.slice(index, stop + close.length)
  if (environment !== undefined) return { tex: written, display: environment !== 'math', written }
  if (open === '$$' ? !/[\\^_={}]/.test(inside) : inside.includes(open)) return undefined
  return { tex: inside, display: open !== String.raw`\(` && open !== '[mathjaxinline]', written }
}

const closings: Readonly<Record<string, string>> = {
  [String.raw`\(`]: String.raw`\)`,
  [String.raw`\[`]: String.raw`\]`,
  '[mathjaxinline]': '[/mathjaxinline]',
  '[mathjax]': '[/mathjax]',
  $$: '$$',
}
