import { Parser } from 'htmlparser2'

/** A piece of an author's HTML: what stands on its top level, with all in it. Together the pieces are the text, to the letter. */
export interface HtmlPiece {
  readonly source: string
  /** `words` can be written as they look; `island` is something that a visual editor would not keep, and stays as it is; `space` stands between. */
  readonly kind: 'words' | 'island' | 'space'
}

/** Elements of which all is known, so that a visual editor keeps them: without attributes, but for the address of a link. */
const blocks = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'blockquote'])
const inside = new Set(['li', 'b', 'strong', 'i', 'em', 'u', 's', 'code', 'sub', 'sup', 'br', 'a'])

/** The pieces of a text of HTML, in their order. */
export function htmlPieces(text: string): readonly HtmlPiece[] {
  const ends = topLevel(text)
  const pieces: HtmlPiece[] = []
  let at = 0
  for (const [start, end] of ends) {
    if (start > at) pieces.push(between(text.slice(at, start)))
    const source = text.slice(start, end)
    pieces.push({ source, kind: isWords(source) ? 'words' : 'island' })
    at = end
  }
  if (at < text.length) pieces.push(between(text.slice(at)))
  return pieces
}

function between(source: string): HtmlPiece {
  return { source, kind: source.trim() === '' ? 'space' : 'island' }
}

/** Where the elements of the top level begin and end. */
function topLevel(text: string): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  let depth = 0
  let start = 0
  const parser = new Parser(
    {
      onopentag() {
        if (depth++ === 0) start = parser.startIndex
      },
      onclosetag() {
        if (depth > 0 && --depth === 0) found.push([start, Math.max(start, parser.endIndex + 1)])
      },
    },
    { recognizeSelfClosing: true },
  )
  parser.end(text)
  return found.filter(([from, to], at) => to > from && from >= (found[at - 1]?.[1] ?? 0))
}

/** Whether a piece is one known block with nothing but known elements in it, each closed. */
function isWords(source: string): boolean {
  const open: string[] = []
  const tag = /<(\/?)([a-z][a-z\d]*)((?:\s+href\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))?)\s*(\/?)>/gi
  let isFirst = true
  let rest = ''
  let at = 0
  for (const found of source.matchAll(tag)) {
    const [whole, end = '', written = '', href = ''] = found
    rest += source.slice(at, found.index)
    at = found.index + whole.length
    const name = written.toLowerCase()
    if (end !== '') {
      if (open.pop() !== name || href !== '') return false
      continue
    }
    if (isFirst ? !blocks.has(name) : !inside.has(name) || open.length === 0) return false
    if (href !== '' && name !== 'a') return false
    isFirst = false
    if (name !== 'br') open.push(name)
  }
  return !isFirst && open.length === 0 && source.slice(at).trim() === '' && !/[<>]/.test(rest)
}
