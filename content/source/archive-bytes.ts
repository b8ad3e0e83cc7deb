import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

/** An archive to be read, wherever its bytes are. */
export interface ArchiveBytes {
  /** What messages call it: its path, or the name that it was uploaded by. */
  readonly name: string
  /** In bytes, packed. */
  readonly size: number
  /** Where it is a file of this machine. */
  readonly path?: string
  /** Its bytes from one place up to another, read as they are taken. */
  stream(first: number, end: number): AsyncIterable<Uint8Array>
}

/** An archive on a disk. */
export async function archiveAt(path: string): Promise<ArchiveBytes> {
  const { size } = await stat(path)
  return {
    name: path,
    size,
    path,
    stream: (first, end) => createReadStream(path, { start: first, end: Math.max(first, end) - 1 }),
  }
}

/** The first bytes of an archive, fewer where it is shorter. */
export async function firstBytes(archive: ArchiveBytes, count: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const end = Math.min(count, archive.size)
  if (end > 0) for await (const piece of archive.stream(0, end)) pieces.push(piece)
  return Buffer.concat(pieces)
}
