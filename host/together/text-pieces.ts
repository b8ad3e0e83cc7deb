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

/** Pairs of equal lines that are looked at to compare texts: where there are more, as in long texts of a few lines again and again, what differs is one piece. */
const mostPairs = 200_000

/** The pieces of a text that two people changed, line by line; together they hold all that either wrote. */
export function textPieces({ mine, theirs, was }: TextClash): readonly TextPiece[] {
  const [own, others] = [linesOf(mine), linesOf(theirs)]
  const before = was === undefined ? sharedLines(own, others) : linesOf(was)
  const texts = [own, others, before]
  const start = sharedFrom(texts, (lines, at) => lines[at])
  const rest = texts.map((lines) => lines.slice(start))
  const end = sharedFrom(rest, (lines, at) => lines[lines.length - 1 - at])
  const [a = [], b = [], o = []] = rest.map((lines) => lines.slice(0, lines.length - end))
  return [...samePiece(own.slice(0, start)), ...differing(a, b, o), ...samePiece(own.slice(own.length - end))]
}

/** How many lines all texts have in common, from one end on. */
function sharedFrom(
  texts: readonly (readonly string[])[],
  lineAt: (lines: readonly string[], at: number) => string | undefined,
): number {
  const shortest = Math.min(...texts.map((lines) => lines.length))
  const [first = []] = texts
  let at = 0
  while (at < shortest && texts.every((lines) => lineAt(lines, at) === lineAt(first, at))) at++
  return at
}

function samePiece(lines: readonly string[]): TextPiece[] {
  return lines.length === 0 ? [] : [{ kind: 'same', text: lines.join('') }]
}

/** The pieces of what differs: of what I wrote, what others did, and what both began with. */
function differing(
  own: readonly string[],
  others: readonly string[],
  before: readonly string[],
): readonly TextPiece[] {
  const [mine, theirs, was] = [own, others, before].map((lines) => lines.join('')) as [string, string, string]
  if (mine === theirs) return mine === '' ? [] : [{ kind: 'same', text: mine }]
  if (theirs === was) return [{ kind: 'mine', text: mine }]
  if (mine === was) return [{ kind: 'theirs', text: theirs }]
  if (pairsOf(own, before) + pairsOf(others, before) > mostPairs)
    return [{ kind: 'clash', mine, theirs, was }]
  return diff3MergeRegions([...own], [...before], [...others]).flatMap((region): readonly TextPiece[] =>
    region.stable
      ? [{ kind: whose[region.buffer], text: region.bufferContent.join('') }]
      : clashing(region.aContent, region.bContent, region.oContent.join('')),
  )
}

/** Where both changed the same lines: at the ends often alike, as an editor wrote them anew for both. */
function clashing(own: readonly string[], others: readonly string[], was: string): readonly TextPiece[] {
  const start = sharedFrom([own, others], (lines, at) => lines[at])
  const rest = [own, others].map((lines) => lines.slice(start))
  const end = sharedFrom(rest, (lines, at) => lines[lines.length - 1 - at])
  const [mine = '', theirs = ''] = rest.map((lines) => lines.slice(0, lines.length - end).join(''))
  return [
    ...samePiece(own.slice(0, start)),
    ...(mine === theirs ? [] : [{ kind: 'clash', mine, theirs, was } as const]),
    ...samePiece(own.slice(own.length - end)),
  ]
}

/** Pairs of equal lines, one of each text: what finding the longest common part costs. */
function pairsOf(one: readonly string[], other: readonly string[]): number {
  const counts = new Map<string, number>()
  for (const line of other) counts.set(line, (counts.get(line) ?? 0) + 1)
  return one.reduce((sum, line) => sum + (counts.get(line) ?? 0), one.length)
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
