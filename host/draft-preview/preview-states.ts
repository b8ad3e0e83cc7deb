import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { LearnerStore } from '../../lms/index.js'
import { PreviewRecords } from './preview-records.js'

/** Authors and courses of which something is kept at a time; who was away longest is forgotten first. */
const most = 64

/** Milliseconds after which what nobody uses is forgotten. */
const idle = 2 * 60 * 60 * 1000

/** What previewed learners did for one author in one course or library. */
export interface PreviewState {
  /** Makes ids of learners that no learner of this site can have. */
  readonly id: string
  readonly store: LearnerStore
}

/** What previewed learners did: in memory, of each author apart, and soon forgotten. No learner's records are among them. */
export class PreviewStates {
  readonly #states = new LRUCache<string, PreviewState>({
    max: most,
    ttl: idle,
    updateAgeOnGet: true,
    memoMethod: () => ({ id: randomUUID(), store: new LearnerStore(new PreviewRecords()) }),
  })

  /** @param author the host's id @param context key, as text */
  of(author: string, context: string): PreviewState {
    return this.#states.memo(nameOf(author, context))
  }

  /** Has everybody begin anew, with other draws. */
  forget(author: string, context: string): void {
    this.#states.delete(nameOf(author, context))
  }
}

function nameOf(author: string, context: string): string {
  return JSON.stringify([author, context])
}
