/** The end of the group that begins with the brace at `start`, after its closing brace; undefined where none closes it. */
export function groupEnd(tex: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < tex.length; at++) {
    const character = tex[at]
    if (character === '\\') at++
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at + 1
  }
  return undefined
}

/**
 * TeX with every `\NAME{…}` of some names rewritten from what stands in its braces, inner ones first. What no brace
 * closes stays.
 */
export function withGroups(
  tex: string,
  names: string,
  rewrite: (inside: string, name: string) => string,
): string {
  const command = new RegExp(String.raw`\\(${names})(?![a-zA-Z])\s*(?=\{)`, 'g')
  let result = tex
  let budget = 500
  const starts = Array.from(tex.matchAll(command), (match) => match).toReversed()
  for (const { 0: written, 1: name = '', index } of starts) {
    if (budget-- <= 0) break
    const start = index + written.length
    const end = groupEnd(result, start)
    if (end === undefined) continue
    result = result.slice(0, index) + rewrite(result.slice(start + 1, end - 1), name) + result.slice(end)
  }
  return result
}
