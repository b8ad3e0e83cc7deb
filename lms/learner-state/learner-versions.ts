import type { RecordAddress } from '../../runtime/block/index.js'
import type { Records } from '../../store/index.js'
import type { StoredRecord } from './learner-batch.js'
import { parsedRecord } from './parsed-record.js'
import { recordKey, stateVersionKey } from './record-key.js'

/** Numbers that tell whether what was made of a learner's records still stands. */
export interface LearnerVersions {
  /** Another one whenever anything of the learner is stored. */
  readonly stateVersion: number
  /** Another one whenever one of the records of all learners that were named is stored. */
  readonly sharedVersion: number
}

/** Reads these numbers, at once where the store knows them. */
export class VersionReader {
  constructor(private readonly records: Records) {}

  /** A number that changes whenever anything of this learner is stored, where the store knows it without waiting. */
  knownOf(learner: string): number | undefined {
    const known = this.records.known(stateVersionKey(learner))
    return known && Number(known.text ?? 0)
  }

  /** As {@link read} gives, where the store knows it without waiting. */
  known(learner: string, shared: readonly RecordAddress[]): LearnerVersions | undefined {
    const stateVersion = this.knownOf(learner)
    if (stateVersion === undefined) return undefined
    let sharedVersion = 0
    for (const address of shared) {
      const known = this.records.known(recordKey(address, ''))
      if (!known) return undefined
      sharedVersion += versionIn(recordKey(address, ''), known.text)
    }
    return { stateVersion, sharedVersion }
  }

  /**
   * The learner's number, and one of records of all learners: the sum of their versions, which is the same only if all
   * are, as each only grows. @throws CompositorError `store-unavailable`
   */
  async read(learner: string, shared: readonly RecordAddress[] = []): Promise<LearnerVersions> {
    const known = this.known(learner, shared)
    if (known) return known
    const own = stateVersionKey(learner)
    const keys = shared.map((address) => recordKey(address, ''))
    const found = await this.records.read([own, ...keys])
    const sharedVersion = keys.reduce((sum, key) => sum + versionIn(key, found.get(key)), 0)
    return { stateVersion: Number(found.get(own) ?? 0), sharedVersion }
  }
}

function versionIn(key: string, text: string | undefined): number {
  return text === undefined ? 0 : (parsedRecord(key, text) as StoredRecord).version
}
