import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { HashedBytes } from '../hashed-bytes.js'
import { syncFolder } from './durable-file.js'

/** A file that is to be kept. */
export interface NewFile {
  /** Where it is written first. */
  readonly own: string
  /** Where it stands when it is whole. */
  readonly path: string
  readonly hash: string
  readonly source: HashedBytes
}

/**
 * Writes files, waits for the disk once all of them are written, as it then has to settle its journal once, and puts them in their
 * places, which outlives a power cut, too.
 */
export async function writeFiles(files: readonly NewFile[]): Promise<void> {
  const handles: FileHandle[] = []
  try {
    for (const { own, hash, source } of files) {
      const handle = await open(own, 'wx')
      handles.push(handle)
      for await (const piece of source.pieces()) await handle.writeFile(piece)
      source.check(hash)
    }
    await Promise.all(handles.map((handle) => handle.sync()))
    const folders = new Set(files.map(({ path }) => dirname(path)))
    const made = await Promise.all([...folders].map((folder) => mkdir(folder, { recursive: true })))
    for (const { own, path } of files) await rename(own, path)
    for (const folder of folders) syncFolder(folder)
    for (const folder of made) if (folder !== undefined) syncFolder(dirname(folder))
  } finally {
    await Promise.all(handles.map((handle) => handle.close()))
    await Promise.all(files.map(({ own }) => rm(own, { force: true })))
  }
}
