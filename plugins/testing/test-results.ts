import type { BlockEvent, GivenGrade, GradeDeed, GradeEvent } from '../../runtime/index.js'

/** What a learner achieved at one block. */
export interface TestResult {
  readonly grade?: GivenGrade
  readonly completion: number
}

/** What learners achieved at blocks: the last grade and completion, as a host keeps them. */
export class TestResults {
  readonly #results = new Map<string, TestResult>()

  of(learner: string, usage: string): TestResult {
    return this.#results.get(nameOf(learner, usage)) ?? { completion: 0 }
  }

  /** Whether a learner has any at a block. */
  has(learner: string, usage: string): boolean {
    return this.#results.has(nameOf(learner, usage))
  }

  /** Takes in what a learner's call published. @param at epoch milliseconds */
  take(learner: string, events: readonly BlockEvent[], at: number): void {
    for (const { type, usageKey, payload } of events) {
      const { value, maxValue, onlyIfHigher } = payload as unknown as GradeEvent
      const { grade, completion } = this.of(learner, usageKey)
      const isLower = grade !== undefined && grade.earned * maxValue >= value * grade.possible
      if (type === 'completion')
        this.#results.set(nameOf(learner, usageKey), { ...(grade && { grade }), completion: value })
      if (type === 'grade' && !(onlyIfHigher && isLower))
        this.#results.set(nameOf(learner, usageKey), {
          completion,
          grade: { earned: value, possible: maxValue, at },
        })
    }
  }

  /** Takes in a grade that staff gave. @param at epoch milliseconds */
  give({ block, learner, grade: { score, max, comment } }: GradeDeed, at: number): void {
    const { completion } = this.of(learner, block.key)
    const grade = { earned: score, possible: max, at, ...(comment !== undefined && { comment }) }
    this.#results.set(nameOf(learner, block.key), { completion, grade })
  }
}

function nameOf(learner: string, usage: string): string {
  return JSON.stringify([learner, usage])
}
