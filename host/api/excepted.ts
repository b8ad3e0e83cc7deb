import type { ApiCall } from './api-route.js'
import { refusesGrades } from './grade-values.js'
import { learnerForStaff, type LearnerCall } from './graded-learner.js'

/** What asking for one exception of a learner is refused with. */
export const refusesOne = [...refusesGrades, 'block-not-found', 'key-malformed'] as const
/** The same of changing it. */
export const refusesChange = [...refusesOne, 'learner-write-conflict', 'exception-changed'] as const

/** A call that changes an exception of a learner. */
type ExceptionCall = LearnerCall &
  Pick<ApiCall<unknown, unknown, unknown>, 'expected'> & { readonly parts: { readonly usage: string } }

/** Whom a call excepts, where and why. @throws CompositorError `staff-only` */
export async function excepted(call: ExceptionCall, said: string) {
  const { by, published, learner } = await learnerForStaff(call)
  const usage = published.newestKey(call.parts.usage)
  return {
    context: published.publication.context,
    published,
    place: { by, learner, usage, reason: said, seen: call.expected },
  }
}
