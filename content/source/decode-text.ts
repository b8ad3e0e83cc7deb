import { windows1252 } from '../../runtime/values/index.js'

/** A text out of bytes, and what is not as it should be. */
export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string
  /** Why bytes are not what they say, and where the first of them stands; lines and columns count from 1. */
  readonly fault?: { readonly message: string; readonly line: number; readonly column: number }
  /**
   * How the characters stand in the bytes: the platform's name of an encoding; `us-ascii` where that is declared;
   * `mixed` for UTF-8 with single bytes of windows-1252 in it.
   */
  readonly encoding: string
}

const xmlDeclaration = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/
const htmlMeta = /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i

/** The byte order mark of UTF-8, each byte written as a character. */
export const utf8Mark = '\u00ef\u00bb\u00bf'

const asWestern = 'they are read as Western characters (windows-1252)'

/** Characters looked at for a `<meta charset>`, as browsers do. */
const metaLimit = 1024

/**
 * Bytes as text: by their byte order mark, by what an XML declaration says, else UTF-8. HTML that is no UTF-8 is read as
 * its `<meta charset>` says. What is no text in its encoding is read byte for byte as Windows' Western characters, so that
 * nothing is lost.
 */
export function decodeBytes(bytes: Uint8Array, { html = false } = {}): DecodedText {
  const marked = byteOrder(bytes)
  if (marked !== undefined) {
    const text = new TextDecoder(marked).decode(bytes)
    const at = text.indexOf('\uFFFD')
    const message = `holds bytes that are no ${marked}; they are lost`
    const fault = at === -1 ? {} : { fault: { message, ...placeOf(text, at) } }
    return { text, encoding: marked, ...fault }
  }
  const start = Buffer.from(bytes.subarray(0, metaLimit)).toString('latin1')
  // The mark of UTF-8 says more than a declaration.
  const declared = start.startsWith(utf8Mark) ? undefined : xmlDeclaration.exec(start)?.[1]
  if (declared !== undefined && !isUnicode(declared)) {
    const label = labelOf(declared)
    if (label === undefined) {
      const { fault, ...decoded } = decodeUtf8(bytes)
      const message = `says that it is in '${declared}', which is not known, and holds bytes that are no UTF-8; ${asWestern}`
      return fault === undefined ? decoded : { ...decoded, fault: { ...fault, message } }
    }
    const text = decodeAs(label, bytes)
    if (text !== undefined) return saysLess(label, declared, bytes) ?? { text, encoding: label }
  }
  const decoded = decodeUtf8(bytes)
  const isAscii = declared !== undefined && /^(?:us-)?ascii$/i.test(declared)
  if (decoded.fault === undefined && isAscii) return { ...decoded, encoding: 'us-ascii' }
  if (decoded.fault === undefined || !html) return decoded
  const meta = labelOf(htmlMeta.exec(start)?.[1] ?? '')
  const text = meta === undefined || isUnicode(meta) ? undefined : decodeAs(meta, bytes)
  return text === undefined || meta === undefined ? decoded : { text, encoding: meta }
}

function byteOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // A `<` of two bytes: XML begins with one.
  if (first === 0x3c && second === 0) return 'utf-16le'
  return first === 0 && second === 0x3c ? 'utf-16be' : undefined
}

/** Encodings that bytes which begin as ASCII does are read in as UTF-8. */
function isUnicode(label: string): boolean {
  return /^(?:utf-?(?:8|16|16le|16be)|ucs-2|unicode|(?:us-)?ascii)$/i.test(label)
}

/** What the platform calls an encoding; undefined for one that it does not know. */
function labelOf(name: string): string | undefined {
  const label = name
    .toLowerCase()
    .replace(/^latin-(\d)$/, 'latin$1')
    .replace(/^cp-?125/, 'windows-125')
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

/**
 * UTF-8 that declares an encoding of one byte a character, as files do that an editor saved anew. Letters of such encodings
 * hardly ever stand together as the bytes of UTF-8 do.
 */
function saysLess(label: string, declared: string, bytes: Uint8Array): DecodedText | undefined {
  if (!/^(?:iso-8859|windows-|koi8|macintosh|x-mac|ibm)/.test(label)) return undefined
  const at = bytes.findIndex((byte) => byte >= 0x80)
  const { text, fault } = decodeUtf8(bytes)
  if (at === -1 || fault !== undefined) return undefined
  const before = new TextDecoder().decode(bytes.subarray(0, at + 1))
  const message = `says that it is in '${declared}', but its bytes are UTF-8; they are read as that`
  return { text, encoding: 'utf-8', fault: { message, ...placeOf(before, before.length - 1) } }
}

function decodeAs(label: string, bytes: Uint8Array): string | undefined {
  // Some releases of Node read it as Latin-1.
  if (label === 'windows-1252') return windows1252(Buffer.from(bytes).toString('latin1'))
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** UTF-8, other bytes being characters of windows-1252. */
function decodeUtf8(bytes: Uint8Array): DecodedText {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    // The one reason is a byte that does not belong.
  }
  let at = -1
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(utf8Mark, '')
    .replace(utf8Sequence, (found, offset: number) => {
      if (found.length > 1) return Buffer.from(found, 'latin1').toString('utf8')
      if (at === -1) at = offset
      return windows1252(found)
    })
  const before = Buffer.from(bytes).toString('latin1', 0, at)
  const line = before.split('\n').length
  const column = Buffer.from(before.slice(before.lastIndexOf('\n') + 1), 'latin1').toString('utf8').length + 1
  return {
    text,
    encoding: 'mixed',
    fault: {
      message: `holds bytes that are no UTF-8 and names no other encoding; ${asWestern}`,
      line,
      column,
    },
  }
}

/** A character of UTF-8 beyond ASCII (RFC 3629), each byte written as a character, or else a single byte. */
export const utf8Sequence =
  /[\u00c2-\u00df][\u0080-\u00bf]|\u00e0[\u00a0-\u00bf][\u0080-\u00bf]|[\u00e1-\u00ec\u00ee\u00ef][\u0080-\u00bf]{2}|\u00ed[\u0080-\u009f][\u0080-\u00bf]|\u00f0[\u0090-\u00bf][\u0080-\u00bf]{2}|[\u00f1-\u00f3][\u0080-\u00bf]{3}|\u00f4[\u0080-\u008f][\u0080-\u00bf]{2}|[\u0080-\u00ff]/g

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') }
}
