import { createHash } from 'node:crypto'
import type { LeftWork } from '../lms/index.js'
import { CompositorError, type FileKeeper } from '../runtime/index.js'

/** A file of a learner on its way out. */
export interface LeftFile {
  /** Block, learner and name, each one part: no name of theirs makes folders, or leads anywhere. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Its bytes, read as they are taken. */
  bytes(): AsyncIterable<Uint8Array>
}

/**
 * The files that a learner left at a block.
 * @throws CompositorError `store-damaged` for one whose bytes are not there
 */
export async function* filesOf(
  { usage, learner, files = [] }: LeftWork,
  keeper: Pick<FileKeeper, 'open'>,
): AsyncIterable<LeftFile> {
  for (const { name, hash, size } of files) {
    const stored = await keeper.open(hash)
    if (!stored) {
      throw new CompositorError('store-damaged', `The file '${name}' of '${learner}' is not in the store.`, {
        usage,
      })
    }
    yield {
      path: [usage, learner, name].map(pathPart).join('/'),
      size,
      bytes: () => stored.stream(0, size) as AsyncIterable<Uint8Array>,
    }
  }
}

/** Most bytes of a part of a path, within what file systems take. */
const longest = 200

/** A text as one part of a path: readable, and another one for each text. */
function pathPart(text: string): string {
  const safe = text.replaceAll(
    /^\.|[%/\\:*?"<>|]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
  if (Buffer.byteLength(safe) <= longest) return safe
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return `${Buffer.from(safe)
    .subarray(0, longest)
    .toString('utf8')
    .replace(/\ufffd+$/, '')}~${hash}`
}
