import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Keyv } from 'keyv'
import { CompositorError } from '../../runtime/index.js'
import { AuthoringStore } from '../../content/index.js'
import { UnitStore } from '../../compositor/index.js'
import { FileEventLog, LearnerStore, LmdbRecords, type EventLog } from '../../lms/index.js'
import { FolderFiles, secretFile, StoreCounts } from '../../store/index.js'
import { lmdbKeyv } from './lmdb-keyv.js'

/** Everything a host keeps, in one folder with a part for each side of the house. */
export interface Stores {
  /** The authors' side; learners' requests never touch it. */
  readonly authoring: AuthoringStore
  readonly units: UnitStore
  readonly learners: LearnerStore
  readonly events: EventLog
  /** What was asked of each. */
  readonly counts: Readonly<Record<'authoring' | 'units' | 'files' | 'learners', StoreCounts>>
  /** Signs this store's cookies and anonymous ids. */
  readonly secret: string
  /** Closes all but the event log, which the learners' side closes. */
  close(): Promise<void>
}

/**
 * Opens the embedded store, making the folder where there is none. Where one part is refused, those opened before it are
 * closed again.
 * @throws CompositorError `store-unavailable`, `store-damaged`, `store-secret`
 */
export async function openStores(path: string): Promise<Stores> {
  // Files are opened later, too, wherever the process works by then.
  const folder = resolve(path)
  const opened: (() => Promise<void>)[] = []
  const counts = {
    authoring: new StoreCounts(),
    units: new StoreCounts(),
    files: new StoreCounts(),
    learners: new StoreCounts(),
  }
  const content = (name: 'authoring' | 'units'): Keyv => {
    const keyv = lmdbKeyv(join(folder, name), counts[name])
    opened.push(() => keyv.disconnect())
    return keyv
  }
  try {
    mkdirSync(folder, { recursive: true })
    const secret = secretFile(folder)
    const [authoring, units] = [content('authoring'), content('units')]
    const records = new LmdbRecords(join(folder, 'learners'), counts.learners)
    opened.push(() => records.close())
    const files = new FolderFiles(join(folder, 'files'), counts.files)
    return {
      authoring: new AuthoringStore(authoring, undefined, files),
      units: new UnitStore(units, files),
      learners: new LearnerStore(records),
      events: new FileEventLog(join(folder, 'events.jsonl')),
      counts,
      secret,
      close: async () => {
        await Promise.all([authoring.disconnect(), units.disconnect(), records.close()])
      },
    }
  } catch (thrown) {
    await Promise.allSettled(opened.map((close) => close()))
    throw CompositorError.from(thrown, 'store-unavailable')
  }
}
