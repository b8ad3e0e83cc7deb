import { blobGroups } from '../blob-groups.js'
import type { Blob, BlobInfo, Blobs } from '../blobs.js'
import { checkBlobs, isName } from '../kept-form.js'
import type { LmdbEnvironment } from './lmdb-environment.js'

/** Blobs of one transaction, while which nobody else writes. */
const mostBlobs = 500

/** Blobs listed at a time, so that no reading holds on to old pages. */
const listed = 1000

/** Follows every character of a name. */
const lastCharacter = '\u{10ffff}'

const textKey = (name: string) => `blob ${name}`
/** Holds when a blob was put last, and its bytes. */
const infoKey = (name: string) => `put ${name}`

/** Blobs in an lmdb environment, each beside what is known of it. */
export class LmdbBlobs implements Blobs {
  constructor(
    private readonly environment: LmdbEnvironment<string>,
    private readonly now: () => number,
  ) {}

  async texts(names: readonly string[]): Promise<(string | undefined)[]> {
    return this.environment.read(() =>
      names.map((name) => (isName(name) ? this.#db.get(textKey(name)) : undefined)),
    )
  }

  async having(names: readonly string[]): Promise<ReadonlySet<string>> {
    return this.environment.read(
      () => new Set(names.filter((name) => isName(name) && this.#db.doesExist(infoKey(name)))),
    )
  }

  async put(blobs: readonly Blob[]): Promise<number> {
    checkBlobs(blobs)
    let added = 0
    for (const group of blobGroups(blobs, mostBlobs))
      added += await this.environment.write(() => this.#db.transaction(() => this.#put(group)))
    return added
  }

  async *list(prefix: string): AsyncIterable<BlobInfo> {
    const start = infoKey(prefix)
    const end = start + lastCharacter
    for (let from = start; ;) {
      const found = this.environment.read(() => [
        ...this.#db.getRange({ start: from, exclusiveStart: from !== start, end, limit: listed }),
      ])
      for (const { key, value } of found) yield infoOf(key, value)
      const last = found.at(-1)
      if (last === undefined || found.length < listed) return
      from = last.key
      await new Promise(setImmediate)
    }
  }

  async remove(names: readonly string[], putBefore: number): Promise<number> {
    let gone = 0
    for (let place = 0; place < names.length; place += mostBlobs) {
      const group = names.slice(place, place + mostBlobs).filter(isName)
      gone += await this.environment.write(() =>
        this.#db.transaction(() => group.filter((name) => this.#remove(name, putBefore)).length),
      )
    }
    return gone
  }

  #put(blobs: readonly Blob[]): number {
    const moment = this.now()
    let added = 0
    for (const { name, text } of blobs) {
      const size = this.#size(name)
      if (size === undefined) {
        added++
        this.#db.putSync(textKey(name), text)
      }
      this.#db.putSync(infoKey(name), `${moment} ${size ?? Buffer.byteLength(text)}`)
    }
    return added
  }

  #remove(name: string, putBefore: number): boolean {
    const info = this.#db.get(infoKey(name))
    if (info === undefined || infoOf(infoKey(name), info).putAt >= putBefore) return false
    this.#db.removeSync(textKey(name))
    return this.#db.removeSync(infoKey(name))
  }

  #size(name: string): number | undefined {
    const info = this.#db.get(infoKey(name))
    return info === undefined ? undefined : infoOf(infoKey(name), info).size
  }

  get #db() {
    return this.environment.db
  }
}

function infoOf(key: string, text: string): BlobInfo {
  const [putAt = '', size = ''] = text.split(' ')
  return { name: key.slice(infoKey('').length), size: Number(size), putAt: Number(putAt) }
}
