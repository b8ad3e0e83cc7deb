/**
 * Percent escapes undone, each run of them that stands for text (UTF-8, else one byte a character); a `%` that
 * begins none stays.
 */
export function unescapePercents(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes)
    } catch {
      return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('latin1')
    }
  })
}
