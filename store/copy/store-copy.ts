import { createHash } from 'node:crypto'
import { CompositorError } from '../../runtime/errors/index.js'
import { momentaryHeads } from '../heads.js'
import type { Store } from '../store.js'

/** How far a copy has come: blobs, files, records and heads together. */
export interface CopyProgress {
  readonly done: number
  readonly total: number
}

/** What a copy wrote; all the rest was there already, from a copy that was cut off. */
export interface CopyOutcome {
  readonly blobs: number
  readonly files: number
  readonly records: number
  readonly heads: number
}

/** The head that says, while a copy is not whole, what it is of. */
const copyHead = 'copy'
/** Heads that are of one store alone; the secret is given when a store is opened. */
const ownHeads: ReadonlySet<string> = new Set([copyHead, 'secret'])

/** Blobs, and records, that are copied at a time, and the most characters of those blobs. */
const batch = 200
const mostBytes = 4_000_000

/** Times that everything is looked through until nothing is left to do. */
const mostPasses = 5

/**
 * Copies all that a store holds into another, by whatever drivers, and reads back what was written. A copy that was cut off goes on
 * where it was. What is written to the first store meanwhile is copied too, as far as it comes to an end.
 * @param to a store with nothing in it, opened with the secret of the first, or one that such a copy was begun into
 * @throws CompositorError `store-occupied`; `store-changed` where the first store is written faster than copied; `store-damaged` where
 *   something came back otherwise than it was written, or is not what its name says
 */
export async function copyStore(
  from: Store,
  to: Store,
  onProgress: (progress: CopyProgress) => void = () => undefined,
): Promise<CopyOutcome> {
  await begin(from, to)
  const copy = new StoreCopy(from, to, onProgress)
  for (let pass = 0; pass < mostPasses; pass++) {
    if (await copy.pass()) continue
    await to.heads.change([{ name: copyHead, before: from.address, after: undefined }])
    return copy.outcome
  }
  throw new CompositorError(
    'store-changed',
    `'${from.address}' was written all the time while it was copied; what was copied is kept, and goes on when it is begun again.`,
  )
}

async function begin(from: Store, to: Store): Promise<void> {
  const [begun] = await to.heads.texts([copyHead])
  if (begun === from.address) return
  if (begun !== undefined) throw occupied(to, `a copy of '${begun}' that is not whole`)
  const names = (await to.heads.names('')).filter((name) => name !== 'secret')
  const records = await to.records.count({ from: ' ', to: '\u007f' })
  if (names.length > 0 || records > 0)
    throw occupied(to, `${names.length} heads and ${records} records of its own`)
  await to.heads.change([{ name: copyHead, before: undefined, after: from.address }])
}

function occupied({ address }: Store, what: string): CompositorError {
  return new CompositorError('store-occupied', `'${address}' has ${what}; nothing was copied.`)
}

class StoreCopy {
  readonly #written = { blobs: 0, files: 0, records: 0, heads: 0 }
  #done = 0
  #total = 0

  constructor(
    private readonly from: Store,
    private readonly to: Store,
    private readonly onProgress: (progress: CopyProgress) => void,
  ) {}

  get outcome(): CopyOutcome {
    return { ...this.#written }
  }

  /** Copies what is not there; heads last, as they refer to the rest. @returns whether there was any */
  async pass(): Promise<boolean> {
    const before = this.#sum
    this.#done = 0
    this.#total = await this.#count()
    await this.#files()
    await this.#blobs()
    await this.#records()
    await this.#heads()
    return this.#sum > before
  }

  get #sum(): number {
    return Object.values(this.#written).reduce((sum, one) => sum + one, 0)
  }

  async #count(): Promise<number> {
    let total = await this.from.records.count({ from: ' ', to: '\u007f' })
    total += (await this.from.heads.names('')).length
    for await (const _ of this.from.blobs.list('')) total++
    for await (const _ of this.from.files.list()) total++
    return total
  }

  #progress(count: number): void {
    this.#done += count
    this.onProgress({ done: this.#done, total: Math.max(this.#done, this.#total) })
  }

  async #files(): Promise<void> {
    for await (const { hash, size } of this.from.files.list()) {
      if (!(await this.to.files.has(hash))) {
        const file = await this.from.files.open(hash)
        if (file) {
          // A file that is not what its name says is refused with a TypeError.
          await this.to.files.put(hash, file.stream(0, size)).catch(refuseOther(this.from, hash))
          await this.#checkFile(hash)
          this.#written.files++
        }
      }
      this.#progress(1)
    }
  }

