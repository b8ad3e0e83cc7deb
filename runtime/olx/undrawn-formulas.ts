import type { Finding } from '../errors/finding.js'

/** The finding for the formulas of one block that cannot be drawn; undefined where all can. */
export function undrawnFormulas(
  undrawn: readonly string[],
): Pick<Finding, 'level' | 'code' | 'message' | 'count'> | undefined {
  const [first] = undrawn
  if (first === undefined) return undefined
  const tex = first.trim().replace(/\s+/g, ' ').slice(0, 120)
  return {
    level: 'warning',
    code: 'formula-not-drawn',
    message: `The TeX '${tex}' is not understood${undrawn.length > 1 ? `, nor ${undrawn.length - 1} more here` : ''}.`,
    ...(undrawn.length > 1 && { count: undrawn.length }),
  }
}
