import { diff3Merge } from 'node-diff3'

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
  let [at, ownAt, othersAt] = [0, 0, 0]
  return diff3Merge(own, before, others, { excludeFalseConflicts: true, stringSeparator: /\n/ }).flatMap(
    ({ ok, conflict }): TextPiece[] => {
      if (conflict) {
        const { a, b, o } = conflict
        ;[ownAt, at, othersAt] = [
          conflict.aIndex + a.length,
          conflict.oIndex + o.length,
          conflict.bIndex + b.length,
        ]
        return [{ kind: 'clash', mine: a.join(''), theirs: b.join(''), was: o.join('') }]
      }
      return sorted(ok ?? [])
    },
  )

  /** Lines that are taken without asking, by who changed them. */
  function sorted(lines: readonly string[]): TextPiece[] {
    const pieces: { kind: 'same' | 'mine' | 'theirs'; text: string }[] = []
    for (const line of lines) {
      const [isMine, isTheirs] = [own[ownAt] === line, others[othersAt] === line]
      const kind = isMine && isTheirs ? 'same' : isMine ? 'mine' : 'theirs'
      if (isMine) ownAt++
      if (isTheirs) othersAt++
      if (before[at] === line) at++
      const last = pieces.at(-1)
      if (last?.kind === kind) last.text += line
      else pieces.push({ kind, text: line })
    }
    return pieces
  }
}

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
