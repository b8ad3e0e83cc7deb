import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { CompositorError } from '../../runtime/errors/index.js'
import { Trees, type Blobs, type Files } from '../../store/index.js'
import type { TreeFile } from './version-block.js'

/** Files written at a time. */
const lanes = 4

/** Bytes hashed before others get their turn. */
const turn = 16_000_000

/** The files that a version is made of. */
export interface FilesToKeep {
  /** Paths, each once. */
  paths(): readonly string[]
  size(path: string): number | undefined
  bytes(path: string): Uint8Array | undefined
}

/** What the tree of these files holds; nothing is stored. @throws CompositorError `source-changed` */
export async function treeOf(source: FilesToKeep): Promise<ReadonlyMap<string, TreeFile>> {
  const tree = new Map<string, TreeFile>()
  let sinceTurn = 0
  for (const path of source.paths()) {
    const bytes = bytesOf(source, path)
    tree.set(path, { hash: fileHash(bytes), size: bytes.length })
    sinceTurn += bytes.length + 10_000
    if (sinceTurn < turn) continue
    sinceTurn = 0
    await setImmediate()
  }
  return tree
}

/** The name of a version of these files; nothing is stored. */
export async function treeName(tree: ReadonlyMap<string, TreeFile>): Promise<string> {
  return (await new Trees(nowhere).build(tree)).root
}

/** Where trees are built of which only the name is of interest. */
const nowhere: Blobs = {
  texts: async (names) => names.map(() => undefined),
  having: async () => new Set(),
  put: async (blobs) => blobs.length,
  async *list() {},
  remove: async () => 0,
}

/**
 * Keeps the files of a tree, each under its hash.
 * @param onFiles called with the number of files that are kept so far, and of all
 * @throws CompositorError `source-changed`, `store-full`, `store-unavailable`
 */
export async function keepFiles(
  source: FilesToKeep,
  tree: ReadonlyMap<string, TreeFile>,
  files: Files,
  onFiles?: (count: number, total: number) => void,
): Promise<void> {
  const waiting = [...tree].values()
  let done = 0
  // Several at a time, as each waits for the disk; each takes the next when it is done.
  const lane = async () => {
    for (const [path, { hash }] of waiting) {
      await keep(path, hash)
      done++
      if (done % 100 === 0 || done === tree.size) onFiles?.(done, tree.size)
    }
  }
  const keep = async (path: string, hash: string) => {
    const bytes = bytesOf(source, path)
    if (fileHash(bytes) !== hash) throw changed(path)
    await files.put(hash, bytes)
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
  } catch (cause) {
    throw CompositorError.from(cause, 'store-unavailable')
  }
}

/** The name of a file's bytes: their SHA-256, as 64 hex digits. */
export function fileHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function bytesOf(source: FilesToKeep, path: string): Uint8Array {
  const bytes = source.bytes(path)
  if (bytes === undefined || bytes.length !== source.size(path)) throw changed(path)
  return bytes
}

function changed(path: string): CompositorError {
  return new CompositorError('source-changed', `'${path}' changed while it was being imported.`)
}
