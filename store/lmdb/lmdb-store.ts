import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { checkedSecret } from '../secret.js'
import type { Store } from '../store.js'
import type { StoreOptions } from '../store-options.js'
import { IndexKeeper, MemoryIndex } from '../search/index.js'
import { StoreCounts } from '../store-counts.js'
import { FolderFiles } from './folder-files.js'
import { LmdbBlobs } from './lmdb-blobs.js'
import { LmdbEnvironment } from './lmdb-environment.js'
import { LmdbHeads } from './lmdb-heads.js'
import { LmdbRecords } from './lmdb-records.js'
import { foundSecret, secretFile } from './secret-file.js'
import { checkFolder, markFolder, type FolderState } from './store-folder.js'

/** Bytes of addresses for content at first. Each time that a file outgrows them, what was read by the old ones stays resident beside. */
const firstMap = 4 * 1024 ** 3

/** A part that is open. */
interface Closing {
  close(): Promise<void>
}

function notToRead(folder: string, state: FolderState): CompositorError {
  return state === 'old'
    ? new CompositorError('store-older', `The store '${folder}' has format 1 and was not upgraded yet.`)
    : new CompositorError('store-address', `'${folder}' has no store.`)
}

/** A store in a folder, which several processes of one machine may open: lmdb, and plain files. */
export class LmdbStore implements Store {
  readonly counts = { content: new StoreCounts(), files: new StoreCounts(), learners: new StoreCounts() }
  readonly blobs: LmdbBlobs
  readonly heads: LmdbHeads
  readonly records: LmdbRecords
  readonly files: FolderFiles
  readonly search: MemoryIndex
  readonly #content: LmdbEnvironment<string>

  /**
   * Opens a folder, which is made where there is none. Where one part is refused, those opened before it are closed again.
   * @param isUpgrade whether a store of format 1 is there, which is to become this one
   * @throws CompositorError `store-unavailable`, `store-damaged`, `store-secret`; and before anything is written `store-address`,
   * `store-foreign`, `store-newer`, `store-read-only`
   */
  static async open(path: string, options: StoreOptions = {}, isUpgrade = false): Promise<LmdbStore> {
    // Files are opened later, too, wherever the process works by then.
    const folder = resolve(path)
    const { isReadOnly = false } = options
    const opened: Closing[] = []
    try {
      const state = checkFolder(folder, !isReadOnly)
      if (state === 'old' && !isUpgrade) throw notToRead(folder, state)
      if (isReadOnly && state !== 'current') throw notToRead(folder, state)
      mkdirSync(folder, { recursive: true })
      const secret = isReadOnly ? foundSecret(folder) : secretFile(folder, options.secret)
      const store = new LmdbStore(folder, secret, options, opened)
      if (state === 'empty') markFolder(folder)
      return store
    } catch (thrown) {
      await Promise.allSettled(opened.map((part) => part.close()))
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }

  private constructor(
    readonly address: string,
    private readonly found: string | undefined,
    { now = Date.now, isReadOnly = false }: StoreOptions,
    opened: Closing[],
  ) {
    const { content, files, learners } = this.counts
    this.#content = new LmdbEnvironment<string>(
      {
        path: join(address, 'content'),
        noSubdir: false,
        encoding: 'string',
        readOnly: isReadOnly,
        mapSize: firstMap,
      },
      content,
    )
    opened.push(this.#content)
    this.blobs = new LmdbBlobs(this.#content, now)
    this.heads = new LmdbHeads(this.#content)
    this.records = new LmdbRecords(join(address, 'learners'), learners, isReadOnly)
    opened.push(this.records)
    this.files = new FolderFiles(join(address, 'files'), files, isReadOnly)
    this.search = new MemoryIndex(new IndexKeeper(join(address, 'search'), isReadOnly))
  }

  get folder(): string {
    return this.address
  }

  async secret(): Promise<string> {
    return this.found ?? checkedSecret(`'${join(this.address, 'secret')}'`, '')
  }

  async close(): Promise<void> {
    this.heads.close()
    await this.search.close()
    await this.files.close()
    await Promise.all([this.#content.close(), this.records.close()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
