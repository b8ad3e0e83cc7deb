import type { FieldData, RecordAddress, StoredEntries } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { FormerUsages } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { Records } from '../../store/index.js'
import type { BlockResult } from './block-result.js'
import type { CourseTrail } from './course-trail.js'
import { KeptEntries } from './kept-entries.js'
import { parsedRecord } from './parsed-record.js'
import { isOfAll, recordKey, resultKey, stateVersionKey, trailKey } from './record-key.js'

/** A record as it is stored. */
export interface StoredRecord {
  /** How often it was stored; 0 when it never was. */
  readonly version: number
  /** Values by OLX name. */
  readonly values: JsonObject
}

/** A record of all learners that somebody looked at. */
export interface SharedRecord {
  readonly address: RecordAddress
  readonly version: number
}

/** What a piece of work will probably look at; read ahead where reading waits for a network. */
export interface Foreseen {
  readonly addresses?: Iterable<RecordAddress>
  /** Usage keys of blocks whose results are looked at. */
  readonly results?: Iterable<string>
  /** Further ones, worked out where reading waits for a network only. */
  readonly further?: () => ForeseenRecords
  /** Key of a course of which it is looked at how far the learner has come. */
  readonly trail?: string | undefined
  /** The keys that renamed blocks had, by those they have: where nothing stands under the new one, they are looked at. */
  readonly former?: FormerKeys | undefined
}

/** Records and results that will probably be looked at. */
export interface ForeseenRecords {
  readonly addresses: readonly RecordAddress[]
  /** Usage keys of blocks whose results are looked at. */
  readonly results: readonly string[]
}

/** Former keys of renamed blocks by their keys. */
export type FormerKeys = Pick<FormerUsages, 'get'>

const nothingForeseen: ForeseenRecords = { addresses: [], results: [] }

/** How often a piece of work may ask for records that were not read ahead. */
const mostRounds = 100

/**
 * What one request knows of a learner, of one moment: the learner's number, and the records read together with it. It
 * answers at once. A record that is not in it is read at once where the store can; elsewhere it is noted as missing, and
 * whatever asked for it is done again once it is there.
 */
export class LearnerBatch implements FieldData {
  readonly #texts = new Map<string, string | undefined>()
  readonly #parsed = new Map<string, unknown>()
  readonly #sharedRead = new Map<string, SharedRecord>()
  readonly #missing = new Set<string>()
  readonly #versionKey: string
  readonly #isImmediate: boolean
  #stateVersion = 0
  #isRead = false

