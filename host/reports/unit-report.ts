import type { FigureSources, Learner } from '../../lms/index.js'
import type { UsageKey } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'
import { bankReport, banksIn, type BankReport } from './bank-report.js'
import { problemReport, type ProblemReport } from './problem-report.js'

/** What learners made of the blocks of a unit, and what its banks gave them. */
export interface UnitReport {
  readonly kind: 'unit'
  readonly problems: readonly ProblemReport[]
  readonly banks: readonly BankReport[]
}

/** Who is looked at for the report of a unit, and of one of its blocks. */
export interface UnitReported {
  readonly unit: UsageKey
  /** Key of the block that is looked at; all where left out. */
  readonly only?: string | undefined
  /** Somebody of staff. */
  readonly by: Learner
}

/** How many learners' work a report of a unit looks at. @throws CompositorError `staff-only`, `unit-not-found`, `store-unavailable` */
export async function unitWork(courseware: Courseware, of: UnitReported): Promise<number> {
  const { blocks, banks } = await partsOf(courseware, of)
  const { learners } = courseware.options
  let work = blocks.reduce((sum, block) => sum + block.learners, 0)
  for (const { key } of banks) work += await learners.blockLearners.count(key)
  return work
}

/** What all learners made of a unit. @throws CompositorError `staff-only`, `unit-not-found`, `store-unavailable` */
export async function unitReport(
  courseware: Courseware,
  of: UnitReported,
  onLooked?: FigureSources['onLooked'],
): Promise<UnitReport> {
  const { unit, blocks, banks } = await partsOf(courseware, of)
  const problems: ProblemReport[] = []
  for (const block of blocks) problems.push(await problemReport(courseware, unit, block, onLooked))
  const given: BankReport[] = []
  for (const bank of banks) given.push(await bankReport(courseware, bank, onLooked))
  return { kind: 'unit', problems, banks: given }
}

async function partsOf(courseware: Courseware, { unit: key, only, by }: UnitReported) {
  const unit = await courseware.unit(key)
  const isMeant = (one: { readonly key: string }) => only === undefined || one.key === only
  return {
    unit,
    blocks: (await courseware.staff.submittedBlocks(key, by)).filter(isMeant),
    banks: banksIn(courseware, unit.root).filter(isMeant),
  }
}
