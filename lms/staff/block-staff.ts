import type { FieldData, RecordAddress } from '../../runtime/block/index.js'
import { Files, filesAddress } from '../../runtime/service/index.js'
import type { StaffPort, StoredLearner, StoredLearnersQuery } from '../../runtime/session/index.js'
import type { ComposedBlock, ComposedUnit } from '../../runtime/unit/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { BlockAddresses } from '../block-addresses.js'
import {
  KeptEntries,
  parsedRecord,
  recordKey,
  resultKey,
  type BlockResult,
  type LearnerStore,
  type StoredRecord,
} from '../learner-state/index.js'
import type { Learner } from '../learner.js'

/** A job that somebody of staff starts at a block. */
export interface BlockJobStart {
  /** Usage key, as text. */
  readonly usage: string
  readonly job: string
  readonly input: Json
  readonly by: Learner
}

/** What a host does for staff's handlers. */
export interface StaffSide {
  /** The stable id of a learner, by the host's own id of them, that says nothing of who they are. */
  readonly anonymousId: (id: string) => string
  /** A learner by the host's own id, with what it knows of them in a context. */
  readonly learner: (id: string, context: string) => Promise<Learner>
  /** Starts a job. @returns its id */
  readonly start: (job: BlockJobStart) => Promise<string>
}

/** What handlers for staff reach other learners at the blocks of a unit by. */
export class BlockStaff implements StaffPort {
  constructor(
    private readonly store: LearnerStore,
    private readonly addresses: BlockAddresses,
    private readonly unit: ComposedUnit,
    private readonly by: Learner,
    private readonly side: StaffSide,
  ) {}

  async page(block: ComposedBlock, query: StoredLearnersQuery): Promise<readonly StoredLearner[]> {
    return this.#stored(block, await this.store.blockLearners.page(block.key, query))
  }

  async find(block: ComposedBlock, learner: string): Promise<StoredLearner | undefined> {
    const [found] = await this.#stored(block, [learner])
    return found &&
      (found.grade || found.completion > 0 || (await this.store.blockLearners.has(block.key, learner)))
      ? found
      : undefined
  }

  count(block: ComposedBlock): Promise<number> {
    return this.store.blockLearners.count(block.key)
  }

  start({ key: usage }: ComposedBlock, job: string, input: Json): Promise<string> {
    return this.side.start({ usage, job, input, by: this.by })
  }

  /** What is stored of learners at a block, all of it in one read. */
  async #stored(block: ComposedBlock, learners: readonly string[]): Promise<readonly StoredLearner[]> {
    if (learners.length === 0) return []
    const { records } = this.store
    const addresses = [...this.addresses.of(block)]
    const type = this.addresses.types.get(block.type)
    if (type?.services.some(({ token }) => token === Files))
      addresses.push(filesAddress(block.key, 'learner'))
    const usages = [block.key, ...(this.unit.former?.get(block.key) ?? [])]
    const keys = new Set<string>()
    for (const learner of learners) {
      for (const address of addresses)
        for (const one of this.#places(address, usages)) keys.add(recordKey(one, learner))
      for (const usage of usages) keys.add(resultKey(learner, usage))
    }
    const texts = await records.read([...keys])
    const first = <T>(places: readonly string[]): T | undefined => {
      for (const key of places) {
        const text = texts.get(key)
        if (text !== undefined) return parsedRecord(key, text) as T
      }
      return undefined
    }
    return learners.map((id) => {
      const { grade = null, completion = 0 } =
        first<BlockResult>(usages.map((usage) => resultKey(id, usage))) ?? {}
      const data: FieldData = {
        learner: id,
        record: (address) => {
          const places = this.#places(address, usages).map((one) => recordKey(one, id))
          return first<StoredRecord>(places)?.values
        },
        entries: new KeptEntries(id, records),
      }
      return { id, anonymousId: this.side.anonymousId(id), data, grade, completion }
    })
  }

  /** Where a record may stand: under the key of its block, or one that it had. */
  #places(address: RecordAddress, usages: readonly string[]): readonly RecordAddress[] {
    return address.id === usages[0] ? usages.map((id) => ({ ...address, id })) : [address]
  }
}