  /** @internal Made by `LearnerStore.load`. */
  constructor(
    readonly learner: string,
    private readonly records: Records,
    private readonly former?: FormerKeys,
  ) {
    this.#versionKey = stateVersionKey(learner)
    const known = records.known(this.#versionKey)
    this.#isImmediate = known !== undefined
    if (known) this.#stateVersion = Number(known.text ?? 0)
  }

  /** The learner's number when its records were read. */
  get stateVersion(): number {
    return this.#stateVersion
  }

  /**
   * Reads further records. Where something of the learner was stored since, all that was read before is read again.
   * @returns whether what was read before still stands
   */
  async include(addresses: Iterable<RecordAddress>): Promise<boolean> {
    const keys: string[] = []
    for (const address of addresses) keys.push(recordKey(address, this.learner))
    return this.includeKeys(keys)
  }

  /** Reads ahead what will probably be looked at, where reading waits for a network; see {@link include}. */
  async foresee({ addresses = [], results = [], further, trail }: Foreseen): Promise<boolean> {
    if (this.#isImmediate) return true
    const more = further?.() ?? nothingForeseen
    const keys: string[] = []
    for (const address of [...addresses, ...more.addresses]) {
      for (const id of this.#keysOf(address.id)) keys.push(recordKey({ ...address, id }, this.learner))
    }
    for (const usage of [...results, ...more.results]) {
      for (const id of this.#keysOf(usage)) keys.push(resultKey(this.learner, id))
    }
    if (trail !== undefined) keys.push(trailKey(this.learner, trail))
    return this.includeKeys(keys)
  }

  /** @internal */
  async includeKeys(keys: Iterable<string>): Promise<boolean> {
    const wanted = new Set(keys)
    for (const key of this.#texts.keys()) wanted.delete(key)
    if (this.#isImmediate) {
      for (const key of wanted) this.text(key)
      return true
    }
    if (wanted.size === 0 && this.#isRead) return true
    return this.#read(wanted)
  }

  /** The values of one record; undefined, too, of one that is missing here. */
  record(address: RecordAddress): JsonObject | undefined {
    const key = recordKey(address, this.learner)
    const record = this.storedAt(address)
    if (isOfAll(address.scope)) this.#sharedRead.set(key, { address, version: record?.version ?? 0 })
    return record?.values
  }

  /** What the learner achieved at a block; undefined, too, where it is missing here. */
  result(usage: string): BlockResult | undefined {
    const result = this.#json(resultKey(this.learner, usage)) as BlockResult | undefined
    if (result || !this.former) return result
    return this.#first(usage, (old) => this.#json(resultKey(this.learner, old)) as BlockResult | undefined)
  }

  /** How far the learner has come in a course; undefined, too, where it is missing here. @param context key, as text */
  trail(context: string): CourseTrail | undefined {
    return this.#json(trailKey(this.learner, context)) as CourseTrail | undefined
  }

  /** The same values for code of blocks, which ends where something is missing: it is run again when it is there. */
  readonly forBlocks: FieldData = {
    learner: this.learner,
    entries: {
      entry: (address, key) => this.#entries.entry(address, key),
      range: (address, range) => this.#entries.range(address, range),
      count: (address, keys) => this.#entries.count(address, keys),
    },
    record: (address) => {
      const values = this.record(address)
      if (values === undefined && this.#missing.size > 0 && this.isMissing(address)) throw missing(address)
      return values
    },
  }

  /** Entries of all learners that somebody looked at, as they stood. */
  readonly entriesRead = new Map<string, string | undefined>()
  #kept: StoredEntries | undefined

  get #entries(): StoredEntries {
    return (this.#kept ??= new KeptEntries(this.learner, this.records, (key, text) =>
      this.entriesRead.set(key, text),
    ))
  }

  /** Whether something was asked for that is not here. */
  get lacks(): boolean {
    return this.#missing.size > 0
  }

  /** Whether a record was asked for and is not here. */
  isMissing(address: RecordAddress): boolean {
    return this.#missing.has(recordKey(address, this.learner))
  }

  /** Reads what was missing. */
  async complete(): Promise<void> {
    const keys = [...this.#missing]
    this.#missing.clear()
    await this.#read(keys)
  }

  /**
   * Does a piece of work until nothing that it asks for is missing; what it gave, or threw, before then counts for nothing.
   * @throws whatever `work` throws
   */
  async settled<T>(work: () => Promise<T>): Promise<T> {
    for (let round = 0; ; round++) {
      try {
        const result = await work()
        if (!this.lacks) return result
      } catch (thrown) {
        if (!this.lacks) throw thrown
      }
      if (round === mostRounds) throw endless(this.learner)
      await this.complete()
    }
  }

  /** The records of all learners that somebody looked at, by the key they are stored under. */
  get sharedRead(): ReadonlyMap<string, SharedRecord> {
    return this.#sharedRead
  }

  /** @internal The text under a key, as it was read; undefined for none. */
  text(key: string): string | undefined {
    if (this.#texts.has(key)) return this.#texts.get(key)
    const known = this.#isImmediate ? this.records.known(key) : undefined
    if (!known) {
      this.#missing.add(key)
      return undefined
    }
    this.#texts.set(key, known.text)
    return known.text
  }

  /** @internal A record as it is stored, by the block's key or a former one. @throws CompositorError `store-damaged` */
  storedAt(address: RecordAddress): StoredRecord | undefined {
    const record = this.#json(recordKey(address, this.learner)) as StoredRecord | undefined
    if (record || !this.former) return record
    return this.#first(address.id, (id) => {
      return this.#json(recordKey({ ...address, id }, this.learner)) as StoredRecord | undefined
    })
  }

  /** A block's key, and those it had. */
  #keysOf(id: string): readonly string[] {
    const former = this.former?.get(id)
    return former ? [id, ...former] : [id]
  }

  #first<T>(usage: string, found: (former: string) => T | undefined): T | undefined {
    for (const old of this.former?.get(usage) ?? []) {
      const one = found(old)
      if (one !== undefined) return one
    }
    return undefined
  }

  #json(key: string): unknown {
    const parsed = this.#parsed.get(key)
    if (parsed !== undefined) return parsed
    const text = this.text(key)
    if (text === undefined) return undefined
    const made = parsedRecord(key, text)
    this.#parsed.set(key, made)
    return made
  }

  async #read(keys: Iterable<string>): Promise<boolean> {
    if (await this.#readTogether(new Set(keys), !this.#isRead)) return true
    await this.#readTogether(new Set([...this.#texts.keys(), ...keys]), true)
    return false
  }

  /** @param isWhole whether nothing is kept that was read before @returns whether it was read; not, where the number is another */
  async #readTogether(keys: ReadonlySet<string>, isWhole: boolean): Promise<boolean> {
    const found = await this.records.read([this.#versionKey, ...keys])
    const version = Number(found.get(this.#versionKey) ?? 0)
    if (!isWhole && version !== this.#stateVersion) return false
    if (isWhole) for (const map of [this.#texts, this.#parsed, this.#sharedRead]) map.clear()
    this.#stateVersion = version
    this.#isRead = true
    for (const key of keys) this.#texts.set(key, found.get(key))
    return true
  }
}

function missing({ scope, id }: RecordAddress): CompositorError {
  return new CompositorError(
    'learner-record-unread',
    `What is stored of the learner at '${id.slice(0, 300)}' in scope '${scope}' was not read ahead; the work is done again with it.`,
  )
}

function endless(learner: string): CompositorError {
  return new CompositorError(
    'learner-record-unread',
    `What was asked for learner '${learner.slice(0, 80)}' asked for other records each of ${mostRounds} times that it was tried.`,
  )
}
