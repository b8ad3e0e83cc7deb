import type { Container } from 'inversify'
import { BlockRuntime, parseUsageKey, reportOf, type BlockTypes, type ErrorData } from '../runtime/index.js'
import { statesIn, type LearnerRecords } from './learner-records.js'
import { people } from './person.js'

/**
 * Tells types of blocks that what learners had there is deleted, as a host does when staff delete it.
 * @returns what they failed with
 */
export async function tellForgotten(
  records: LearnerRecords,
  types: BlockTypes,
  services: Container,
): Promise<readonly ErrorData[]> {
  const failures: ErrorData[] = []
  const runtime = new BlockRuntime({ types, services })
  for (const { learner, usage, values } of statesIn(records)) {
    const type = types.get(parseUsageKey(usage).blockType)
    if (!type?.capabilities.stateDeleted) continue
    const { anonymousId = '' } = people.find(({ id }) => id === learner) ?? {}
    const of = { usage, learner: { id: learner, anonymousId }, values, isErased: false }
    const failure = await runtime.stateDeleted(type, of)
    if (failure) failures.push(reportOf(failure))
  }
  return failures
}
