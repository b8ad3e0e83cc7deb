import { shownAnswers, wordedAnswers } from '../blocks/problem/engine.js'
import {
  itemFigures,
  itemSpread,
  type ItemSpread,
  type Learner,
  type ReadFigures,
  type SubmittedBlock,
} from '../lms/index.js'
import type { ComposedBlock, Json, UsageKey } from '../runtime/index.js'
import type { Courseware } from './courseware.js'

/** An answer that learners gave, as they read it. */
export interface ReportedAnswer {
  readonly text: string
  readonly learners: number
  /** Whether it is right; undefined where that is not said of one answer alone. */
  readonly isRight?: boolean
}

/** What learners made of one question of a problem. */
export interface ReportedQuestion {
  readonly question: string
  readonly answers: readonly ReportedAnswer[]
}

/** What learners made of a block. */
export interface ProblemReport {
  readonly block: SubmittedBlock
  readonly figures: ReadFigures
  readonly questions: readonly ReportedQuestion[]
  readonly spread: ItemSpread
}

/**
 * What learners made of each block of a unit that they submit something at: bounded reads, whatever the number of learners.
 * @throws CompositorError `staff-only`, `unit-not-found`, `store-unavailable`
 */
export async function problemReports(
  courseware: Courseware,
  unitKey: UsageKey,
  by: Learner,
): Promise<readonly ProblemReport[]> {
  const { learners, loaded } = courseware.options
  const blocks = await courseware.staff.submittedBlocks(unitKey, by)
  const composed = new Map<string, ComposedBlock>()
  const visit = (block: ComposedBlock): void => {
    composed.set(block.key, block)
    block.children.forEach(visit)
  }
  visit((await courseware.unit(unitKey)).root)
  const reports: ProblemReport[] = []
  for (const block of blocks) {
    const item = { usage: block.key, type: block.type }
    const figures = await itemFigures([item], learners, loaded.types)
    const spread = await itemSpread(item, learners, loaded.types)
    reports.push({ block, figures, spread, questions: questionsOf(figures, composed.get(block.key)) })
  }
  return reports
}

type Compiled = Parameters<typeof wordedAnswers>[0]

function questionsOf(
  { choices }: ReadFigures,
  block: ComposedBlock | undefined,
): readonly ReportedQuestion[] {
  const compiled = compiledIn(block?.prepared)
  const right = compiled ? rightAnswers(compiled) : {}
  return Object.entries(choices).map(([input, taken]) => {
    const names = right[input]
    const worded = (value: string) => (compiled ? wordedAnswers(compiled, { [input]: value })[0] : undefined)
    return {
      question: worded('')?.question ?? '',
      answers: taken.map(({ value, learners }) => ({
        text: worded(value)?.answers.join(', ') || value,
        learners,
        ...(Array.isArray(names) && { isRight: names.includes(value) }),
      })),
    }
  })
}

/** Right answers of questions with choices; a problem whose script says them has none here. */
function rightAnswers(compiled: Compiled): Readonly<Record<string, unknown>> {
  try {
    return shownAnswers(compiled, 1)
  } catch {
    return {}
  }
}

/** What a problem was compiled to while it was composed; other types prepare other things. */
function compiledIn(prepared: Json | undefined): Compiled | undefined {
  const isProblem =
    typeof prepared === 'object' && prepared !== null && 'inputs' in prepared && 'responses' in prepared
  return isProblem ? (prepared as unknown as Compiled) : undefined
}
