import { CompositorError, messageOf } from '../runtime/errors/index.js'
import { FileInMemory, type FileStore, type StoredFile } from '../runtime/values/index.js'
import type { StoredValues } from './stored-values.js'

/**
 * The static files of publications. They are kept as files where the store has a place for them, and as values where
 * it has none, or had none when they were published.
 */
export class AssetFiles {
  constructor(
    private readonly values: StoredValues,
    private readonly files: FileStore | undefined,
  ) {}

  async has(hash: string): Promise<boolean> {
    return (
      ((await this.#attempt(hash, () => this.files?.has(hash))) ?? false) || this.values.has(nameOf(hash))
    )
  }

  /** Keeps a file. @returns whether there is a place for files; else it is for the caller to keep it as a value */
  async put(hash: string, bytes: () => Promise<Uint8Array>): Promise<boolean> {
    const { files } = this
    if (!files || !isFileName(hash)) return false
    await this.#attempt(hash, async () => files.put(hash, await bytes()))
    return true
  }

  /** A file to read in parts. One kept as a value becomes a file when it is first asked for. */
  async open(hash: string): Promise<StoredFile | undefined> {
    const file = await this.#attempt(hash, () => this.files?.open(hash))
    if (file) return file
    const bytes = await this.values.bytes(nameOf(hash))
    if (!bytes) return undefined
    const { files } = this
    if (!files || !isFileName(hash)) return new FileInMemory(bytes)
    await files.put(hash, bytes).catch(() => undefined)
    return (await files.open(hash)) ?? new FileInMemory(bytes)
  }

  async #attempt<T>(hash: string, run: () => Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await run()
    } catch (cause) {
      if (cause instanceof CompositorError) throw cause
      const message = `The file '${hash.slice(0, 80)}' could not be read or written: ${messageOf(cause)}`
      throw new CompositorError('store-unavailable', message, { cause })
    }
  }
}

function nameOf(hash: string): string {
  return `asset:${hash}`
}

function isFileName(hash: string): boolean {
  return /^[0-9a-f]{64}$/.test(hash)
}
