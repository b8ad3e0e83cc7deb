import { createRequire } from 'node:module'
import type Katex from 'katex'
import { coreMathml } from './core-mathml.js'
import { formulasIn, mayHoldFormulas } from './formulas.js'
import { escapeHtml } from './safe-html.js'
import { texMacros } from './tex-macros.js'
import { equationNumbers, katexSource, tagsIn } from './tex-source.js'
import { unescapeHtml } from './unescape-html.js'

/** Text in which no formula is looked for, as where authors show how to write one. */
const literal = /^<(\/?)(?:pre|code|math|svg)\b/i
/** A line break inside a formula is white space (MathJax's rule). */
const lineBreak = /<br\b[^>]*>/gi

/**
 * Clean HTML with its TeX formulas as MathML, which browsers draw and screen readers read without a script. Macros and
 * equation numbers hold from where they stand to the end of the HTML. TeX that is not understood stays as it is written.
 * Slow: call it while composing.
 * @param onFailure told of TeX that could not be drawn
 */
export function renderMaths(html: string, onFailure?: (tex: string) => void): string {
  if (!mayHoldFormulas(html)) return html
  const render = texRenderer(unescapeHtml(html))
  let depth = 0
  return html.replace(/<(?!br\b)[^>]*>|(?:[^<]|<br\b[^>]*>)+/gi, (piece) => {
    if (piece.startsWith('<') && !/^<br\b/i.test(piece)) {
      const [, slash] = literal.exec(piece) ?? []
      if (slash !== undefined) depth = Math.max(0, depth + (slash === '' ? 1 : -1))
      return piece
    }
    if (depth > 0) return piece
    return formulasIn(piece)
      .map((part) => {
        if (typeof part === 'string') return part
        const tex = unescapeHtml(part.tex.replace(lineBreak, '\n'))
        try {
          return render(tex, part.display)
        } catch {
          onFailure?.(tex)
          return `<code>${escapeHtml(unescapeHtml(part.written.replace(lineBreak, '\n')))}</code>`
        }
      })
      .join('')
  })
}

/** Renders TeX as HTML; `display` means on a line of its own. Throws for TeX that is not understood. */
export type RenderTex = (tex: string, display: boolean) => string

const require = createRequire(import.meta.url)
let katex: typeof Katex | undefined

/** KaTeX with its chemistry, loaded when the first formula is met. */
function loaded(): typeof Katex {
  if (katex === undefined) {
    katex = require('katex') as typeof Katex
    require('katex/contrib/mhchem')
  }
  return katex
}

/** Environments that KaTeX knows on lines of their own only; MathJax takes them anywhere. */
const displayed = /\\begin\{(?:equation|align|alignat|gather|CD)\*?\}|\\tag\b/

/** Most characters that the formulas of one block come to. */
const longestDrawn = 3_000_000

/** Most macro expansions in one formula. */
const maxExpand = 1000

/**
 * Renders the formulas of one block, in document order: a macro that one of them defines holds in those after it, and
 * labelled equations have their numbers everywhere.
 * @param source the whole text of the block, where equations and references to them stand
 */
export function texRenderer(source = ''): RenderTex {
  // Most blocks have no formula.
  let macros: ReturnType<typeof texMacros> | undefined
  let numbers: ReturnType<typeof equationNumbers> | undefined
  let drawnSoFar = 0
  return (tex, display) => {
    macros ??= texMacros()
    numbers ??= equationNumbers(source)
    if (drawnSoFar > longestDrawn) throw new RangeError('The formulas of this block are too long to draw.')
    const known = katexSource(tex, numbers)
    const drawn = loaded().renderToString(known, {
      displayMode: display || displayed.test(known),
      output: 'mathml',
      strict: 'ignore',
      maxSize: 50,
      maxExpand,
      macros,
      globalGroup: true,
      colorIsTextColor: true,
    })
    drawnSoFar += drawn.length
    return withSource(coreMathml(withTags(drawn, known)), known, tex)
  }
}

/** KaTeX leaves the cells for numbers of rows to its stylesheet. */
function withTags(drawn: string, known: string): string {
  if (!drawn.includes('mml-eqn-num')) return drawn
  const tags = tagsIn(known)
  let next = 0
  return drawn.replace(
    /(<mtd class ?="mml-eqn-num">)(?=<\/mtd>)/g,
    (cell) => `${cell}<mtext>${escapeHtml(tags[next++] ?? '')}</mtext>`,
  )
}

/** Screen readers and copies get the author's own TeX. */
function withSource(drawn: string, known: string, tex: string): string {
  return known === tex
    ? drawn
    : drawn.replace(
        /(<annotation [^>]*>)[^<]*(<\/annotation>)/,
        (_all, open: string, close: string) => open + escapeHtml(tex) + close,
      )
}

/**
 * TeX as MathML, in the line or on a line of its own.
 * @throws whatever KaTeX throws for TeX it does not know
 */
export function renderTex(tex: string, displayMode: boolean): string {
  return texRenderer(tex)(tex, displayMode)
}
