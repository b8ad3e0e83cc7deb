/**
 * How a key is written inside another, so that `::` can part them: the aside rules of the incumbent
 * (its `asides` module) and the contextual rule (docs/decisions/0005-contextual-keys.md). Each is one to one.
 */

/** The aside rule, version 2: `$` becomes `$$`, every `:` becomes `$:`. */
export function escapeEveryColon(part: string): string {
  return part.replace(/[$:]/g, '$$$&')
}

/** The aside rule, version 1: `$` becomes `$$`, each `::` becomes `$::`. */
export function escapeDoubleColons(part: string): string {
  return part.replace(/\$|::/g, '$$$&')
}

/** Undoes {@link escapeDoubleColons}. */
export function unescapeDoubleColons(part: string): string {
  return part.replace(/\$(\$|::)/g, '$1')
}

/**
 * The contextual rule: `$` becomes `$$`, and a `:` becomes `$:` where it stands beside another or at either
 * end of the part, which are the places where it could be taken for a piece of the separator.
 */
export function escapeLooseColons(part: string): string {
  return part.replace(/\$|:{2,}|^:|:$/g, (run) => (run === '$' ? '$$' : '$:'.repeat(run.length)))
}

/**
 * Splits at each `::` that is not escaped and undoes `$$` and `$:`. Reads more than the escapes write, so
 * the caller writes the result again and compares.
 * @returns undefined where a `$` escapes neither `$` nor `:`
 */
export function splitEscaped(joined: string): readonly string[] | undefined {
  const parts: string[] = []
  let part = ''
  let from = 0
  let at = 0
  while (at < joined.length) {
    const here = joined[at]
    const next = joined[at + 1]
    if (here === '$') {
      if (next !== '$' && next !== ':') return undefined
      part += joined.slice(from, at) + next
      at += 2
      from = at
    } else if (here === ':' && next === ':') {
      parts.push(part + joined.slice(from, at))
      part = ''
      at += 2
      from = at
    } else {
      at += 1
    }
  }
  parts.push(part + joined.slice(from))
  return parts
}
