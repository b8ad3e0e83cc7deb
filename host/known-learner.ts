import type { Learner } from '../lms/index.js'
import { CompositorError, LearnerStanding, unknownStanding, type Standing } from '../runtime/index.js'

/**
 * A learner with what the host knows of them in a learning context; one that has it already stays as they are.
 * @param standings what the host bound; nothing is known of anybody without
 * @param context key, as text
 * @throws CompositorError `standing-unavailable`
 */
export async function knownLearner(
  learner: Learner,
  context: string,
  standings: LearnerStanding | undefined,
): Promise<Learner> {
  if (learner.standing) return learner
  if (!standings) return { ...learner, standing: withRoles(unknownStanding, learner) }
  try {
    return { ...learner, standing: withRoles(await standings.of(learner, context), learner) }
  } catch (cause) {
    const message = `What this host knows of learners in '${context}' could not be read.`
    throw new CompositorError('standing-unavailable', message, { cause })
  }
}

/** Whoever is a beta tester by their roles sees parts earlier, too. */
function withRoles(standing: Standing, { facts }: Learner): Standing {
  const roles = [...(facts?.roles ?? []), ...(standing.roles ?? [])]
  return roles.includes('beta_tester') && !standing.isBetaTester
    ? { ...standing, isBetaTester: true }
    : standing
}
