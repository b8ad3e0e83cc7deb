import { CompositorError } from '../../runtime/index.js'
import type { ApiCall } from './api-route.js'

/** A call about a learner of a context. */
export type LearnerCall = Pick<ApiCall<unknown, unknown, unknown>, 'host' | 'request' | 'caller'> & {
  readonly parts: { readonly context: string; readonly learner: string }
}

/** Lets staff of a context through, whom programs name by a token or a cookie. @throws CompositorError `staff-only` */
export async function learnerForStaff({ host, request, caller, parts }: LearnerCall) {
  const { learner: by, published } = await host.visitors.visit(request, parts.context, caller.person)
  if (!by.isStaff) throw new CompositorError('staff-only', 'Only staff may ask for grades of others.')
  return { by, published, learner: host.visitors.learner(parts.learner) }
}
