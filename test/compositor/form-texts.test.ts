import { describe, expect, it } from 'vitest'
import { blobsOfTexts, mostTogether, textsInBlobs } from '../../compositor/form-texts.js'

/** What is read of a store that holds some blobs, and how often it was asked. */
async function readOf(blobs: readonly { readonly name: string; readonly text: string }[]) {
  const kept = new Map(blobs.map(({ name, text }) => [name, text]))
  let asked = 0
  const texts = async (names: readonly string[]) => {
    asked++
    return names.map((name) => kept.get(name))
  }
  return { texts: await textsInBlobs({ texts }, 'form'), asked }
}

const long = (letter: string, length: number) => letter.repeat(length)

describe('texts of a composed form', () => {
  const cases: readonly [what: string, texts: readonly string[], pieces: number, reads: number][] = [
    ['one', ['{"a":1}'], 1, 1],
    ['with lines, empty and outside ASCII', ['a\nb', '', '→ é \u{1f600}', ''], 1, 1],
    ['just as many as stand together', [long('a', mostTogether - 1), 'b'], 1, 1],
    ['one too many', [long('a', mostTogether), 'b'], 2, 1],
    ['longer than a piece', ['a', long('b', 3 * mostTogether), 'c'], 3, 2],
    ['many', Array.from({ length: 10 }, (_, index) => long('abcdefghij'[index] ?? '', 60_000)), 10, 2],
  ]
  it.each(cases)('come back as they were: %s', async (_, texts, pieces, reads) => {
    const blobs = blobsOfTexts('form', texts)
    expect(blobs.length).toBe(pieces)
    expect(await readOf(blobs)).toEqual({ texts, asked: reads })
  })

  it('are not there where a piece of them is missing', async () => {
    const blobs = blobsOfTexts('form', [long('a', mostTogether), long('b', mostTogether), 'c'])
    for (const gone of blobs)
      expect((await readOf(blobs.filter((blob) => blob !== gone))).texts).toBeUndefined()
  })
})
