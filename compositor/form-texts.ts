import type { Blob, Blobs } from '../store/index.js'

/**
 * Characters of texts that are kept together. V8 gives a text of 128 KiB or more memory of its own from the system, which costs ten
 * times what reading it does (docs/benchmarks.md, cold-unit).
 */
export const mostTogether = 100_000

/** Where a text is among the pieces. */
interface Place {
  readonly piece: number
  readonly from: number
  readonly to: number
}

/** Blobs that hold texts: the first begins with a line of their lengths, from which follows where each of them is. */
export function blobsOfTexts(name: string, texts: readonly string[]): readonly Blob[] {
  const pieces: string[] = []
  for (const [index, { piece }] of placesOf(texts.map(({ length }) => length)).entries())
    pieces[piece] = (pieces[piece] ?? '') + (texts[index] ?? '')
  const [first = '', ...others] = pieces
  return [`${texts.map(({ length }) => length).join(' ')}\n${first}`, ...others].map((text, piece) => ({
    name: nameOf(name, piece),
    text,
  }))
}

/** The texts of {@link blobsOfTexts}, or undefined where not all of them are there. @throws what the blobs throw */
export async function textsInBlobs(
  blobs: Pick<Blobs, 'texts'>,
  name: string,
): Promise<readonly string[] | undefined> {
  const [first, second] = await blobs.texts([name, nameOf(name, 1)])
  if (first === undefined) return undefined
  const end = first.indexOf('\n')
  const places = placesOf(first.slice(0, end).split(' ').map(Number))
  const count = 1 + (places.at(-1)?.piece ?? 0)
  const pieces = [first.slice(end + 1), ...(count > 1 ? [second] : [])]
  if (count > pieces.length) {
    const rest = Array.from({ length: count - pieces.length }, (_, index) => nameOf(name, index + 2))
    pieces.push(...(await blobs.texts(rest)))
  }
  if (pieces.includes(undefined)) return undefined
  return places.map(({ piece, from, to }) => (pieces[piece] ?? '').slice(from, to))
}

/** Of many such the first text, undefined where it is not there; in one round trip. @throws what the blobs throw */
export async function firstTextsInBlobs(
  blobs: Pick<Blobs, 'texts'>,
  names: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const firsts = await blobs.texts(names.map((name) => nameOf(name, 0)))
  return firsts.map((first) => {
    if (first === undefined) return undefined
    const end = first.indexOf('\n')
    return first.slice(end + 1, end + 1 + Number.parseInt(first, 10))
  })
}

/** As many texts in a piece as may stand together, in their order. */
function placesOf(lengths: readonly number[]): readonly Place[] {
  let piece = 0
  let from = 0
  return lengths.map((length) => {
    if (from > 0 && from + length > mostTogether) {
      piece++
      from = 0
    }
    const place = { piece, from, to: from + length }
    from = place.to
    return place
  })
}

function nameOf(name: string, piece: number): string {
  return piece === 0 ? name : `${name}.${piece + 1}`
}
