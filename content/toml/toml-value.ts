/** A value to be written into TOML. */
export type TomlValue =
  | string
  | number
  | boolean
  | TomlDate
  | readonly TomlValue[]
  | { readonly [key: string]: TomlValue }

/** A point in time, written as RFC 3339 without quotes. */
export class TomlDate {
  /** @param text ISO 8601 with offset */
  constructor(readonly text: string) {}
}

/** How a string stands in a document. */
export type StringStyle = 'basic' | 'literal' | 'multiline-basic' | 'multiline-literal'

const bare = /^[A-Za-z0-9_-]+$/
const escapes: Readonly<Record<string, string>> = {
  '\b': String.raw`\b`,
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\f': String.raw`\f`,
  '\r': String.raw`\r`,
  '"': String.raw`\"`,
  '\\': '\\\\',
}

/** A key as TOML writes it: bare where that is allowed. */
export function tomlKey(key: string): string {
  return bare.test(key) ? key : basic(key)
}

/** A value as TOML, on one line. @throws TypeError for a number that TOML has no form for */
export function tomlText(value: TomlValue): string {
  if (typeof value === 'string') return basic(value)
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return String(value)
  if (value instanceof TomlDate) return value.text
  if (isList(value)) return `[${value.map(tomlText).join(', ')}]`
  const members = Object.entries(value).map(([key, one]) => `${tomlKey(key)} = ${tomlText(one)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** A string in the style in which another one stood, where that can say it; else a basic one. */
export function stringIn(style: StringStyle, value: string, lineEnd: string): string {
  const text = wellFormed(value)
  const isPlain = !hasControls(text)
  if (style === 'literal' && isPlain && !text.includes("'") && !text.includes('\n')) return `'${text}'`
  // Readers differ in whether a line end of two characters is one in a text.
  if (text.includes('\n') && lineEnd !== '\n') return basic(text)
  if (style === 'multiline-literal' && isPlain && !text.includes("'''") && !text.endsWith("'"))
    return `'''${lineEnd}${text}'''`
  if (style === 'multiline-basic') return `"""${lineEnd}${text.split('\n').map(escaped).join('\n')}"""`
  return basic(text)
}

export function isList(value: TomlValue): value is readonly TomlValue[] {
  return Array.isArray(value)
}

function basic(value: string): string {
  return `"${escaped(value)}"`
}

/** A text without what a basic string cannot hold as it is; a lone surrogate becomes U+FFFD, as TOML has no form for it. */
function escaped(value: string): string {
  let text = ''
  for (const one of wellFormed(value)) {
    const code = one.codePointAt(0) ?? 0
    if (escapes[one] !== undefined) text += escapes[one]
    else if (code < 0x20 || code === 0x7f) text += String.raw`\u` + code.toString(16).padStart(4, '0')
    else text += one
  }
  return text
}

/** Text without lone surrogates, which no file in UTF-8 holds. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

/** Control characters but for the line feed. */
function hasControls(text: string): boolean {
  return Array.from(text).some((one) => (one < ' ' && one !== '\n') || one === '\u007f')
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`TOML is not written with ${value} here.`)
  return Object.is(value, -0) ? '-0.0' : String(value)
}
