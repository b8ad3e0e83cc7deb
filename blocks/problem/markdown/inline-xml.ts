import { parseXml } from '../../../runtime/olx/index.js'

/**
 * An author's text as XML content: HTML in it stays where it is well-formed, and is text where it is not; an `&`
 * that begins no entity is a plain one.
 */
export function inlineXml(text: string): string {
  const escaped = text.trim().replace(/&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{0,31});)/gi, '&amp;')
  if (!/[<>]|&[a-z]/i.test(escaped) || isWellFormed(escaped)) return escaped.replaceAll(']]>', ']]&gt;')
  return escapeXml(text.trim())
}

/** A text as XML content or as the value of an attribute in double quotes. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Text lines as paragraphs, a paragraph a line; lines of HTML blocks stay as they are. */
export function paragraphs(lines: readonly string[]): string[] {
  const blocks: string[] = []
  let html: string[] = []
  const flush = () => {
    const whole = html.join('\n')
    if (html.length > 0 && isWellFormed(whole)) blocks.push(whole)
    else for (const line of html) blocks.push(paragraph(line))
    html = []
  }
  for (const line of lines) {
    if (html.length > 0 ? line.trim() !== '' : /^\s*<[a-z]/i.test(line)) html.push(line)
    else {
      flush()
      if (line.trim() !== '') blocks.push(paragraph(line))
    }
  }
  flush()
  return blocks
}

function paragraph(line: string): string {
  return `<p>${inlineXml(line)}</p>`
}

function isWellFormed(content: string): boolean {
  try {
    parseXml(`<x>${content}</x>`)
    return true
  } catch {
    return false
  }
}
