import { FolderFiles } from '../store/lmdb/folder-files.js'
import { memoryStore, type FileBytes, type Files } from '../store/index.js'
import type { StoredFile } from '../runtime/index.js'

/** Files of blocks in a folder that is made when the first of them is kept, or in memory where there is none. */
export class LateFiles implements Pick<Files, 'open' | 'put'> {
  #files: Pick<Files, 'open' | 'put'> | undefined

  constructor(private readonly folder: string | undefined) {}

  put(hash: string, bytes: FileBytes): Promise<void> {
    return this.#opened().put(hash, bytes)
  }

  open(hash: string): Promise<StoredFile | undefined> {
    return this.#opened().open(hash)
  }

  #opened(): Pick<Files, 'open' | 'put'> {
    return (this.#files ??= this.folder === undefined ? memoryStore().files : new FolderFiles(this.folder))
  }
}
