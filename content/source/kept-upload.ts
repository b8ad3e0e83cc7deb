import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, readlinkSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import type { Files } from '../../store/index.js'
import type { ArchiveBytes } from './archive-bytes.js'
import { FolderSource } from './folder-source.js'
import { rootFiles } from './olx-root.js'
import { Spool } from './spooled-source.js'
import { tarEnd, tarHead, tarPadding } from './tar-entry.js'

/** What is to be imported: the path of a folder or archive, or an archive that was uploaded, with the name that its sender gave it. */
export type Upload =
  | string
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly path: string }

/** An archive that waits in a store until it is imported, by whichever host. */
export interface KeptUpload {
  /** What messages call it. */
  readonly name: string
  /** Under which the store has it. */
  readonly hash: string
}

/** Random bytes before each: so it is a file of this upload alone, and can be removed with it, whatever else has the same content. */
const markSize = 16

/** Bytes read at a time. */
const piece = 1_000_000

/**
 * Keeps what is to be imported as a file of a store, a folder packed.
 * @throws CompositorError `source-missing`, `archive-unsafe`, `archive-too-large`, `archive-unreadable`, `store-full`, `store-unavailable`
 */
export async function keepUpload(upload: Upload, files: Pick<Files, 'put'>): Promise<KeptUpload> {
  const spool = new Spool()
  try {
    const hash = createHash('sha256')
    const add = (bytes: Uint8Array) => {
      spool.add(bytes)
      hash.update(bytes)
    }
    add(randomBytes(markSize))
    if (typeof upload !== 'string' && 'bytes' in upload) add(upload.bytes)
    else for await (const bytes of packed(typeof upload === 'string' ? upload : upload.path)) add(bytes)
    const name = typeof upload === 'string' ? upload : upload.name
    const kept = { name, hash: hash.digest('hex') }
    await files.put(kept.hash, read(spool))
    return kept
  } finally {
    spool.close()
  }
}

/** An upload as it waits in a store. @throws CompositorError `source-missing` where it waits no more */
export async function uploadIn(
  { name, hash }: KeptUpload,
  files: Pick<Files, 'open'>,
): Promise<ArchiveBytes> {
  const file = await files.open(hash)
  if (file === undefined)
    throw new CompositorError('source-missing', `What was uploaded as ${name} is not in the store any more.`)
  const stream = (first: number, end: number) => file.stream(first + markSize, end + markSize)
  return { name, size: file.size - markSize, stream }
}

/** Lets go of an upload. */
export async function dropUpload({ hash }: KeptUpload, files: Pick<Files, 'remove'>): Promise<void> {
  await files.remove([hash], Infinity)
}

async function* read(spool: Spool): AsyncIterable<Uint8Array> {
  for (let start = 0; start < spool.place; start += piece)
    yield spool.bytes({ start, size: Math.min(piece, spool.place - start) })
}

async function* packed(path: string): AsyncIterable<Uint8Array> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new CompositorError('source-missing', `${path} does not exist.`, { cause })
  })
  const isRoot = rootFiles.some((name) => name === basename(path))
  try {
    if (found.isDirectory()) yield* packedFolder(path)
    else if (found.isFile() && isRoot) yield* packedFolder(dirname(path))
    else if (found.isFile()) yield* createReadStream(path)
    else throw new CompositorError('source-unknown', `${path} is neither a folder nor a file.`)
  } catch (thrown) {
    if (thrown instanceof CompositorError) throw thrown
    throw new CompositorError('archive-unreadable', `${path} cannot be read: ${messageOf(thrown)}`, {
      cause: thrown,
    })
  }
}

/** A folder as a tar archive; links that are not followed stay links, so that they are told of. */
function* packedFolder(folder: string): Iterable<Uint8Array> {
  const source = new FolderSource(folder)
  for (const path of source.paths()) {
    const bytes = source.bytes(path) ?? Buffer.alloc(0)
    yield tarHead({ path, size: bytes.length })
    yield bytes
    yield tarPadding(bytes.length)
  }
  for (const { path } of source.leftOut)
    yield tarHead({ path, size: 0, link: readlinkSync(join(folder, path)) })
  yield tarEnd
}
