import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { open, type RootDatabase, type RootDatabaseOptionsWithPath } from 'lmdb'

/** A database that this process has open, and how many use it. */
interface SharedRoot {
  readonly name: string
  readonly db: RootDatabase<unknown, string>
  /** Of its file, which another may have taken the place of. */
  readonly inode: number | undefined
  users: number
}

const shared = new Map<string, SharedRoot>()

/** A database for one who uses it. */
export interface OpenRoot<V> {
  readonly db: RootDatabase<V, string>
  /** Closes it, where nobody else in the process uses it. */
  close(): Promise<void>
}

/**
 * Opens a database, once a process: opening writes, without waiting, in this very thread, and would wait for ever for a write under way
 * that waits for this thread to say what to write.
 */
export function openRoot<V>(options: RootDatabaseOptionsWithPath & { readonly path: string }): OpenRoot<V> {
  const name = `${options.readOnly === true ? 'r' : 'w'} ${resolve(options.path)}`
  let root = shared.get(name)
  if (!root || root.inode === undefined || root.inode !== inodeOf(options.path)) {
    root = { name, db: open<unknown, string>(options), inode: inodeOf(options.path), users: 0 }
    shared.set(name, root)
  }
  root.users++
  return { db: root.db as RootDatabase<V, string>, close: () => leave(root) }
}

async function leave(root: SharedRoot): Promise<void> {
  if (--root.users > 0) return
  if (shared.get(root.name) === root) shared.delete(root.name)
  await root.db.close()
}

function inodeOf(folder: string): number | undefined {
  return statSync(join(folder, 'data.mdb'), { throwIfNoEntry: false })?.ino
}
