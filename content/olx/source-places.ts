import type { SourceLocation } from '../../runtime/errors/index.js'
import { escapeHtml } from '../../runtime/html/safe-html.js'
import type { BlockSource } from './authored-block.js'
import { LineStarts } from './line-starts.js'
import type { OlxFiles } from './olx-files.js'

/** Where in an author's files texts of their blocks stand. */
export class SourcePlaces {
  private readonly texts = new Map<string, { readonly text: string; readonly lines: LineStarts }>()

  constructor(
    private readonly files: OlxFiles,
    private readonly sources: ReadonlyMap<string, BlockSource>,
  ) {}

  /** The place of a text of a block; of the block where the text cannot be found; nothing for a block without a place. */
  of(usage: string, wanted: string): SourceLocation | Record<string, never> {
    const source = this.sources.get(usage)
    if (source === undefined) return {}
    const { at, texts } = source
    for (const path of new Set([...texts, at.file])) {
      const read = this.text(path)
      const from = path === at.file ? read.lines.offset({ line: at.line ?? 1, column: at.column ?? 1 }) : 0
      for (const written of new Set([wanted, escapeHtml(wanted)])) {
        const offset = read.text.indexOf(written, from)
        if (offset !== -1) return { file: path, ...read.lines.place(offset) }
      }
    }
    return at
  }

  private text(path: string) {
    let read = this.texts.get(path)
    if (read === undefined) {
      const text = this.files.text(path) ?? ''
      this.texts.set(path, (read = { text, lines: new LineStarts(text) }))
    }
    return read
  }
}
