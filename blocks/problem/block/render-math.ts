import { createRequire } from 'node:module'
import type Katex from 'katex'
import type { RenderMath } from '../engine.js'

const require = createRequire(import.meta.url)
let katex: typeof Katex | undefined

/**
 * Renders TeX as MathML, which browsers draw and screen readers read without a script or stylesheet. KaTeX is
 * loaded when the first formula is met.
 * @throws whatever KaTeX throws for TeX it does not know
 */
export const renderMath: RenderMath = (tex, displayMode) => {
  katex ??= require('katex') as typeof Katex
  return katex.renderToString(tex, { displayMode, output: 'mathml', strict: 'ignore', maxSize: 50 })
}
