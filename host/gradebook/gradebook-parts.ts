import type { Courseware } from '../courseware.js'
import type { KnownPeople } from '../known-people.js'
import type { Visitors } from '../visitors.js'
import type { CourseGroups } from './course-groups.js'

/** What a gradebook rests on. */
export interface GradebookParts {
  readonly courseware: Courseware
  readonly people: KnownPeople
  readonly visitors: Visitors
  readonly courseGroups: CourseGroups
}
