import { CompositorError } from '../../runtime/errors/index.js'
import { parseXml, type XmlElement } from '../../runtime/olx/index.js'
import type { OlxSource } from '../source/index.js'

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

/** The XML files of a source, each parsed once, and a record of which files were used. */
export class OlxFiles {
  readonly used = new Set<string>()
  private readonly read = new Map<string, OlxFile | MalformedFile>()

  constructor(readonly source: OlxSource) {}

  /** The file at `path`, or undefined where there is none. Never throws for what is in the file. */
  xml(path: string): OlxFile | MalformedFile | undefined {
    const known = this.read.get(path)
    if (known !== undefined) return known
    const text = this.text(path)
    if (text === undefined) return undefined
    let file: OlxFile | MalformedFile
    try {
      file = { path, text, root: parseXml(text, { file: path }) }
    } catch (error) {
      file = { path, text, error: CompositorError.from(error, 'olx-malformed', { location: { file: path } }) }
    }
    this.read.set(path, file)
    return file
  }

  /** The first of `paths` that is a file, in `folder` before the root, and that `fits`. */
  find(
    paths: readonly string[],
    folder?: string,
    fits: (path: string) => boolean = () => true,
  ): string | undefined {
    const inFolder = folder === undefined ? [] : paths.map((path) => `${folder}/${path}`)
    return [...inFolder, ...paths].find((path) => this.source.exists(path) && fits(path))
  }

  text(path: string): string | undefined {
    const text = this.source.text(path)
    if (text !== undefined) this.used.add(path)
    return text
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
