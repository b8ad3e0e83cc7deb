import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Keyv } from 'keyv'
import { CompositorError } from '../../runtime/index.js'
import { AuthoringStore } from '../../content/index.js'
import { UnitStore } from '../../compositor/index.js'
import { FileEventLog, LmdbLearnerStore, type EventLog, type LearnerStore } from '../../lms/index.js'
import { FolderFiles } from './folder-files.js'
import { lmdbKeyv } from './lmdb-keyv.js'
import { storeSecret } from './store-secret.js'

/** Everything a host keeps, in one folder with a part for each side of the house. */
export interface Stores {
  /** The authors' side; learners' requests never touch it. */
  readonly authoring: AuthoringStore
  readonly units: UnitStore
  readonly learners: LearnerStore
  readonly events: EventLog
  /** Signs this store's cookies and anonymous ids. */
  readonly secret: string
  /** Closes the two content stores; the learners' side closes its own. */
  close(): Promise<void>
}

/**
 * Opens the embedded store, making the folder where there is none.
 * @throws CompositorError `store-unavailable`, `store-secret`
 */
export function openStores(folder: string): Stores {
  try {
    mkdirSync(folder, { recursive: true })
    const secret = storeSecret(folder)
    const authoring = lmdbKeyv(join(folder, 'authoring'))
    const units = lmdbKeyv(join(folder, 'units'))
    const learners = new LmdbLearnerStore(join(folder, 'learners'))
    const files = new FolderFiles(join(folder, 'files'))
    const events = new FileEventLog(join(folder, 'events.jsonl'))
    return {
      authoring: new AuthoringStore(authoring, undefined, files),
      units: new UnitStore(units, files),
      learners,
      events,
      secret,
      close: () => closeAll([authoring, units]),
    }
  } catch (thrown) {
    throw CompositorError.from(thrown, 'store-unavailable')
  }
}

async function closeAll(keyvs: readonly Keyv[]): Promise<void> {
  await Promise.all(keyvs.map((keyv) => keyv.disconnect()))
}
