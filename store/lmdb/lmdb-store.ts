import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Store } from '../store.js'
import type { StoreOptions } from '../store-options.js'
import { StoreCounts } from '../store-counts.js'
import { FolderFiles } from './folder-files.js'
import { LmdbBlobs } from './lmdb-blobs.js'
import { LmdbEnvironment } from './lmdb-environment.js'
import { LmdbHeads } from './lmdb-heads.js'
import { LmdbRecords } from './lmdb-records.js'
import { secretFile } from './secret-file.js'

/** A part that is open. */
interface Closing {
  close(): Promise<void>
}

/** A store in a folder, which several processes of one machine may open: lmdb, and plain files. */
export class LmdbStore implements Store {
  readonly counts = { content: new StoreCounts(), files: new StoreCounts(), learners: new StoreCounts() }
  readonly blobs: LmdbBlobs
  readonly heads: LmdbHeads
  readonly records: LmdbRecords
  readonly files: FolderFiles
  readonly #content: LmdbEnvironment<string>

  /**
   * Opens a folder, which is made where there is none. Where one part is refused, those opened before it are closed again.
   * @throws CompositorError `store-unavailable`, `store-damaged`, `store-secret`
   */
  static async open(path: string, options: StoreOptions = {}): Promise<LmdbStore> {
    const opened: Closing[] = []
    try {
      // Files are opened later, too, wherever the process works by then.
      return new LmdbStore(resolve(path), options, opened)
    } catch (thrown) {
      await Promise.allSettled(opened.map((part) => part.close()))
      throw CompositorError.from(thrown, 'store-unavailable')
    }
  }

  private constructor(
    readonly address: string,
    { now = Date.now }: StoreOptions,
    opened: Closing[],
  ) {
    const { content, files, learners } = this.counts
    mkdirSync(address, { recursive: true })
    secretFile(address)
    this.#content = new LmdbEnvironment<string>(
      { path: join(address, 'content'), noSubdir: false, encoding: 'string' },
      content,
    )
    opened.push(this.#content)
    this.blobs = new LmdbBlobs(this.#content, now)
    this.heads = new LmdbHeads(this.#content)
    this.records = new LmdbRecords(join(address, 'learners'), learners)
    opened.push(this.records)
    this.files = new FolderFiles(join(address, 'files'), files)
  }

  get folder(): string {
    return this.address
  }

  async secret(): Promise<string> {
    return secretFile(this.address)
  }

  async close(): Promise<void> {
    this.heads.close()
    await this.files.close()
    await Promise.all([this.#content.close(), this.records.close()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
