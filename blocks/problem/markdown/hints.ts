import { escapeXml, inlineXml } from './inline-xml.js'

/** A text with the hint in double braces after it taken off. */
export interface HintedText {
  readonly text: string
  /** What stood between the braces; undefined where there were none. */
  readonly hint: string | undefined
}

/** Splits `text {{hint}}`. */
export function splitHint(line: string): HintedText {
  const start = line.indexOf('{{')
  const end = line.lastIndexOf('}}')
  if (start < 0 || end < start) return { text: line.trim(), hint: undefined }
  const hint = line.slice(start + 2, end).trim()
  return {
    text: `${line.slice(0, start)} ${line.slice(end + 2)}`.trim(),
    hint: hint === '' ? undefined : hint,
  }
}

/** A hint as an element; `Label:: text` gives it a label of its own. */
export function hintElement(tag: string, hint: string | undefined, attributes = ''): string {
  if (hint === undefined) return ''
  const [, label, text = hint] = /^([^:]{0,100})::(.*)$/s.exec(hint) ?? []
  const labelled = label === undefined ? '' : ` label="${escapeXml(label.trim())}"`
  return `<${tag}${attributes}${labelled}>${inlineXml(text)}</${tag}>`
}

/** The hints of a checkbox: `selected: …}, {unselected: …`, each by its first letter too. */
export function checkboxHints(hint: string | undefined): string {
  if (hint === undefined) return ''
  const pieces = hint
    .split(/\}\s*,\s*\{/)
    .map((piece) => /^[{\s]*(selected|s|unselected|u)\s*:(.*)$/is.exec(piece.trim()))
  return pieces
    .map((piece) => {
      if (piece === null) return ''
      const selected = piece[1]?.toLowerCase().startsWith('s') === true
      return hintElement('choicehint', piece[2]?.trim(), ` selected="${selected}"`)
    })
    .join('')
}
