/** The expressions of a text, row by row; a plain expression is one row of one. */
export type ExpressionMatrix = readonly (readonly string[])[]

/**
 * Reads `[a, b]` as one column, as SymPy does, and `[[a, b], [c, d]]` as rows. What stands in no brackets is a single
 * expression. Undefined where brackets do not match, or rows differ in length.
 */
export function matrixIn(text: string): ExpressionMatrix | undefined {
  const inside = insideBrackets(text)
  if (inside === undefined) return /[[\]]/.test(text) ? undefined : [[text]]
  const members = splitAtCommas(inside)
  const rows = members?.map((member) => {
    const row = insideBrackets(member)
    if (row !== undefined) return splitAtCommas(row)
    return /[[\]]/.test(member) ? undefined : [member]
  })
  const columns = rows?.[0]?.length
  return rows?.every((row): row is string[] => row !== undefined && row.length === columns) ? rows : undefined
}

function insideBrackets(text: string): string | undefined {
  const trimmed = text.trim()
  return trimmed.startsWith('[') && trimmed.endsWith(']') ? trimmed.slice(1, -1) : undefined
}

/** Parts between the commas that stand in no brackets of their own. */
function splitAtCommas(text: string): string[] | undefined {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if ('[('.includes(character)) depth++
    else if ('])'.includes(character)) depth--
    if (depth < 0) return undefined
    if (character === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return depth === 0 ? parts : undefined
}
