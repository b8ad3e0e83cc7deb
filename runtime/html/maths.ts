import { createRequire } from 'node:module'
import type Katex from 'katex'
import { escapeHtml } from './safe-html.js'
import { unescapeHtml } from './unescape-html.js'

/** Text in which no formula is looked for, as where authors show how to write one. */
const literal = /^<(\/?)(?:pre|code|math|svg)\b/i
/** A formula ends before another of its kind begins, so that a text full of openings is read once. */
const formula =
  /\\\(((?:(?!\\\().){1,5000}?)\\\)|\\\[((?:(?!\\\[).){1,5000}?)\\\]|\[mathjaxinline\]((?:(?!\[mathjax).){1,5000}?)\[\/mathjaxinline\]|\[mathjax\]((?:(?!\[mathjax).){1,5000}?)\[\/mathjax\]/gs

/**
 * Clean HTML with its TeX formulas as MathML, which browsers draw and screen readers read without a script:
 * `\(…\)` and `[mathjaxinline]` in the line, `\[…\]` and `[mathjax]` on lines of their own, as the incumbent's pages
 * have them. TeX that is not understood stays as it is written. Slow: call it while composing.
 */
export function renderMaths(html: string): string {
  if (!/\\[([]|\[mathjax/.test(html)) return html
  let depth = 0
  return html.replace(/<[^>]*>|[^<]+/g, (piece) => {
    if (piece.startsWith('<')) {
      const [, slash] = literal.exec(piece) ?? []
      if (slash !== undefined) depth = Math.max(0, depth + (slash === '' ? 1 : -1))
      return piece
    }
    if (depth > 0) return piece
    return piece.replace(
      formula,
      (written: string, inline?: string, display?: string, inlineTag?: string, displayTag?: string) =>
        mathml(
          unescapeHtml(inline ?? display ?? inlineTag ?? displayTag ?? ''),
          (display ?? displayTag) !== undefined,
        ) ?? `<code>${escapeHtml(unescapeHtml(written))}</code>`,
    )
  })
}

const require = createRequire(import.meta.url)
let katex: typeof Katex | undefined

/**
 * TeX as MathML, in the line or on a line of its own. KaTeX is loaded when the first formula is met.
 * @throws whatever KaTeX throws for TeX it does not know
 */
export function renderTex(tex: string, displayMode: boolean): string {
  katex ??= require('katex') as typeof Katex
  return katex.renderToString(tex, { displayMode, output: 'mathml', strict: 'ignore', maxSize: 50 })
}

function mathml(tex: string, displayMode: boolean): string | undefined {
  try {
    return renderTex(tex, displayMode)
  } catch {
    return undefined
  }
}
