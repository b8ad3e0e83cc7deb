import { Course, type CourseLine } from '../runtime/service/index.js'
import type { ComposedUnit, OutlineNode, UnitPlace } from '../runtime/unit/index.js'
import { releaseRules } from './release/release-rules.js'

/** The course of a unit, as what is published of it says. */
export class UnitCourse extends Course {
  readonly title: string
  readonly language: string | undefined
  readonly start: Date | undefined
  readonly end: Date | undefined
  readonly path: readonly CourseLine[]
  /** Another one where anything else here is another. */
  readonly mark: string

  private constructor(
    readonly key: string,
    [root, ...below]: readonly OutlineNode[],
  ) {
    super()
    const { start, courseEnd } = releaseRules(root?.release ?? {})
    this.title = root?.title ?? key
    this.language = root?.language
    this.start = dateOf(start)
    this.end = dateOf(courseEnd)
    this.path = below.map(({ key: line, type, title }) => ({ key: line, type, title }))
    this.mark = JSON.stringify([key, this.title, this.language, start, courseEnd, this.path])
  }

  /** The same for the same place. */
  static of({ context, place }: ComposedUnit): UnitCourse {
    const known = place && courses.get(place)
    if (known) return known
    const made = new UnitCourse(context, place?.path ?? [])
    if (place) courses.set(place, made)
    return made
  }
}

const courses = new WeakMap<UnitPlace, UnitCourse>()

function dateOf(instant: number | undefined): Date | undefined {
  return instant === undefined ? undefined : new Date(instant)
}
