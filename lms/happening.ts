import type { ComposedBlock } from '../runtime/unit/index.js'
import { scoreKnowledge } from './known-score.js'
import { resultsAfter, type BlockResult, type LearnerChange } from './learner-state/index.js'
import type { LearnerUnit } from './learner-unit.js'
import { weighted, type Points } from './points.js'

/** Something that a call led to for its learner, as far as whoever shows the unit may know it: no answer is in it. */
export interface Happening {
  readonly what: 'submitted' | 'graded' | 'completed'
  /** Usage key, as text. */
  readonly block: string
  readonly type: string
  /** Weighted, of `graded` alone. */
  readonly score?: Points
}

/** What a call of a handler led to, once it is stored. */
export class Happenings {
  /** What was achieved before, at the blocks that the call said something of. */
  readonly #before = new Map<string, BlockResult>()

  /** @param one the unit after the handler ran, before anything is stored */
  constructor(private readonly one: LearnerUnit) {
    for (const { usageKey } of one.session.events)
      this.#before.set(usageKey, one.batch.result(usageKey) ?? {})
  }

  /**
   * Submissions, then scores that the learner may know, then what was completed by it. A block submits where it gives a grade that is
   * no reset, or says so by an event (`xblock.poll.submitted`).
   * @param now epoch milliseconds
   */
  of(change: LearnerChange, now: number): Happening[] {
    const after = resultsAfter(change, (usage) => this.#before.get(usage))
    const told = (what: Happening['what'], { key, type }: ComposedBlock, score?: Points): Happening => ({
      what,
      block: key,
      type,
      ...(score && { score }),
    })
    const each = (usages: Iterable<string>, make: (block: ComposedBlock) => Happening | undefined) =>
      [...new Set(usages)].flatMap((usage) => {
        const block = this.one.selection?.blocks.get(usage)
        return (block && make(block)) ?? []
      })
    const graded = change.grades.map(({ usage }) => usage)
    return [
      ...each(this.#submitted(graded), (block) => told('submitted', block)),
      ...each(graded, (block) => {
        const grade = after.get(block.key)?.grade
        const isKnown = scoreKnowledge(block, this.one.learner, now).isKnown
        return grade && isKnown ? told('graded', block, weighted(grade, block.fields.weight)) : undefined
      }),
      ...each(after.keys(), (block) => {
        const isDone = after.get(block.key)?.completion === 1
        return isDone && this.#before.get(block.key)?.completion !== 1 ? told('completed', block) : undefined
      }),
    ]
  }

  *#submitted(graded: readonly string[]): Iterable<string> {
    const { events } = this.one.session
    const reset = new Set(events.flatMap(({ type, usageKey }) => (type === 'reset_problem' ? usageKey : [])))
    for (const usage of graded) if (!reset.has(usage)) yield usage
    for (const { type, usageKey } of events) if (/(?:^|[._])submitted$/.test(type)) yield usageKey
  }
}
