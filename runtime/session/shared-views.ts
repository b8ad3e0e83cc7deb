import type { ComposedBlock } from '../unit/composed-unit.js'
import type { Fragment } from '../view/fragment.js'
import type { FailureView } from './failure-fragment.js'
import { NotedViews } from './noted-views.js'
import { UnreadViews } from './unread-views.js'

/** The view whose data is the same for every learner. */
export const sharedDataView = 'student_view_data'

/** What a failure is shown by. */
export type FailureSeen = Pick<FailureView, 'showReason' | 'around'>

/** Failures kept of one block: for learners and staff, in some languages. */
const mostFailures = 16

function nameOf({ showReason, around }: FailureSeen): string {
  return `${showReason} ${around.page} ${around.course ?? ''}`
}

/**
 * What views gave that looked at nothing of the learner: the same for everyone while their composed block lives
 * (docs/decisions/0007-shared-html.md).
 */
export class SharedViews {
  /** What is kept of blocks that nobody has asked for yet. */
  readonly unread = new UnreadViews()
  /** What views gave that looked at the learner, and found nothing of theirs. */
  readonly noted = new NotedViews(this.unread)
  readonly #fragments = new WeakMap<ComposedBlock, Map<string, Fragment>>()
  readonly #data = new WeakMap<ComposedBlock, string>()
  readonly #failures = new WeakMap<ComposedBlock, Map<string, Fragment>>()

  fragment(block: ComposedBlock, view: string): Fragment | undefined {
    this.unread.read(block)
    return this.#fragments.get(block)?.get(view)
  }

  keepFragment(block: ComposedBlock, view: string, fragment: Fragment): void {
    let fragments = this.#fragments.get(block)
    if (!fragments) this.#fragments.set(block, (fragments = new Map()))
    fragments.set(view, fragment)
  }

  /** What `student_view_data` gave, as JSON text. */
  data(block: ComposedBlock): string | undefined {
    return this.#data.get(block)
  }

  keepData(block: ComposedBlock, text: string): void {
    this.#data.set(block, text)
  }

  /** The error block of a block that no request can show; staff see the reason, everybody in their language. @param seen asked where any is kept */
  failure(block: ComposedBlock, seen: () => FailureSeen): Fragment | undefined {
    return this.#failures.get(block)?.get(nameOf(seen()))
  }

  keepFailure(block: ComposedBlock, seen: FailureSeen, fragment: Fragment): void {
    let kept = this.#failures.get(block)
    if (!kept || kept.size >= mostFailures) this.#failures.set(block, (kept = new Map()))
    kept.set(nameOf(seen), fragment)
  }
}
