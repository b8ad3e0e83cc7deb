import type { FileKeeper } from '../service/file-keeper.js'
import type { Files } from '../service/files.js'
import type { Learners } from '../service/learners.js'
import type { Submissions } from '../service/submissions.js'
import type { NotePad } from './learner-notes.js'
import type { TypedBlock } from './typed-block.js'

/** A block that asks for services. */
export interface AskingBlock extends TypedBlock {
  /** The view that is shown of it. */
  readonly activeView: string
  /** Notes what it asks of the learner. */
  readonly pad: NotePad
  /** Requests of staff that its handlers are at. */
  readonly staffRequests: { has(request: object): boolean }
  readonly learners: Learners
  readonly submissions: Submissions
  waitFor<T>(work: Promise<T>): Promise<T>
  filesIn(keeper: FileKeeper): Files
  publish(event: string, payload: object): void
}
