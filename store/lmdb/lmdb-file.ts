import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { CompositorError } from '../../runtime/errors/index.js'
import { holdsFreePages, type FreePages } from './lmdb-free-pages.js'

/** Where what stands in a meta page of lmdb 0.9, from its magic number on: after the page's own head. */
const meta = { magic: 0, pageSize: 24, freeRoot: 64, lastPage: 120, transaction: 128, size: 136 }
const magic = 0xbeefc0de
/** Bytes of a page's head: those of 0.9, and of the form with a transaction's number in it. */
const headSizes = [24, 16]
const smallestPage = 512
/** Milliseconds that looking through a doubtful store may take. */
const patience = 120_000

interface Meta extends FreePages {
  readonly lastPage: number
  readonly transaction: bigint
}

/**
 * Looks at a store's file before lmdb maps it, as a file that is not whole ends the process once it is read. Costs two
 * small reads; only a file that is shorter than it says is looked through, in a process of its own, as its last pages may be unused.
 * @throws CompositorError `store-damaged`, naming the file
 */
export function checkLmdbFile(folder: string): void {
  const path = join(folder, 'data.mdb')
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    const { size } = fstatSync(file)
    if (size === 0) return
    const first = metaAt(file, 0)
    const second = first && metaAt(file, first.pageSize)
    if (!first || !second) throw damaged(path, 'it does not begin as one')
    const newest = second.transaction > first.transaction ? second : first
    const { lastPage, pageSize } = newest
    const expected = (lastPage + 1) * pageSize
    if (size < expected && !(holdsFreePages(file, size, newest) && canBeRead(folder))) {
      throw damaged(path, `it has ${size} bytes where it says that it has ${expected}, and cannot be read`)
    }
  } finally {
    closeSync(file)
  }
}

/** The meta page that begins there. */
function metaAt(file: number, place: number): Meta | undefined {
  const bytes = Buffer.alloc(24 + meta.size)
  if (readSync(file, bytes, 0, bytes.length, place) < bytes.length) return undefined
  const head = headSizes.find((size) => bytes.readUInt32LE(size + meta.magic) === magic)
  if (head === undefined) return undefined
  const pageSize = bytes.readUInt32LE(head + meta.pageSize)
  const lastPage = Number(bytes.readBigUInt64LE(head + meta.lastPage))
  if (
    pageSize < smallestPage ||
    (pageSize & (pageSize - 1)) !== 0 ||
    !Number.isSafeInteger(lastPage * pageSize)
  ) {
    return undefined
  }
  return {
    head,
    pageSize,
    lastPage,
    freeRoot: bytes.readBigUInt64LE(head + meta.freeRoot),
    transaction: bytes.readBigUInt64LE(head + meta.transaction),
  }
}

/** Whether everything in a store can be read: tried where it can end nothing else. */
function canBeRead(folder: string): boolean {
  const read = `const { open } = await import(process.argv[1])
const db = open({ path: process.argv[2], encoding: 'binary', readOnly: true })
for (const { value } of db.getRange()) value.length
process.exit(0)`
  const lmdb = import.meta.resolve('lmdb')
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', read, lmdb, folder], {
    stdio: 'ignore',
    timeout: patience,
  })
  return status === 0
}

function damaged(path: string, why: string): CompositorError {
  return new CompositorError(
    'store-damaged',
    `'${path}' is damaged: ${why}. Put a whole copy in its place, or move its folder away to begin with an empty one.`,
  )
}
