import { decodeBytes, type OlxSource } from '../source/index.js'
import type { BlockDefinition, VersionBlock } from '../version/version-block.js'

/** The files of a version, each read when it is asked for. Paths as in an `OlxSource`. */
export interface VersionFiles {
  bytes(path: string): Promise<Uint8Array | undefined>
  /** All paths. It costs what the version does, so it is asked only of courses with a folder of drafts, and where nothing else will do. */
  paths(): Promise<readonly string[]>
  /** The paths that are not in normal form C, as macOS writes them; nearly always none. */
  readonly decomposed: readonly string[]
}

/** The blocks of a version as they were read from its files. */
export interface ReadVersion {
  /** Key of the learning context, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  /** Usage key of the root block, as text; of a v2 library its key. */
  readonly root: string
  /** Whether drafts count where the files have them besides what is published. */
  readonly isDraft: boolean
  block(usage: string): Promise<VersionBlock | undefined>
  blocks(usages: Iterable<string>): Promise<ReadonlyMap<string, VersionBlock>>
  definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>>
  /** The name of a static file by another one that it goes by. */
  alias?(name: string): Promise<string | undefined>
  /** Usage keys of the blocks that are read from a file: their definition, what points to it, or a text. */
  readFrom(path: string): Promise<readonly string[]>
}

/** Files that change, by path; undefined for one that goes. */
export type FileChanges = ReadonlyMap<string, Buffer | undefined>

/** The files of a source as those of a version. */
export function filesOf(source: Pick<OlxSource, 'paths' | 'bytes'>): VersionFiles {
  const paths = source.paths()
  return {
    bytes: (path) => Promise.resolve(source.bytes(path)),
    paths: () => Promise.resolve(paths),
    decomposed: paths.filter((path) => path !== path.normalize('NFC')),
  }
}

/** The files of a version after a change. */
export function changedFiles(files: VersionFiles, changes: FileChanges): VersionFiles {
  if (changes.size === 0) return files
  return {
    bytes: (path) => (changes.has(path) ? Promise.resolve(changes.get(path)) : files.bytes(path)),
    paths: async () => {
      const kept = (await files.paths()).filter((path) => !changes.has(path))
      return [...kept, ...[...changes].flatMap(([path, bytes]) => (bytes ? [path] : []))].sort()
    },
    decomposed: files.decomposed.filter((path) => !changes.has(path) || changes.get(path) !== undefined),
  }
}

/** The files of a version that are known so far, as a source to read from at once; what else is asked for is noted. */
export class KnownFiles implements OlxSource {
  readonly name: string
  readonly leftOut = []
  private readonly known = new Map<string, Buffer | undefined>()
  private readonly wanted = new Set<string>()
  private listed: readonly string[]

  constructor(
    context: string,
    private readonly files: VersionFiles,
  ) {
    this.name = context
    this.listed = files.decomposed
  }

  /** Makes all files of a folder known. */
  async list(folder: string): Promise<void> {
    const inside = (await this.files.paths()).filter((path) => path.startsWith(`${folder}/`))
    this.listed = [...new Set([...this.listed, ...inside])].sort()
    for (const path of inside) this.wanted.add(path)
    await this.load()
  }

  /** The text of a file once it is known; empty where there is none. */
  async read(path: string): Promise<string> {
    return (await this.settled(() => this.text(path))) ?? ''
  }

  /** What a reading gives once all files that it asks for are known. */
  async settled<T>(read: () => T): Promise<T> {
    for (;;) {
      let result: { readonly value: T } | undefined
      let thrown: unknown
      try {
        result = { value: read() }
      } catch (error) {
        thrown = error
      }
      if (await this.load()) continue
      if (result) return result.value
      throw thrown
    }
  }

  /** How many files are known, or known not to be there. */
  get count(): number {
    return this.known.size
  }

  /** @returns whether anything was wanted */
  async load(): Promise<boolean> {
    const paths = [...this.wanted]
    this.wanted.clear()
    const found = await Promise.all(paths.map((path) => this.files.bytes(path)))
    for (const [index, path] of paths.entries()) {
      const bytes = found[index]
      this.known.set(path, bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    }
    return paths.length > 0
  }

  paths(): readonly string[] {
    return this.listed
  }

  exists(path: string): boolean {
    return this.bytes(path) !== undefined
  }

  size(path: string): number | undefined {
    return this.bytes(path)?.length
  }

  bytes(path: string): Buffer | undefined {
    if (!this.known.has(path)) this.wanted.add(path)
    return this.known.get(path)
  }

  text(path: string): string | undefined {
    const bytes = this.bytes(path)
    return bytes && decodeBytes(bytes).text
  }
}
