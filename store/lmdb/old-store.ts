import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { open } from 'lmdb'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Store } from '../store.js'
import { syncFolder } from './durable-file.js'
import { checkLmdbFile } from './lmdb-file.js'
import { LmdbStore } from './lmdb-store.js'
import { OldValues } from './old-values.js'
import { isAddress } from '../store-address.js'
import { checkFolder, markFolder } from './store-folder.js'

/** What format 1 kept by lmdb. */
const oldFolders = ['authoring', 'units', 'learners'] as const

/** A store of format 1 that is being upgraded: what is in it, and the store that it becomes. */
export interface OldStore extends AsyncDisposable {
  readonly folder: string
  /** Where all of it stands as it was. */
  readonly backup: string
  readonly authoring: OldValues
  readonly units: OldValues
  /** The store it becomes; whoever opens the folder before it is finished begins anew. */
  readonly store: Store
  /** Says that everything was taken over. What only the older version reads goes; it stands in the backup. */
  finish(): void
  /** Lets go of everything, for the folder to be opened as a store. */
  close(): Promise<void>
}

/** Whether a folder has a store of format 1. @throws CompositorError as opening it would */
export function isOldStore(folder: string): boolean {
  if (folder.trim() === '' || isAddress(folder)) return false
  return checkFolder(resolve(folder), true) === 'old'
}

/**
 * Begins the upgrade of a store of format 1: keeps a backup of it in its folder, once, and clears away what an upgrade that
 * was cut off had made.
 * @throws CompositorError `store-unavailable` while another process upgrades it, `store-damaged`, `store-full`, `store-read-only`
 */
export async function openOldStore(path: string): Promise<OldStore> {
  const folder = resolve(path)
  const unlock = lock(folder)
  const opened: { close(): Promise<void> }[] = []
  const close = async () => {
    await Promise.allSettled(opened.splice(0).map((part) => part.close()))
    unlock()
  }
  try {
    const backup = await keptBackup(folder)
    rmSync(join(folder, 'content'), { recursive: true, force: true })
    const values = (name: 'authoring' | 'units') => {
      const one = new OldValues(join(backup, name))
      opened.push(one)
      return one
    }
    const [authoring, units] = [values('authoring'), values('units')]
    const store = await LmdbStore.open(folder, {}, true)
    opened.push(store)
    return {
      folder,
      backup,
      authoring,
      units,
      store,
      finish: () => {
        markFolder(folder)
        for (const name of ['authoring', 'units'])
          rmSync(join(folder, name), { recursive: true, force: true })
      },
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (thrown) {
    await close()
    throw CompositorError.from(thrown, isFull(thrown) ? 'store-full' : 'store-unavailable')
  }
}

/** Copies the parts that are written by moments of lmdb; files, which never change, are linked. */
async function keptBackup(folder: string): Promise<string> {
  const backup = join(folder, 'backup-1')
  if (existsSync(backup)) return backup
  const begun = join(folder, 'backup-1.part')
  rmSync(begun, { recursive: true, force: true })
  mkdirSync(begun)
  for (const name of oldFolders) {
    const from = join(folder, name)
    mkdirSync(join(begun, name))
    checkLmdbFile(from)
    // Opened for writing where it is not there, as the older version opens an empty store.
    const db = open({
      path: existsSync(join(from, 'data.mdb')) ? from : join(begun, name),
      encoding: 'binary',
    })
    try {
      if (existsSync(join(from, 'data.mdb'))) await db.backup(join(begun, name), false)
    } finally {
      await db.close()
    }
  }
  for (const name of ['secret', 'events.jsonl'])
    if (existsSync(join(folder, name)))
      copyFileSync(join(folder, name), join(begun, name), constants.COPYFILE_FICLONE)
  linkAll(join(folder, 'files'), join(begun, 'files'))
  renameSync(begun, backup)
  syncFolder(folder)
  return backup
}

function linkAll(from: string, to: string): void {
  if (!existsSync(from)) return
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [one, other] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkAll(one, other)
    else {
      try {
        linkSync(one, other)
      } catch {
        // A file system without links.
        copyFileSync(one, other)
      }
    }
  }
}

/** One process upgrades a store at a time. A lock whose process is gone is nobody's. */
function lock(folder: string): () => void {
  const file = join(folder, 'upgrade.lock')
  for (;;) {
    try {
      const descriptor = openSync(file, 'wx')
      writeSync(descriptor, String(process.pid))
      closeSync(descriptor)
      return () => rmSync(file, { force: true })
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
    }
    const owner = ownerOf(file)
    if (owner === undefined) continue
    if (isRunning(owner)) {
      throw new CompositorError(
        'store-unavailable',
        `The process ${owner} is upgrading the store '${folder}'; it can be opened when that is done.`,
      )
    }
    rmSync(file, { force: true })
  }
}

function ownerOf(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    // One that is being written has no number yet.
    if (text === '' && Date.now() - statSync(file).mtimeMs < 1000) return process.ppid
    return Number(text)
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  if (pid === 0 || pid === process.pid) return pid !== 0
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isFull(thrown: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((thrown as NodeJS.ErrnoException).code ?? '')
}