  async #checkFile(hash: string): Promise<void> {
    const file = await this.to.files.open(hash)
    const digest = createHash('sha256')
    if (file) for await (const piece of file.stream(0, file.size)) digest.update(piece)
    if (!file || digest.digest('hex') !== hash) throw changed(this.to, `file ${hash}`)
  }

  async #blobs(): Promise<void> {
    let names: string[] = []
    let bytes = 0
    for await (const { name, size } of this.from.blobs.list('')) {
      names.push(name)
      bytes += size
      if (names.length < batch && bytes < mostBytes) continue
      await this.#copyBlobs(names)
      names = []
      bytes = 0
    }
    await this.#copyBlobs(names)
  }

  async #copyBlobs(names: readonly string[]): Promise<void> {
    const there = await this.to.blobs.having(names)
    const missing = names.filter((name) => !there.has(name))
    const texts = missing.length === 0 ? [] : await this.from.blobs.texts(missing)
    const blobs = missing.flatMap((name, place) => {
      const text = texts[place]
      return text === undefined ? [] : [{ name, text }]
    })
    if (blobs.length > 0) {
      this.#written.blobs += await this.to.blobs.put(blobs)
      const back = await this.to.blobs.texts(blobs.map(({ name }) => name))
      const wrong = blobs.find(({ text }, place) => text !== back[place])
      if (wrong) throw changed(this.to, `'${wrong.name}'`)
    }
    this.#progress(names.length)
  }

  /** Keys are gone through in their order on both sides, so that what is only in the copy goes. */
  async #records(): Promise<void> {
    const last = '\u007f'
    for (let from = ' '; from < last;) {
      const found = await this.from.records.range({ from, to: last, limit: batch })
      const end = found.length < batch ? last : `${found.at(-1)?.key ?? ''} `
      await this.#copyRecords(new Map(found.map(({ key, text }) => [key, text])), from, end)
      this.#progress(found.length)
      from = end
    }
  }

  async #copyRecords(found: ReadonlyMap<string, string>, from: string, to: string): Promise<void> {
    const there = new Map((await this.to.records.range({ from, to })).map(({ key, text }) => [key, text]))
    const writes = new Map<string, string | undefined>()
    for (const [key, text] of found) if (there.get(key) !== text) writes.set(key, text)
    for (const key of there.keys()) if (!found.has(key)) writes.set(key, undefined)
    if (writes.size === 0) return
    await this.to.records.commit({ expected: new Map(), writes })
    const back = await this.to.records.read([...writes.keys()])
    for (const [key, text] of writes) if (back.get(key) !== text) throw changed(this.to, `record '${key}'`)
    this.#written.records += writes.size
  }

  async #heads(): Promise<void> {
    const of = async ({ heads }: Store) =>
      (await heads.names('')).filter((name) => !ownHeads.has(name) && !name.startsWith(momentaryHeads))
    const names = [...new Set([...(await of(this.from)), ...(await of(this.to))])]
    for (let place = 0; place < names.length; place += batch) {
      const some = names.slice(place, place + batch)
      const [texts, there] = [await this.from.heads.texts(some), await this.to.heads.texts(some)]
      const changes = some
        .map((name, one) => ({ name, before: there[one], after: texts[one] }))
        .filter(({ before, after }) => before !== after)
      if (changes.length > 0 && !(await this.to.heads.change(changes)))
        throw occupied(this.to, 'somebody who writes it meanwhile')
      this.#written.heads += changes.length
      this.#progress(some.length)
    }
  }
}

function changed({ address }: Store, what: string): CompositorError {
  return new CompositorError('store-damaged', `'${address}' gave back ${what} otherwise than it was written.`)
}

function refuseOther({ address }: Store, hash: string) {
  return (thrown: unknown): never => {
    if (!(thrown instanceof TypeError)) throw thrown
    throw new CompositorError(
      'store-damaged',
      `The file ${hash} of '${address}' is not what its name says.`,
      {
        cause: thrown,
      },
    )
  }
}
