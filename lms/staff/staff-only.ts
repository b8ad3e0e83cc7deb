import { CompositorError } from '../../runtime/errors/index.js'
import type { Learner } from '../learner.js'

/** Lets staff through. @throws CompositorError `staff-only` */
export function staffOnly(person: Learner): void {
  if (person.isStaff) return
  throw new CompositorError(
    'staff-only',
    'Only staff may look at what learners submitted, rescore it or delete it.',
  )
}
