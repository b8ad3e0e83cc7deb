import { FormerTrails } from './former-trails.js'
import type { Learner } from './learner.js'
import type { CourseTrail, KeptTrails } from './learner-state/index.js'
import type { LearnersSideOptions } from './learner-units.js'

/** How far learners have come, also those who did something before that was kept. */
export class LearnersTrails {
  readonly #former: FormerTrails

  constructor(private readonly options: Pick<LearnersSideOptions, 'store' | 'clock' | 'reading'>) {
    this.#former = new FormerTrails(options)
  }

  /** How far a learner has come in a course; undefined where they did nothing there. */
  async in(learner: Learner, context: string): Promise<CourseTrail | undefined> {
    const trails = await this.#whole(learner, () => this.options.store.trails.of(learner.id, context))
    return trails.get(context)
  }

  /** How far a learner has come in the courses in which they did something, what they did last first. @param most how many are read */
  all(learner: Learner, most: number): Promise<ReadonlyMap<string, CourseTrail>> {
    return this.#whole(learner, () => this.options.store.trails.all(learner.id, most))
  }

  async #whole(learner: Learner, read: () => Promise<KeptTrails>): Promise<ReadonlyMap<string, CourseTrail>> {
    const kept = await read()
    if (kept.isWhole) return kept.trails
    await this.#former.count(learner)
    return (await read()).trails
  }
}
