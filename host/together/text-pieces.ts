import { diff3MergeRegions } from 'node-diff3'

/** A piece of a text that two people changed: the same for both, taken from the one who changed it, or of both. */
export type TextPiece =
  | { readonly kind: 'same' | 'mine' | 'theirs'; readonly text: string }
  | { readonly kind: 'clash'; readonly mine: string; readonly theirs: string; readonly was: string }

/** A text that two people changed. */
export interface TextClash {
  readonly mine: string
  readonly theirs: string
  /** What both began with; undefined where it is not known any more. */
  readonly was: string | undefined
}

/** What becomes of a piece that both changed. */
export type PieceChoice = 'mine' | 'theirs' | 'both'

/** Lines of a text that is compared; a longer one is one piece. */
const mostLines = 5000

/** The pieces of a text that two people changed, line by line; together they hold all that either wrote. */
export function textPieces({ mine, theirs, was }: TextClash): readonly TextPiece[] {
  const [own, others] = [linesOf(mine), linesOf(theirs)]
  const before = was === undefined ? sharedLines(own, others) : linesOf(was)
  if (Math.max(own.length, others.length, before.length) > mostLines)
    return [{ kind: 'clash', mine, theirs, was: was ?? '' }]
  return diff3MergeRegions(own, before, others).map((region): TextPiece => {
    if (region.stable) return { kind: whose[region.buffer], text: region.bufferContent.join('') }
    const [a, b] = [region.aContent.join(''), region.bContent.join('')]
    return a === b
      ? { kind: 'same', text: a }
      : { kind: 'clash', mine: a, theirs: b, was: region.oContent.join('') }
  })
}

/** By which text a piece is as it is: that of one of them, or what both began with. */
const whose = { a: 'mine', o: 'same', b: 'theirs' } as const

/** The text that comes of the choices, one for each piece that both changed, in their order; `both` where none is made, so that nothing is lost. */
export function mergedText(
  pieces: readonly TextPiece[],
  choices: readonly (PieceChoice | undefined)[],
): string {
  let at = 0
  return pieces
    .map((piece) => {
      if (piece.kind !== 'clash') return piece.text
      const choice = choices[at++] ?? 'both'
      if (choice === 'mine') return piece.mine
      return choice === 'theirs' ? piece.theirs : `${ended(piece.mine)}${piece.theirs}`
    })
    .join('')
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** Lines with their line breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** The lines that two texts have in common, in place of what both began with. */
function sharedLines(own: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others)
  return own.filter((line) => known.has(line))
}
