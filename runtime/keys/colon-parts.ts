import { keyGrammars, type ShippedKeyKind } from './key-grammar.js'
import { malformedKey } from './malformed-key.js'

/**
 * Splits the part after the namespace at `:`, where no part holds a colon.
 * @param counts how many parts there may be
 */
export function colonParts(
  kind: ShippedKeyKind,
  text: string,
  rest: string,
  counts: readonly number[],
): readonly string[] {
  const pieces = rest.split(':')
  if (counts.includes(pieces.length)) return pieces
  const after = text.slice(0, text.length - rest.length)
  throw malformedKey(
    keyGrammars[kind],
    text,
    `it has ${pieces.length} part${pieces.length === 1 ? '' : 's'} after '${after}', not ${counts.join(' or ')}`,
  )
}

/** `colonParts` of a library kind: `count` parts, or one more with a domain in front. */
export function domainParts(
  kind: ShippedKeyKind,
  text: string,
  rest: string,
  count: number,
): { readonly domain: string | undefined; readonly pieces: readonly string[] } {
  const pieces = colonParts(kind, text, rest, [count, count + 1])
  return pieces.length === count
    ? { domain: undefined, pieces }
    : { domain: pieces[0], pieces: pieces.slice(1) }
}
