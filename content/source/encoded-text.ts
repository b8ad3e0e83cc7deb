import { windows1252 } from '../../runtime/values/index.js'
import type { TextEdit } from '../../runtime/olx/text-edit.js'
import { decodeBytes, utf8Mark, utf8Sequence } from './decode-text.js'
import { lineEndOf } from './line-end.js'

/** What stands for a character that the encoding of a file lacks. */
export type CharacterReference = 'xml' | 'json'

/** A text of a file, with the bytes it was read from, so that parts of it can be replaced and all other bytes stay. */
export class EncodedText {
  readonly text: string
  private readonly encoding: string

  constructor(
    private readonly bytes: Buffer,
    private readonly options: { readonly html?: boolean } = {},
  ) {
    const { text, encoding } = decodeBytes(bytes, options)
    this.text = text
    this.encoding = encoding
  }

  /** The line end that an author's own line ends become in this file: that of its first line. */
  get lineEnd(): '\n' | '\r\n' {
    return lineEndOf(this.text)
  }

  /**
   * The bytes of the file with some of its text replaced. Characters that its encoding lacks become references.
   * @param edits none of which overlap
   */
  with(edits: readonly TextEdit[], reference: CharacterReference): Buffer {
    const sorted = [...edits].sort((one, other) => one.start - other.start || one.end - other.end)
    const written = this.spliced(sorted, (text) => this.encoded(text, reference))
    // What was written may change how a file is read that does not say its encoding, or says a wrong one.
    return decodeBytes(written, this.options).text === this.expected(sorted, reference)
      ? written
      : this.spliced(sorted, (text) => asciiBytes(text, reference, this.encoding))
  }

  private spliced(edits: readonly TextEdit[], encode: (text: string) => Buffer): Buffer {
    const parts: Buffer[] = []
    let at = 0
    const offsetOf = byteOffsets(this.bytes, this.text, this.encoding)
    for (const { start, end, text } of edits) {
      parts.push(this.bytes.subarray(at, offsetOf(start)), encode(text))
      at = offsetOf(end)
    }
    parts.push(this.bytes.subarray(at))
    return Buffer.concat(parts)
  }

  private expected(edits: readonly TextEdit[], reference: CharacterReference): string {
    let text = ''
    let at = 0
    for (const edit of edits) {
      text += this.text.slice(at, edit.start) + withReferences(edit.text, this.has(), reference)
      at = edit.end
    }
    return text + this.text.slice(at)
  }

  private encoded(text: string, reference: CharacterReference): Buffer {
    const { encoding } = this
    const safe = withReferences(text, this.has(), reference)
    if (encoding === 'utf-16le') return Buffer.from(safe, 'utf16le')
    if (encoding === 'utf-16be') return Buffer.from(safe, 'utf16le').swap16()
    if (isUtf8(encoding) || encoding === 'mixed') return Buffer.from(safe)
    const known = charactersOf(encoding)
    return Buffer.concat(Array.from(safe).map((one) => known.get(one) ?? Buffer.from(one, 'latin1')))
  }

  /** Whether the encoding has a character; undefined where it has all. */
  private has(): ((character: string) => boolean) | undefined {
    const { encoding } = this
    if (encoding === 'utf-8' || encoding.startsWith('utf-16')) return undefined
    if (encoding === 'us-ascii' || encoding === 'mixed') return isAscii
    const known = charactersOf(encoding)
    return (one) => isAscii(one) || known.has(one)
  }
}

function isUtf8(encoding: string): boolean {
  return encoding === 'utf-8' || encoding === 'us-ascii'
}

function isAscii(character: string): boolean {
  return character <= '\u007f'
}

function asciiBytes(text: string, reference: CharacterReference, encoding: string): Buffer {
  const safe = withReferences(text, isAscii, reference)
  if (encoding === 'utf-16le') return Buffer.from(safe, 'utf16le')
  return encoding === 'utf-16be' ? Buffer.from(safe, 'utf16le').swap16() : Buffer.from(safe, 'latin1')
}

