import type { UnitStore } from '../compositor/index.js'
import type { AuthoringStore, LibraryRules, PublishOptions } from '../content/index.js'
import type { PythonScripts } from '../python/index.js'
import type { BlockTypes, JsonObject } from '../runtime/index.js'
import type { Job, Store } from '../store/index.js'

/** What the authors' side of a host is made of. */
export interface AuthoringOptions {
  readonly authoring: AuthoringStore
  readonly units: UnitStore
  readonly types: BlockTypes
  /** Where publications are kept, and what learners have of blocks that are renamed. */
  readonly store: Pick<Store, 'blobs' | 'files' | 'records'>
  /** The name of this site. */
  readonly domain?: string | undefined
  /** See {@link PublishOptions}. */
  readonly madeBy?: PublishOptions['madeBy']
  readonly scores?: PublishOptions['scores']
  /** Starts long work; none where nobody does any. */
  readonly startJob?: (kind: string, input: JsonObject, sole?: string) => Promise<Job>
  /** What the site asks of references to its libraries; nothing when left out. */
  readonly rules?: Pick<LibraryRules, 'closed'>
  /** Epoch milliseconds; the machine's clock when left out. */
  readonly now?: (() => number) | undefined
  /** Tries scripts; none where the host runs no Python. */
  readonly scripts?: PythonScripts | undefined
}
