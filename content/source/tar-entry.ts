import { Header, Pax } from 'tar'

/** Time of all files in an archive: equal content is an equal archive. */
export const archiveTime = new Date('2000-01-01T00:00:00Z')
export const archiveMode = 0o644

/** A file or link of a tar archive. */
export interface TarEntry {
  readonly path: string
  /** In bytes; 0 for a link. */
  readonly size: number
  /** Where a symbolic link leads; left out for a file. */
  readonly link?: string
}

/** What stands before the bytes of a file in a tar archive, or says what a link is. */
export function tarHead({ path, size, link }: TarEntry): Buffer {
  const type = link === undefined ? 'File' : 'SymbolicLink'
  const said = { path, size, mtime: archiveTime, ...(link !== undefined && { linkpath: link }) }
  const block = Buffer.alloc(512)
  const isLong = new Header({ ...said, mode: archiveMode, type }).encode(block)
  return isLong ? Buffer.concat([new Pax(said, false).encode(), block]) : block
}

/** What stands behind the bytes of a file. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((512 - (size % 512)) % 512)
}

/** What a tar archive ends with. */
export const tarEnd = Buffer.alloc(1024)