/** A text without the characters that an encoding lacks. A CDATA section knows no references, so it is interrupted. */
function withReferences(
  text: string,
  has: ((character: string) => boolean) | undefined,
  reference: CharacterReference,
): string {
  if (has === undefined) return text
  if (reference === 'json')
    return text.replace(/\P{ASCII}/gu, (one) => (has(one) ? one : [...codeUnits(one)].join('')))
  const escaped = (part: string) =>
    part.replace(/\P{ASCII}/gu, (one) => (has(one) ? one : `&#${one.codePointAt(0) ?? 0};`))
  return text
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) =>
      part.startsWith('<![CDATA[')
        ? part.replace(/\P{ASCII}+/gu, (run) =>
            Array.from(run).every(has) ? run : `]]>${escaped(run)}<![CDATA[`,
          )
        : escaped(part),
    )
    .join('')
}

function* codeUnits(character: string): Iterable<string> {
  for (let at = 0; at < character.length; at++)
    yield `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`
}

/** Where in the bytes a character of the text stands. */
function byteOffsets(bytes: Buffer, text: string, encoding: string): (offset: number) => number {
  if (encoding.startsWith('utf-16')) {
    const mark = bytes.length >= 2 && (bytes.readUInt16BE(0) === 0xfeff || bytes.readUInt16BE(0) === 0xfffe)
    return (offset) => Math.min(bytes.length, 2 * offset + (mark ? 2 : 0))
  }
  if (isUtf8(encoding)) {
    const mark = bytes.toString('latin1', 0, 3) === utf8Mark ? 3 : 0
    return (offset) => mark + Buffer.byteLength(text.slice(0, offset))
  }
  if (encoding === 'mixed') return mixedOffsets(bytes)
  if (bytes.length === text.length) return (offset) => offset
  return decodedOffsets(bytes, encoding)
}

function mixedOffsets(bytes: Buffer): (offset: number) => number {
  const latin = bytes.toString('latin1')
  const markAt = latin.indexOf(utf8Mark)
  /** Places where bytes and characters part: by how much after each. */
  const steps: { readonly text: number; readonly bytes: number }[] = []
  let textAt = 0
  let at = 0
  const step = (from: number, size: number, characters: number) => {
    textAt += from - at + characters
    at = from + size
    steps.push({ text: textAt, bytes: at })
  }
  const rest = markAt === -1 ? latin : latin.slice(0, markAt) + '\0\0\0' + latin.slice(markAt + 3)
  const matches = [...rest.matchAll(utf8Sequence)].map(({ 0: found, index }) => ({
    index,
    size: found.length,
    characters: found.length === 4 ? 2 : 1,
  }))
  if (markAt !== -1) matches.push({ index: markAt, size: 3, characters: 0 })
  matches.sort((one, other) => one.index - other.index)
  for (const { index, size, characters } of matches) step(index, size, characters)
  return (offset) => {
    const last = steps.findLast((one) => one.text <= offset)
    return last === undefined ? offset : last.bytes + offset - last.text
  }
}

/** Offsets in an encoding of several bytes a character, told by decoding it byte by byte. */
function decodedOffsets(bytes: Buffer, encoding: string): (offset: number) => number {
  const decoder = new TextDecoder(encoding)
  const starts: number[] = []
  let begun = 0
  for (let at = 0; at < bytes.length; at++) {
    const out = decoder.decode(bytes.subarray(at, at + 1), { stream: true })
    for (let unit = 0; unit < out.length; unit++) starts.push(begun)
    if (out.length > 0) begun = at + 1
  }
  return (offset) => starts[offset] ?? bytes.length
}

const encodings = new Map<string, ReadonlyMap<string, Buffer>>()

/** The bytes of the characters beyond ASCII that an encoding of one or two bytes has. */
function charactersOf(encoding: string): ReadonlyMap<string, Buffer> {
  const known = encodings.get(encoding)
  if (known) return known
  const characters = new Map<string, Buffer>()
  const decode = (bytes: Buffer) => {
    if (encoding === 'windows-1252') return windows1252(bytes.toString('latin1'))
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      return ''
    }
  }
  const note = (bytes: Buffer) => {
    const text = decode(bytes)
    if (Array.from(text).length === 1 && !isAscii(text) && !characters.has(text)) characters.set(text, bytes)
  }
  for (let first = 0x80; first < 0x100; first++) note(Buffer.from([first]))
  // An encoding that has its 128 characters in single bytes has no others.
  if (characters.size < 90 && !encoding.startsWith('iso-2022')) {
    for (let first = 0x80; first < 0x100; first++)
      for (let second = 0x30; second < 0x100; second++) note(Buffer.from([first, second]))
  }
  encodings.set(encoding, characters)
  return characters
}
