import type { FieldData, RecordAddress } from '../../runtime/block/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import type { BlockResult } from './block-result.js'
import { isOfAll, recordKey } from './record-key.js'

/** A record as it is stored. */
export interface StoredRecord {
  /** How often it was stored; 0 when it never was. */
  readonly version: number
  /** Values by OLX name. */
  readonly values: JsonObject
}

/**
 * What one request knows of a learner: records loaded together, and the versions they had, so that a commit
 * can tell whether anything it rests on has changed since.
 */
export class LearnerBatch implements FieldData {
  readonly #records = new Map<string, StoredRecord | undefined>()
  readonly #results = new Map<string, BlockResult | undefined>()
  readonly #sharedRead = new Map<string, { readonly address: RecordAddress; readonly version: number }>()

  /**
   * @param stateVersion the learner's version when the loading began
   * @param read reads one record
   * @param readResult reads what the learner achieved at one block
   */
  constructor(
    readonly learner: string,
    readonly stateVersion: number,
    private readonly read: (key: string) => StoredRecord | undefined,
    private readonly readResult: (usage: string) => BlockResult | undefined,
  ) {}

  /** Loads further records, those that are there already left as they are. */
  include(addresses: Iterable<RecordAddress>): this {
    for (const address of addresses) this.#load(recordKey(address, this.learner))
    return this
  }

  /** The values of one record. One that was not included is read now. */
  record(address: RecordAddress): JsonObject | undefined {
    const key = recordKey(address, this.learner)
    const record = this.#load(key)
    if (isOfAll(address.scope)) this.#sharedRead.set(key, { address, version: record?.version ?? 0 })
    return record?.values
  }

  /** What the learner achieved at a block, read the first time it is asked for. */
  result(usage: string): BlockResult | undefined {
    if (!this.#results.has(usage)) this.#results.set(usage, this.readResult(usage))
    return this.#results.get(usage)
  }

  /** The records of all learners that somebody looked at, by the key they are stored under. */
  get sharedRead(): ReadonlyMap<string, { readonly address: RecordAddress; readonly version: number }> {
    return this.#sharedRead
  }

  #load(key: string): StoredRecord | undefined {
    if (this.#records.has(key)) return this.#records.get(key)
    const record = this.read(key)
    this.#records.set(key, record)
    return record
  }
}
