import { unknownStanding, type CourseRole, type PersonSource } from '../runtime/service/index.js'
import type { Learner } from './learner.js'

/** What blocks that ask are told of a learner, with what the host knows of them in the course they are in. */
export function toldLearner(learner: Learner): PersonSource {
  const { id, name, facts, standing = unknownStanding } = learner
  const { cohort = facts?.cohort, teams = facts?.teams } = standing
  const { email, username } = facts ?? {}
  return { id, facts: { name, email, username, cohort, teams, roles: rolesOf(learner) } }
}

/** All that a learner is in the course they are in. */
export function rolesOf({
  isStaff,
  isByToken,
  facts,
  standing = unknownStanding,
}: Learner): readonly CourseRole[] {
  const said = new Set([...(facts?.roles ?? []), ...(standing.roles ?? [])])
  if (standing.isBetaTester) said.add('beta_tester')
  const roles: CourseRole[] = [isStaff ? 'staff' : 'learner']
  for (const role of said) {
    if (role === 'learner' || role === 'staff' || (role === 'instructor' && !isStaff)) continue
    if (!isByToken || role === 'beta_tester') roles.push(role)
  }
  return roles
}
