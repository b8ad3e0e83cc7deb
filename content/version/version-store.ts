import { LRUCache } from 'lru-cache'
import { CompositorError } from '../../runtime/errors/index.js'
import { contentHash } from '../../runtime/values/index.js'
import { Trees, type Store, type TreeMap } from '../../store/index.js'
import { entryBlob, type LogEntry } from './log-entry.js'
import { readingBlob, type VersionReading } from './version-reading.js'
import { asJson, type BlockDefinition } from './version-block.js'

/** What the authors' side keeps things in. */
export type AuthorsStore = Pick<Store, 'blobs' | 'heads' | 'files'>

/** How much is put in one step. */
const batchLimit = { blobs: 500, characters: 4_000_000 }

const definitionBlob = (hash: string) => `definition:${hash}`

/** What never changes of versions: trees, entries, readings and definitions by hash, files by theirs. */
export class VersionStore {
  readonly trees: Trees
  /** Small ones that are read again and again. */
  private readonly kept = new LRUCache<string, LogEntry | VersionReading>({ max: 500 })

  constructor(readonly store: AuthorsStore) {
    this.trees = new Trees(store.blobs)
  }

  /** A map by its root. @param root '' or undefined for an empty one */
  map<V>(root: string | undefined): TreeMap<V> {
    return this.trees.open<V>(root ?? '')
  }

  /** @throws CompositorError `store-damaged` where it is missing */
  entry(hash: string): Promise<LogEntry> {
    return this.small<LogEntry>(entryBlob(hash))
  }

  /** Entries by hash, in that order, in one round trip. */
  async entries(hashes: readonly string[]): Promise<readonly LogEntry[]> {
    const texts = await this.store.blobs.texts(hashes.map(entryBlob))
    return texts.map((text, index) => parsed<LogEntry>(entryBlob(hashes[index] ?? ''), text))
  }

  /** @throws CompositorError `store-damaged` where it is missing */
  reading(hash: string): Promise<VersionReading> {
    return this.small<VersionReading>(readingBlob(hash))
  }

  /** Stores an entry or a reading. @returns its hash */
  async put(kind: 'entry' | 'reading', value: LogEntry | VersionReading): Promise<string> {
    const hash = contentHash(asJson(value))
    await this.store.blobs.put([{ name: `${kind}:${hash}`, text: JSON.stringify(value) }])
    return hash
  }

  /**
   * Puts again what a version is found by, before an older one is made to count: then no collector takes it, or has taken it already.
   * @throws CompositorError `version-collected`
   */
  async renew(tree: string, reading: string): Promise<void> {
    const names = [readingBlob(reading), ...(tree === '' ? [] : [`node:${tree}`])]
    const texts = await this.store.blobs.texts(names)
    const found = names.flatMap((name, place) => {
      const text = texts[place]
      return text === undefined ? [] : [{ name, text }]
    })
    if (found.length === names.length) {
      if ((await this.store.blobs.put(found)) === 0) return
      // It was taken between the two steps: the rest of it goes, too.
      await this.store.blobs.remove(names, Infinity)
    }
    throw new CompositorError('version-collected', `The content of version '${tree}' was removed.`)
  }

  /** Definitions by hash. @throws CompositorError `store-damaged` when one is missing */
  async definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>> {
    const wanted = [...new Set(hashes)]
    const texts = await this.store.blobs.texts(wanted.map(definitionBlob))
    return new Map(
      wanted.map((hash, index) => [hash, parsed<BlockDefinition>(definitionBlob(hash), texts[index])]),
    )
  }

  /** Stores definitions, some at a time. */
  async putDefinitions(definitions: Iterable<readonly [hash: string, BlockDefinition]>): Promise<void> {
    let batch: { name: string; text: string }[] = []
    let characters = 0
    for (const [hash, definition] of definitions) {
      const text = JSON.stringify(definition)
      batch.push({ name: definitionBlob(hash), text })
      characters += text.length
      if (batch.length < batchLimit.blobs && characters < batchLimit.characters) continue
      await this.store.blobs.put(batch)
      batch = []
      characters = 0
    }
    if (batch.length > 0) await this.store.blobs.put(batch)
  }

  /** The bytes of a file by its hash: for small ones. @throws CompositorError `store-damaged` */
  async bytes(hash: string): Promise<Uint8Array> {
    const file = await this.store.files.open(hash)
    const bytes = await file?.bytes()
    if (bytes === undefined) throw missing(`file:${hash}`)
    return bytes
  }

  /** The bytes of a file by its hash, read as they are taken. @throws CompositorError `store-damaged` */
  async *stream(hash: string): AsyncIterable<Uint8Array> {
    const file = await this.store.files.open(hash)
    if (file === undefined) throw missing(`file:${hash}`)
    for await (const piece of file.stream(0, file.size)) yield piece
  }

  private async small<T extends LogEntry | VersionReading>(name: string): Promise<T> {
    const known = this.kept.get(name)
    if (known !== undefined) return known as T
    const [text] = await this.store.blobs.texts([name])
    const value = parsed<T>(name, text)
    this.kept.set(name, value)
    return value
  }
}

function parsed<T>(name: string, text: string | undefined): T {
  if (text === undefined) throw missing(name)
  try {
    return JSON.parse(text) as T
  } catch (cause) {
    throw new CompositorError('store-damaged', `What the store has as '${name}' cannot be read.`, { cause })
  }
}

function missing(name: string): CompositorError {
  return new CompositorError('store-damaged', `The store has no '${name}', which a version refers to.`)
}
