import { describe, expect, it } from 'vitest'
import { encoded } from '../../host/http/encoded.js'

describe('texts of a page as bytes', () => {
  it.each([
    { texts: ['<p>', 'plain', '</p>'] },
    { texts: ['', 'é', 'ÿ', '→ ', '\u{1f600}', 'plain', ''] },
    { texts: [] },
  ])('are UTF-8, whatever they hold: $texts', ({ texts }) => {
    expect(encoded(texts).toString('utf8')).toBe(texts.join(''))
  })
})
