import { CompositorError } from '../../runtime/errors/index.js'
import { canonicalJson, type FileStore, type StoredFile } from '../../runtime/values/index.js'
import type { AuthoredValues } from './authored-values.js'
import { asJson, type BlockDefinition, type ContentVersion } from './content-version.js'
import { fileHash, type MadeVersion } from './make-version.js'

/** Files written at a time. */
const lanes = 4

const names = {
  version: (hash: string) => `authored:version:${hash}`,
  definition: (hash: string) => `authored:definition:${hash}`,
  file: (hash: string) => `authored:file:${hash}`,
}

/** Versions with their definitions and files, each under a hash that always means the same. */
export class StoredVersions {
  /** @param files holds files of versions; `values` does where it is left out */
  constructor(
    private readonly values: AuthoredValues,
    private readonly files?: FileStore,
  ) {}

  /** @throws CompositorError `version-unknown` for a hash that is none, or another context's */
  async get(context: string, hash: string): Promise<ContentVersion> {
    const version = await this.find(context, hash)
    if (version !== undefined) return version
    throw new CompositorError('version-unknown', `There is no version '${hash}' of '${context}'.`)
  }

  /** A version of a context by its exact hash, or undefined. */
  async find(context: string, hash: string): Promise<ContentVersion | undefined> {
    const version = await this.values.json<ContentVersion>(names.version(hash))
    return version?.context === context ? version : undefined
  }

  /** Definitions by hash. @throws CompositorError `store-damaged` when one is missing */
  async definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>> {
    const wanted = [...new Set(hashes)]
    const texts = await this.values.texts(wanted.map(names.definition))
    return new Map(
      wanted.map((hash, index) => {
        const text = texts[index]
        if (text === undefined) throw missing('definition', hash)
        const definition: BlockDefinition = JSON.parse(text)
        return [hash, definition]
      }),
    )
  }

  /** The bytes of a file by its hash. @throws CompositorError `store-damaged` */
  async file(hash: string): Promise<Uint8Array> {
    const kept = await this.openFile(hash)
    const bytes = kept ? await kept.bytes() : await this.values.bytes(names.file(hash))
    if (bytes === undefined) throw missing('file', hash)
    return bytes
  }

  /**
   * Stores an imported version bottom-up; one that is there but was read by other block types takes its place.
   * @param bytes of a file of the import @param onFiles called with the number of files stored so far
   * @returns whether anything was written
   * @throws CompositorError `source-changed`, `store-unavailable`
   */
  async take(
    { hash, version, definitions, pathOf }: MadeVersion,
    bytes: (path: string) => Uint8Array,
    onFiles?: (count: number) => void,
  ): Promise<boolean> {
    const text = canonicalJson(asJson(version))
    const [before] = await this.values.texts([names.version(hash)])
    if (before === text) return false
    const fileBytes = (one: string) => {
      const path = pathOf.get(one) ?? ''
      const content = bytes(path)
      if (fileHash(content) === one) return content
      throw new CompositorError('source-changed', `'${path}' changed while it was being imported.`)
    }
    await this.takeFiles([...pathOf.keys()], fileBytes, onFiles)
    const texts = new Map([...definitions].map(([one, definition]) => [names.definition(one), definition]))
    await this.values.setNew(texts.keys(), (name) => JSON.stringify(texts.get(name)))
    await this.values.set(names.version(hash), text)
    return true
  }

  private async takeFiles(
    hashes: readonly string[],
    bytes: (hash: string) => Uint8Array,
    onFiles: ((count: number) => void) | undefined,
  ): Promise<void> {
    const { files } = this
    if (!files) {
      const named = new Map(hashes.map((hash) => [names.file(hash), hash]))
      const content = (name: string) => Buffer.from(bytes(named.get(name) ?? ''))
      await this.values.setNew(named.keys(), content, onFiles)
      return
    }
    try {
      const waiting = hashes.values()
      let done = 0
      // Several at a time, as each waits for the disk; each takes the next when it is done.
      const lane = async () => {
        for (const hash of waiting) {
          if (!(await files.has(hash))) await files.put(hash, bytes(hash))
          onFiles?.(++done)
        }
      }
      await Promise.all(Array.from({ length: lanes }, lane))
    } catch (cause) {
      throw CompositorError.from(cause, 'store-unavailable')
    }
  }

  private async openFile(hash: string): Promise<StoredFile | undefined> {
    try {
      return await this.files?.open(hash)
    } catch (cause) {
      throw CompositorError.from(cause, 'store-unavailable')
    }
  }

  /** Stores a version that was made by editing, with the definitions that are new in it. */
  async put(
    hash: string,
    version: ContentVersion,
    definitions: ReadonlyMap<string, BlockDefinition>,
  ): Promise<void> {
    const changed = [...definitions].map(([one, definition]) => ({
      key: names.definition(one),
      value: JSON.stringify(definition),
    }))
    await this.values.setMany([
      ...changed,
      { key: names.version(hash), value: canonicalJson(asJson(version)) },
    ])
  }
}

function missing(what: string, hash: string): CompositorError {
  return new CompositorError(
    'store-damaged',
    `The authoring store has no ${what} '${hash}', which a version refers to.`,
  )
}
