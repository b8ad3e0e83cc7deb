import { expressionMathml } from './expression-mathml.js'
import { parseExpression } from './parse-expression.js'

/**
 * A formula as it will be read, as MathML; '' for a blank one.
 * @throws UnreadableAnswer for what is no expression
 */
export function formulaPreview(written: string): string {
  const expression = parseExpression(written)
  return expression === undefined ? '' : expressionMathml(expression)
}
