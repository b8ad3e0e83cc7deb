import { CompositorError } from '../../runtime/errors/index.js'
import type { TreeMap } from '../../store/index.js'
import type { StoredHead } from './context-heads.js'
import type { LogEntry, ReadingKind } from './log-entry.js'
import type { VersionStore } from './version-store.js'

/** Where a reading of a tree is found, and the entry that made it last. */
interface FoundReading {
  readonly entry: string
  readonly reading: string
}

/** The readings that there are of one tree of a context. */
type Readings = { readonly [kind in ReadingKind]?: FoundReading }

/** What the map of a log holds: hashes by number, readings by tree, numbers by name, hashes by their start. */
type LogValue = string | number | Readings | readonly string[]

/** An entry of a log with its hash and the reading that belongs to it. */
export interface FoundEntry {
  readonly hash: string
  readonly entry: LogEntry
  /** Hash of the reading. */
  readonly reading: string
}

/** Characters of a hash by which a version can be asked for at least. */
const startLength = 8

/** Entries read at a time. */
const pageSize = 100

/** The log of a course or library, as its head has it. */
export class VersionLog {
  private readonly map: TreeMap<LogValue>

  constructor(
    private readonly store: VersionStore,
    private readonly head: StoredHead,
  ) {
    this.map = store.map<LogValue>(head.log)
  }

  /** Adds an entry under the next number. @returns its hash, and the root of the log with it */
  async with(
    made: Omit<LogEntry, 'number' | 'format' | 'context' | 'kind'>,
    reading: string,
  ): Promise<{ readonly hash: string; readonly number: number; readonly log: string }> {
    const { context, kind } = this.head
    const number = this.head.entries + 1
    const entry: LogEntry = { format: 1, context, kind, number, ...made }
    const hash = await this.store.put('entry', entry)
    const { log } = await this.indexed(entry, hash, reading)
    return { hash, number, log }
  }

  /** Another reading of the tree of an entry that is there. @returns the root of the log with it */
  async reread(hash: string, reading: string): Promise<string> {
    return (await this.indexed(await this.store.entry(hash), hash, reading)).log
  }

  private async indexed(entry: LogEntry, hash: string, reading: string): Promise<{ log: string }> {
    const { tree, reading: kind, number, name } = entry
    const starts = [tree, hash].map((one) => `start:${one.slice(0, startLength)}`)
    const [treeStart = '', entryStart = ''] = starts
    const byTree = `tree:${tree}`
    const found = await this.map.getMany([...starts, byTree])
    const readings = (found.get(byTree) ?? {}) as Readings
    const changes = new Map<string, LogValue>([
      [`number:${number}`, hash],
      [byTree, { ...readings, [kind]: { entry: hash, reading } }],
    ])
    for (const [start, one] of [
      [treeStart, tree],
      [entryStart, hash],
    ] as const) {
      const known = (changes.get(start) ?? found.get(start) ?? []) as readonly string[]
      if (!known.includes(one)) changes.set(start, [...known, one])
    }
    if (name !== undefined) changes.set(`name:${name}`, number)
    return { log: (await this.map.with(changes)).root }
  }

  /** An entry by its hash. @throws CompositorError `store-damaged` */
  async at(hash: string): Promise<FoundEntry> {
    const entry = await this.store.entry(hash)
    const readings = (await this.map.get(`tree:${entry.tree}`)) as Readings | undefined
    const reading = readings?.[entry.reading]?.reading
    if (reading === undefined) {
      const message = `The log of '${this.head.context}' does not know what was read of version '${entry.tree}'.`
      throw new CompositorError('store-damaged', message)
    }
    return { hash, entry, reading }
  }

  /** The newest entry of a tree, by the tree's whole name; of its two readings what is published. */
  async ofTree(tree: string): Promise<FoundEntry | undefined> {
    const readings = (await this.map.get(`tree:${tree}`)) as Readings | undefined
    const { entry, reading } = readings?.published ?? readings?.draft ?? {}
    if (entry === undefined || reading === undefined) return undefined
    return { hash: entry, entry: await this.store.entry(entry), reading }
  }

  /** Whether somebody called a version so. */
  hasName(name: string): Promise<boolean> {
    return this.map.has(`name:${name}`)
  }

  /**
   * What somebody means by a version: `draft`, `published`, a number, a name, or a start of a hash.
   * @throws CompositorError `version-unknown`, `version-ambiguous`
   */
  async find(asked: string): Promise<FoundEntry> {
    const { context, draft, published } = this.head
    if (asked === 'draft') return this.at(draft)
    if (asked === 'published') {
      if (published !== null) return this.at(published)
      throw new CompositorError('version-unknown', `Nothing of '${context}' is published yet.`)
    }
    const byName = await this.map.get(`name:${asked}`)
    const number = typeof byName === 'number' ? byName : /^\d{1,7}$/.test(asked) ? Number(asked) : undefined
    const byNumber = number === undefined ? undefined : await this.map.get(`number:${number}`)
    if (typeof byNumber === 'string') return this.at(byNumber)
    return this.byStart(asked)
  }

  private async byStart(asked: string): Promise<FoundEntry> {
    const { context } = this.head
    const isStart = /^[0-9a-f]+$/.test(asked) && asked.length >= startLength
    const start = `start:${asked.slice(0, startLength)}`
    const all = isStart ? (((await this.map.get(start)) ?? []) as readonly string[]) : []
    const hashes = all.filter((hash) => hash.startsWith(asked))
    const [hash] = hashes
    if (hash === undefined) {
      const message = `There is no version '${asked.slice(0, 100)}' of '${context}'.`
      throw new CompositorError('version-unknown', message)
    }
    if (hashes.length > 1) {
      const listed = hashes.slice(0, 5).join(', ')
      const message = `'${asked}' begins the names of ${hashes.length} versions of '${context}': ${listed}.`
      throw new CompositorError('version-ambiguous', message)
    }
    return (await this.ofTree(hash)) ?? this.at(hash)
  }

  /** The entries from a number downwards, with their hashes, read some at a time. */
  async *downFrom(number = this.head.entries): AsyncIterable<FoundEntry> {
    for (let last = number; last > 0; last -= pageSize) {
      const numbers = Array.from({ length: Math.min(pageSize, last) }, (_, index) => `number:${last - index}`)
      const hashes = [...(await this.map.getMany(numbers)).values()].filter((one) => typeof one === 'string')
      const entries = await this.store.entries(hashes)
      const readings = await this.map.getMany(entries.map(({ tree }) => `tree:${tree}`))
      for (const [index, entry] of entries.entries()) {
        const known = readings.get(`tree:${entry.tree}`) as Readings | undefined
        yield { hash: hashes[index] ?? '', entry, reading: known?.[entry.reading]?.reading ?? '' }
      }
    }
  }
}
