import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TextBytes } from '../../compositor/text-bytes.js'

describe('texts in bytes that cross threads', () => {
  it('are what they were, in any order, however they are written, and none beyond them', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'é', 'ÿ', '→', '\u{1f600}', '\0', '\n'),
      maxLength: 20,
    })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (texts) => {
        const bytes = structuredClone(TextBytes.encoded(texts))
        const read = new TextBytes(bytes)
        expect(read.length).toBe(texts.length)
        expect(texts.map((_, index) => read.at(texts.length - 1 - index)).reverse()).toEqual(texts)
        expect(read.at(texts.length)).toBeUndefined()
        expect(read.size).toBe(Buffer.byteLength(texts.join('')))
      }),
      { seed: 13 },
    )
  })

  it('are in memory of their own, which is given away whole', () => {
    const bytes = TextBytes.encoded(['one', 'zwei'])
    expect(bytes.byteLength).toBe(bytes.buffer.byteLength)
    const moved = structuredClone(bytes, { transfer: [bytes.buffer] })
    expect([bytes.byteLength, new TextBytes(moved).at(1)]).toEqual([0, 'zwei'])
  })
})
