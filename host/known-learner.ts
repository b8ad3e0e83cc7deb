import type { Learner, StoredStandings } from '../lms/index.js'
import { CompositorError, LearnerStanding, type Standing } from '../runtime/index.js'

/**
 * A learner with what the host knows of them in a learning context; one that has it already stays as they are.
 * @param standings what the host bound
 * @param stored what is kept of learners, where it bound nothing
 * @param context key, as text
 * @throws CompositorError `standing-unavailable`
 */
export async function knownLearner(
  learner: Learner,
  context: string,
  standings: LearnerStanding | undefined,
  stored: StoredStandings,
): Promise<Learner> {
  if (learner.standing) return learner
  if (!standings) {
    const { id } = learner
    const standing = stored.known(id, context) ?? (await stored.of(id, context))
    return { ...learner, standing: withRoles(standing, learner) }
  }
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
