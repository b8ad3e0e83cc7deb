import { RestShares, type FigureSources, type Learner, type SubmittedBlock } from '../../lms/index.js'
import type { ComposedBlock, ComposedUnit, UsageKey } from '../../runtime/index.js'
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

/** A unit with what is looked at in it. */
export interface UnitParts {
  readonly unit: ComposedUnit
  readonly blocks: readonly SubmittedBlock[]
  readonly banks: readonly ComposedBlock[]
}

/** What a report of a unit, or of one of its blocks, looks at. @throws CompositorError `staff-only`, `unit-not-found`, `store-unavailable` */
export async function unitParts(
  courseware: Courseware,
  { unit: key, only, by }: UnitReported,
): Promise<UnitParts> {
  const unit = await courseware.unit(key)
  const isMeant = (one: { readonly key: string }) => only === undefined || one.key === only
  return {
    unit,
    blocks: (await courseware.staff.submittedBlocks(key, by)).filter(isMeant),
    banks: banksIn(courseware, unit.root).filter(isMeant),
  }
}

/** How many learners' work that is, at all blocks together, and at the one with most. @throws CompositorError `store-unavailable` */
export async function unitWork(
  courseware: Courseware,
  { blocks, banks }: UnitParts,
): Promise<{ readonly all: number; readonly atOne: number }> {
  const { blockLearners } = courseware.options.learners
  const counts = blocks.map(({ learners }) => learners)
  for (const { key } of banks) counts.push(await blockLearners.count(key))
  return { all: counts.reduce((sum, count) => sum + count, 0), atOne: Math.max(0, ...counts) }
}

/** What all learners made of a unit. @throws CompositorError `store-unavailable` */
export async function unitReport(
  courseware: Courseware,
  { unit, blocks, banks }: UnitParts,
  onLooked?: FigureSources['onLooked'],
): Promise<UnitReport> {
  const rests = new RestShares(courseware.options.learners.records, unit.context)
  const problems: ProblemReport[] = []
  for (const block of blocks) problems.push(await problemReport(courseware, unit, block, { onLooked, rests }))
  const given: BankReport[] = []
  for (const bank of banks) given.push(await bankReport(courseware, bank, onLooked))
  return { kind: 'unit', problems, banks: given }
}
