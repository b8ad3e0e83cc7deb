import { readSync } from 'node:fs'

/** Where an lmdb file says which of its pages are free: a tree of pages. */
export interface FreePages {
  /** Bytes of the head of each page. */
  readonly head: number
  readonly pageSize: number
  /** First page of the tree. */
  readonly freeRoot: bigint
}

/** Stands for the first page where there is no tree. */
const noPage = 0xffff_ffff_ffff_ffffn
const isBranch = 1
const isElsewhere = 1
/** Trees of lmdb are no deeper. */
const deepest = 32

/**
 * Whether the pages that say which pages are free lie in the file, as only writing reads them, and ends the process
 * where they do not.
 */
export function holdsFreePages(file: number, size: number, { head, pageSize, freeRoot }: FreePages): boolean {
  // Places in a page count from its head on in the form of 24 bytes, from its beginning in the other.
  const base = head === 24 ? head : 0
  const holds = (page: number, bytes = pageSize) => page * pageSize + bytes <= size
  const walk = (page: number, depth: number): boolean => {
    if (depth > deepest || !holds(page)) return false
    const bytes = Buffer.alloc(pageSize)
    readSync(file, bytes, 0, pageSize, page * pageSize)
    const end = base + bytes.readUInt16LE(head - 4)
    if (end > pageSize) return false
    for (let place = head; place < end; place += 2) {
      const node = base + bytes.readUInt16LE(place)
      if (node + 16 > pageSize) return false
      const [low, high, flags, key] = [0, 2, 4, 6].map((at) => bytes.readUInt16LE(node + at))
      const number = (low ?? 0) + (high ?? 0) * 2 ** 16
      if ((bytes.readUInt16LE(head - 6) & isBranch) !== 0) {
        if (!walk(number + (flags ?? 0) * 2 ** 32, depth + 1)) return false
      } else if (((flags ?? 0) & isElsewhere) !== 0) {
        const at = node + 8 + (key ?? 0)
        if (at + 8 > pageSize || !holds(Number(bytes.readBigUInt64LE(at)), head + number)) return false
      }
    }
    return true
  }
  return freeRoot === noPage || walk(Number(freeRoot), 0)
}
