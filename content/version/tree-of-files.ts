import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { CompositorError } from '../../runtime/errors/index.js'
import { Trees, type Blobs, type Files } from '../../store/index.js'
import type { TreeFile } from './version-block.js'

/** Files that are put in one step, and bytes from which on they are. */
const most = { files: 200, bytes: 8_000_000 }

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
  let group: { hash: string; bytes: Uint8Array }[] = []
  let size = 0
  let done = 0
  const settle = async () => {
    await files.putAll(group).catch((cause: unknown) => {
      throw CompositorError.from(cause, 'store-unavailable')
    })
    done += group.length
    group = []
    size = 0
    onFiles?.(done, tree.size)
  }
  for (const [path, { hash }] of tree) {
    const bytes = bytesOf(source, path)
    if (fileHash(bytes) !== hash) throw changed(path)
    group.push({ hash, bytes })
    size += bytes.length
    if (group.length >= most.files || size >= most.bytes) await settle()
  }
  await settle()
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
