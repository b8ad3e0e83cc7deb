import { createHash } from 'node:crypto'
import { open, type RootDatabase } from 'lmdb'
import { CompositorError } from '../../runtime/errors/index.js'
import { checkLmdbFile } from './lmdb-file.js'

const textTag = 0x74
/** Longer keys stood under their hash. */
const keyLimit = 1500

/** Values of a store of format 1, only read: texts and bytes under names, in a folder that lmdb wrote. */
export class OldValues {
  readonly #db: RootDatabase<Buffer, string>

  /** @throws CompositorError `store-damaged` */
  constructor(private readonly folder: string) {
    checkLmdbFile(folder)
    this.#db = open({ path: folder, encoding: 'binary', readOnly: true })
  }

  /** @throws CompositorError `store-damaged` where there are bytes */
  text(name: string): string | undefined {
    const found = this.#db.getBinary(stored(name))
    if (found === undefined) return undefined
    if (found[0] === textTag) return found.toString('utf8', 1)
    throw new CompositorError(
      'store-damaged',
      `'${this.folder}' holds no text under '${name.slice(0, 200)}'.`,
    )
  }

  /** Parsed JSON; the caller knows what stood under this name. @throws CompositorError `store-damaged` */
  json<T>(name: string): T | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    try {
      return JSON.parse(text) as T
    } catch (cause) {
      const message = `'${this.folder}' holds no JSON under '${name.slice(0, 200)}'.`
      throw new CompositorError('store-damaged', message, { cause })
    }
  }

  bytes(name: string): Uint8Array | undefined {
    const found = this.#db.getBinary(stored(name))
    return found && Uint8Array.from(found.subarray(1))
  }

  /** Texts whose names begin so, with their names, those that stood under a hash left out. */
  *texts(prefix: string): Iterable<readonly [name: string, text: string]> {
    for (const { key, value } of this.#db.getRange({ start: prefix, end: `${prefix}\u{10ffff}` }))
      if (value[0] === textTag) yield [key, value.toString('utf8', 1)]
  }

  close(): Promise<void> {
    return this.#db.close()
  }
}

function stored(name: string): string {
  return Buffer.byteLength(name) <= keyLimit
    ? name
    : `sha256:${createHash('sha256').update(name).digest('hex')}`
}
