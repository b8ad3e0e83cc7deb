import type { RecordAddress } from '../runtime/block/index.js'
import { unknownStanding } from '../runtime/service/index.js'
import type { ComposedUnit } from '../runtime/unit/index.js'
import type { Learner } from './learner.js'
import type { LearnerUnit } from './learner-unit.js'
import type { LearnerVersions } from './learner-state/index.js'
import { UnitCourse } from './unit-course.js'

/** When what was made of a unit's view is true, and for whom. */
export interface ViewStanding {
  /** The learner's version; undefined once it is to be shown anew whatever that is. */
  stateVersion: number | undefined
  /** While what showing it changed is being stored. */
  writing?: Promise<unknown> | undefined
  readonly sharedVersion: number
  readonly validUntil: number
  readonly unitVersion: string
  /** Name of the unit's place. */
  readonly place: string | undefined
  readonly isStaff: boolean
  readonly name: string
  readonly locale: string | undefined
  readonly timeZone: string | undefined
  /** Mark of what a block learned of its course; undefined where none asked. */
  readonly course: string | undefined
  /** The publication in which a block looked around; undefined where none did. */
  readonly publication: string | undefined
  /** Mark of what the host tells of the learner. */
  readonly facts: string | undefined
  /** Number of the learner's standing. */
  readonly standing: number
  /** The records of all learners it shows. */
  readonly shared: readonly RecordAddress[]
}

/** What a view of a unit rests on that was shown. @param read the records of all learners that it looked at, and the sum of their versions */
export function standingOf(
  one: LearnerUnit,
  read: Pick<ViewStanding, 'shared' | 'sharedVersion'>,
): ViewStanding {
  const { unit, learner, batch, validUntil } = one
  return {
    ...read,
    stateVersion: batch.stateVersion,
    validUntil,
    unitVersion: unit.version,
    place: unit.place?.name,
    isStaff: learner.isStaff,
    name: learner.name,
    locale: learner.locale,
    timeZone: learner.timeZone,
    course: one.course?.mark,
    publication: one.lookedAround ? unit.place?.publication : undefined,
    facts: learner.facts?.mark,
    standing: (learner.standing ?? unknownStanding).number,
  }
}

/** Whether a page was made for this learner as they are. */
export function isOf(
  { isStaff, name, locale, timeZone, facts, standing }: ViewStanding,
  learner: Learner,
): boolean {
  return (
    isStaff === learner.isStaff &&
    name === learner.name &&
    locale === learner.locale &&
    timeZone === learner.timeZone &&
    facts === learner.facts?.mark &&
    standing === (learner.standing ?? unknownStanding).number
  )
}

/** Whether a page was made of this unit. */
export function isOfUnit(
  { unitVersion, place, course, publication }: ViewStanding,
  unit: ComposedUnit,
): boolean {
  if (unitVersion !== unit.version || place !== unit.place?.name) return false
  if (course !== undefined && course !== UnitCourse.of(unit).mark) return false
  return publication === undefined || publication === unit.place?.publication
}

export function isSame(standing: ViewStanding, { stateVersion, sharedVersion }: LearnerVersions): boolean {
  return standing.stateVersion === stateVersion && standing.sharedVersion === sharedVersion
}
