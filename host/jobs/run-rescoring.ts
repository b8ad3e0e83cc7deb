import type { RescoreCounts } from '../../lms/index.js'
import { parseUsageKey } from '../../runtime/index.js'
import type { RunningJob } from '../../store/index.js'
import type { Courseware } from '../courseware.js'
import { unitOf } from '../unit-of.js'
import type { Visitors } from '../visitors.js'
import { rescoringForm } from './rescoring.js'

/** Rescores everybody at a block, by what is published when it goes on. */
export async function runRescoring(
  { courseware, visitors }: { readonly courseware: Courseware; readonly visitors: Visitors },
  job: RunningJob,
): Promise<RescoreCounts> {
  const { block, by, onlyIfHigher, reason } = rescoringForm.parse(job.input)
  const usage = parseUsageKey(block)
  const context = usage.context.withoutBranchOrVersion().toString()
  const unit = await unitOf(await courseware.options.units.publication(context), usage)
  const of = {
    usageKey: block,
    by: visitors.learner(by.id, by.name, true),
    reason,
    learnerOf: (id: string) => visitors.learner(id),
  }
  return courseware.staff.rescoreAll(unit, of, { onlyIfHigher }, job)
}
