import type { TextEdit } from '../../runtime/olx/text-edit.js'
import type { EncodedText } from '../source/index.js'
import { EncodedText as Encoded } from '../source/index.js'
import type { FileChanges, KnownFiles } from './version-files.js'

/** Edits of the texts of files that are known, and whole files that are written or go. */
export class EditedFiles {
  private readonly edits = new Map<string, TextEdit[]>()
  private readonly whole = new Map<string, Buffer | undefined>()

  constructor(private readonly known: KnownFiles) {}

  edit(path: string, edits: readonly TextEdit[]): this {
    if (edits.length > 0) this.edits.set(path, [...(this.edits.get(path) ?? []), ...edits])
    return this
  }

  /** A file that has other text, in its own encoding and with its own line ends; one that is not there in UTF-8. */
  rewrite(path: string, text: string): this {
    const file = this.text(path)
    if (file === undefined) this.whole.set(path, Buffer.from(text))
    else this.edits.set(path, [{ start: 0, end: file.text.length, text: withLineEnds(text, file) }])
    return this
  }

  put(path: string, bytes: Buffer): this {
    this.whole.set(path, bytes)
    return this
  }

  remove(path: string): this {
    this.edits.delete(path)
    this.whole.set(path, undefined)
    return this
  }

  /** Whether something is written into a file. */
  touches(path: string): boolean {
    return this.edits.has(path) || this.whole.has(path)
  }

  /** The files that differ from what they were. */
  changes(): FileChanges {
    const changes = new Map<string, Buffer | undefined>()
    for (const [path, bytes] of this.whole)
      // One that goes may not have been looked at.
      if (bytes === undefined || !isSame(bytes, this.known.bytes(path))) changes.set(path, bytes)
    for (const [path, edits] of this.edits) {
      if (this.whole.has(path)) continue
      const written = this.text(path)?.with(outermost(edits), /\.(?:json|toml)$/.test(path) ? 'json' : 'xml')
      if (written && !isSame(written, this.known.bytes(path))) changes.set(path, written)
    }
    return changes
  }

  text(path: string): EncodedText | undefined {
    const bytes = this.known.bytes(path)
    return bytes && new Encoded(bytes, { html: /\.html?$/i.test(path) })
  }
}

/** An author's text with the line ends of the file it is put into. */
export function withLineEnds(text: string, { lineEnd }: Pick<EncodedText, 'lineEnd'>): string {
  return lineEnd === '\n' || text.includes('\r') ? text : text.replaceAll('\n', lineEnd)
}

/** Edits without those of text that another one replaces as a whole. */
function outermost(edits: readonly TextEdit[]): TextEdit[] {
  const sorted = [...edits].sort((one, other) => one.start - other.start || other.end - one.end)
  const kept: TextEdit[] = []
  let last: TextEdit | undefined
  for (const edit of sorted) {
    const isInside =
      last !== undefined && last.end > last.start && edit.start > last.start && edit.start < last.end
    const isAgain =
      last !== undefined && edit.end > edit.start && edit.start === last.start && edit.end <= last.end
    if (isInside || isAgain) continue
    kept.push(edit)
    if (edit.end > edit.start) last = edit
  }
  return kept
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other)
}
