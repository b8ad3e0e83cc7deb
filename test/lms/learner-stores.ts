import { LearnerStore } from '../../lms/learner-state/index.js'
import { LmdbRecords, MemoryRecords } from '../../store/index.js'

/** A learner store that is forgotten with the test. */
export function memoryLearners(): LearnerStore {
  return new LearnerStore(new MemoryRecords())
}

/** How many commits changed anything but the event log. */
export function changesStored({ records }: LearnerStore): Promise<number> {
  return records.count({ from: 'log ', to: 'log!' })
}

/** Records of which nothing is known without waiting, as of those behind a network. */
export class RemoteRecords extends MemoryRecords {
  /** How often something was waited for. */
  reads = 0

  override known(): never {
    return undefined as never
  }

  override async read(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    this.reads++
    await Promise.resolve()
    return super.read(keys)
  }
}

const opened: LmdbRecords[] = []

/** A learner store in a folder. */
export function lmdbLearners(folder: string): LearnerStore {
  const records = new LmdbRecords(folder)
  opened.push(records)
  return new LearnerStore(records)
}

/** Closes the stores that were opened in folders. */
export async function closeLearners(): Promise<void> {
  await Promise.all(opened.splice(0).map((records) => records.close()))
}
