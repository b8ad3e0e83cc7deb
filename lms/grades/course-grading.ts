import type { PublishedContext } from '../../compositor/index.js'
import type { Learner } from '../learner.js'
import type { LearnerUnits } from '../learner-units.js'
import { CountedSections } from './counted-sections.js'
import {
  exceptionsOf,
  extendDue,
  overrideSubsection,
  type ExceptionPlace,
  type GivenScore,
} from './except-learner.js'
import { gradedCourse, type GradedCourse } from './graded-course.js'
import { gradesOf, progressIn } from './grades-of.js'
import type { CourseProgress } from './grading.js'
import type { LearnerExceptions } from './learner-exceptions.js'
import type { CourseGrades, GradesQuery } from './learner-grades.js'
import { StoredStandings } from './stored-standings.js'

/** Grades of courses, and what staff except learners from. */
export class CourseGrading {
  readonly #counted: CountedSections
  /** What is known of learners where the host says nothing of them. */
  readonly standings: StoredStandings

  constructor(private readonly units: LearnerUnits) {
    const { runtime, parts, reading, store } = units.options
    this.#counted = new CountedSections(runtime.options.types, parts)
    this.standings = new StoredStandings(
      store,
      (context, usage) => reading?.newestKey(context, usage) ?? usage,
    )
  }

  /** See {@link gradesOf}. */
  of(published: PublishedContext, query: GradesQuery): Promise<CourseGrades> {
    return gradesOf(this.units, this.#counted, published, query)
  }

  /** See {@link progressIn}. */
  progressIn(published: PublishedContext, learner: Learner): Promise<CourseProgress> {
    return progressIn(this.units, this.#counted, published, learner)
  }

  /** See {@link gradedCourse}. */
  course(published: PublishedContext): Promise<GradedCourse> {
    return gradedCourse(published, this.units.options.clock.now())
  }

  /** See {@link overrideSubsection}. */
  overrideSubsection(place: ExceptionPlace, score: GivenScore | null): Promise<boolean> {
    return overrideSubsection(this.units.options, place, score)
  }

  /** See {@link extendDue}. */
  async extendDue(place: ExceptionPlace, due: number | null | undefined): Promise<boolean> {
    const isDone = await extendDue(this.units.options, place, due)
    if (isDone) this.standings.extended(place.published.publication.context)
    return isDone
  }

  /** See {@link exceptionsOf}. */
  exceptionsOf(place: Pick<ExceptionPlace, 'published' | 'learner' | 'by'>): Promise<LearnerExceptions> {
    return exceptionsOf(this.units.options, place)
  }
}
