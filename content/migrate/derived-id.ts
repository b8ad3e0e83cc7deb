import { createHash } from 'node:crypto'
import { LibraryKey, V1LibraryKey } from '../../runtime/keys/index.js'

/** Hexadecimal digits of a derived id. */
const idLength = 20

/**
 * The block id that a copy of a library block has in a course: the same whenever the same block is copied into the same
 * bank. (the incumbent's `copy_from_template`; semantics 5)
 * @param library without version; of a v1 library its branch `library` is part of what is hashed
 * @param block id of the block in the library @param parent id of the bank, or of the copy that the copy stands in
 */
export function derivedBlockId(library: V1LibraryKey | LibraryKey, block: string, parent: string): string {
  const key = library instanceof V1LibraryKey ? onLibraryBranch(library).toString() : library.toString()
  return createHash('sha1')
    .update(`${pythonBytes(key)}:${block}:${parent}`)
    .digest('hex')
    .slice(0, idLength)
}

function onLibraryBranch({ org, library }: V1LibraryKey): V1LibraryKey {
  return new V1LibraryKey({ org, library, branch: 'library' })
}

/** A text's UTF-8 bytes as Python shows them: `b'...'` is really in what the incumbent hashes. Keys hold no quotes and no backslashes. */
function pythonBytes(text: string): string {
  const shown = Array.from(Buffer.from(text), (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  )
  return `b'${shown.join('')}'`
}
