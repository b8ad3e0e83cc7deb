import { CompositorError } from '../../runtime/errors/index.js'
import { readGradingPolicy } from '../../runtime/grading/grading-policy.js'
import type { JsonObject } from '../../runtime/values/json.js'
import { gradingPolicyPaths } from '../olx/grading-policy-file.js'
import type { OperationDone } from './draft-operation.js'
import type { EditSession } from './edit-session.js'
import { fixed } from './structure.js'

/**
 * The file that says how a course is graded with another policy in it: where it stands, or else where courses have it.
 * @throws CompositorError `olx-policy` for one that is none, `draft-fixed` for what is no course
 */
export async function gradingPolicySet(session: EditSession, policy: JsonObject): Promise<OperationDone> {
  const { root } = session.version
  if (!session.isCourse) throw fixed(root, 'courses alone are graded')
  const read = readGradingPolicy(policy)
  if ('faults' in read) {
    const wrong = read.faults.map(({ path, message }) => `${path.join('.') || 'the policy'}: ${message}`)
    throw new CompositorError('olx-policy', `This is no grading policy. ${wrong.slice(0, 5).join('; ')}.`)
  }
  const [own, outer] = gradingPolicyPaths(await session.run())
  const isOuter = !(await session.files.bytes(own)) && (await session.files.bytes(outer)) !== undefined
  const bytes = Buffer.from(`${JSON.stringify(policy, null, 4)}\n`)
  return { files: new Map([[isOuter ? outer : own, bytes]]), usage: root }
}
