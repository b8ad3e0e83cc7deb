import { LRUCache } from 'lru-cache'
import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { unescapePercents } from '../../runtime/html/unescape-percents.js'
import { parseXml, type XmlElement } from '../../runtime/olx/index.js'
import { decodeBytes, type OlxSource } from '../source/index.js'

/** An XML file that was read: its root element and the text its positions count in. */
export interface OlxFile {
  readonly path: string
  readonly text: string
  readonly root: XmlElement
}

/** A file that is there but is no XML. */
export interface MalformedFile {
  readonly path: string
  readonly text: string
  readonly error: CompositorError
}

/** Characters of XML files that stay parsed. */
const keptCharacters = 500_000

/**
 * The files of a source that blocks are read from: XML parsed once, texts decoded, and a record of which files were used. A
 * file is found by its path as written, else with composed for decomposed accents (macOS), else with percent escapes undone.
 */
export class OlxFiles {
  readonly used = new Set<string>()
  /** Those that were parsed last: in a library nobody asks for a file twice, and all together would be many times its size. */
  private readonly read = new LRUCache<string, OlxFile | MalformedFile>({ maxSize: keptCharacters })
  private readonly texts = new Map<string, string>()
  /** Paths with decomposed accents, by the path with composed ones. */
  private decomposed: ReadonlyMap<string, string> | undefined

  /** @param report takes files that are not in their encoding, and links that are left out */
  constructor(
    readonly source: OlxSource,
    private readonly report: (finding: Finding) => void,
  ) {
    for (const { path, why } of source.leftOut) {
      const message = `The link '${path}' ${why}, so it is left out.`
      report({ level: 'warning', code: 'archive-unsafe', file: path, message })
    }
  }

  /** The file at `path`, or undefined where there is none. Never throws for what is in the file. */
  xml(path: string): OlxFile | MalformedFile | undefined {
    const located = this.locate(path) ?? path
    const known = this.read.get(located)
    if (known !== undefined) return known
    const text = this.text(located)
    if (text === undefined) return undefined
    let file: OlxFile | MalformedFile
    try {
      file = { path: located, text, root: parseXml(text, { file: located }) }
    } catch (error) {
      const location = { file: located }
      file = { path: located, text, error: CompositorError.from(error, 'olx-malformed', { location }) }
    }
    // One that is larger than all that is kept stays alone, as each block in it asks for it.
    this.read.set(located, file, { size: Math.min(text.length + 1, keptCharacters) })
    return file
  }

  /** The first of `paths` that is a file, in `folder` before the root, and that `fits`. */
  find(
    paths: readonly string[],
    folder?: string,
    fits: (path: string) => boolean = () => true,
  ): string | undefined {
    const inFolder = folder === undefined ? [] : paths.map((path) => `${folder}/${path}`)
    for (const path of [...inFolder, ...paths]) {
      const found = this.locate(path)
      if (found !== undefined && fits(found)) return found
    }
    return undefined
  }

  /** Bytes that are not in the encoding of their file are a finding, said once. */
  text(path: string): string | undefined {
    const located = this.locate(path)
    if (located === undefined) return undefined
    const known = this.texts.get(located) ?? this.read.get(located)?.text
    if (known !== undefined) return known
    const bytes = this.source.bytes(located)
    if (bytes === undefined) return undefined
    this.used.add(located)
    const { text, fault } = decodeBytes(bytes, { html: /\.html?$/i.test(located) })
    if (fault) {
      // Kept, so that it is not said again.
      this.texts.set(located, text)
      const { message, ...place } = fault
      const said = `${located} ${message}.`
      this.report({ level: 'warning', code: 'text-encoding', file: located, ...place, message: said })
    }
    return text
  }

  /** The path of a file as the source has it. */
  private locate(path: string): string | undefined {
    const located = this.plain(path)
    return located === undefined && path.includes('%') ? this.plain(unescapePercents(path)) : located
  }

  private plain(path: string): string | undefined {
    const composed = path.normalize('NFC')
    for (const one of new Set([path, composed])) if (this.source.exists(one)) return one
    this.decomposed ??= new Map(
      this.source.paths().flatMap((one) => {
        const other = one.normalize('NFC')
        return other === one ? [] : [[other, one]]
      }),
    )
    return this.decomposed.get(composed)
  }

  /** The file that says what the whole import is. @throws CompositorError `olx-unreadable`, `olx-malformed` */
  rootXml(path: string): OlxFile {
    const file = this.xml(path)
    if (file === undefined) {
      throw new CompositorError('olx-unreadable', `${this.source.name} has no file ${path}.`)
    }
    if ('error' in file) throw file.error
    return file
  }
}
