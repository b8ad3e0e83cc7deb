/** Texts one after the other as UTF-8, in memory of their own. What is ASCII alone, as most of pages is, is copied as it is. */
export function encoded(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text))
  const bytes = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const [index, text] of texts.entries())
    at += bytes.write(text, at, lengths[index] === text.length ? 'latin1' : 'utf8')
  return bytes
}
