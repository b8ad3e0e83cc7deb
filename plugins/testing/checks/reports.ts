import { CompositorError } from '../../../runtime/index.js'
import type { Subject } from './subject.js'

/** A report gives rows of its columns, of a block that nobody has met and of one that learners were at. */
export async function reportsToStaff(subject: Subject): Promise<void> {
  for (const draft of subject.drafts) {
    const runtime = subject.runtime()
    const placed = subject.add(runtime, draft)
    const report = async (of: string) => {
      try {
        await runtime.staff().report(placed)
      } catch (thrown) {
        const { message } = CompositorError.from(thrown, 'block-failed')
        subject.fail(`its report failed for a block ${of}: ${message}`)
      }
    }
    await report('that nobody has met')
    for (const id of ['ada', 'bob']) subject.store(runtime, placed, runtime.learner(id))
    await report('that learners were at')
  }
}
