import type { Finding } from '../../runtime/errors/index.js'
import {
  readGradingPolicy,
  type GradingPolicy,
  type PolicyFault,
} from '../../runtime/grading/grading-policy.js'
import type { JsonObject } from '../../runtime/values/json.js'
import type { Findings } from './findings.js'
import type { OlxFiles } from './olx-files.js'
import { readJsonFile, type JsonFile } from './policy.js'

/** Faults of one policy that are told. */
const mostFaults = 20

/** Where the grading policy of a course run may stand; the first is where it is written. */
export function gradingPolicyPaths(run: string): readonly [string, string] {
  return [`policies/${run}/grading_policy.json`, 'grading_policy.json']
}

/** How a course is graded, as its file says, for what is known of the whole; what is wrong with it is a finding. */
export function gradingPolicyIn(files: OlxFiles, run: string, findings: Findings): JsonObject {
  const path = files.find(gradingPolicyPaths(run))
  const file = path === undefined ? undefined : readJsonFile(files, path, findings, 3)
  if (path === undefined || file === undefined) return {}
  const read = readGradingPolicy(file.json)
  const found =
    'faults' in read ? read.faults.map((fault) => faultFinding(path, file, fault)) : remarks(file, read)
  for (const finding of found.slice(0, mostFaults)) findings.add(finding)
  return { grading_policy: file.json }
}

function faultFinding(path: string, file: JsonFile, { path: keys, message }: PolicyFault): Finding {
  const place = keys.join('.')
  return {
    level: 'error',
    code: 'olx-policy',
    ...placeOf(file, keys.map(String)),
    message:
      place === ''
        ? `${path} is no grading policy: ${message}. Nobody is graded by it.`
        : `${path} is no grading policy at ${place}: ${message}. Nobody is graded by it.`,
    remedy: 'Correct what is named, and import or publish the course again.',
  }
}

/** What a policy says that its author may not mean. */
function remarks(file: JsonFile, { GRADER, GRADE_CUTOFFS }: GradingPolicy): readonly Finding[] {
  const remark = (level: Finding['level'], keys: readonly string[], message: string): Finding => {
    return { level, code: 'olx-policy', ...placeOf(file, keys), message }
  }
  const found: Finding[] = []
  const types = new Set<string>()
  for (const [place, { type, min_count: least, drop_count: dropped }] of GRADER.entries()) {
    const keys = ['GRADER', String(place), 'type']
    if (types.has(type))
      found.push(remark('warning', keys, `The assignment type '${type}' stands twice; both count.`))
    types.add(type)
    if (least > 0 && dropped >= least) {
      const message = `Of '${type}' as many are dropped as there are at least: with no more than ${dropped} nothing of it counts.`
      found.push(remark('warning', ['GRADER', String(place), 'drop_count'], message))
    }
  }
  const sum = GRADER.reduce((all, { weight }) => all + weight, 0)
  if (GRADER.length > 0 && Math.abs(sum - 1) > 1e-6) {
    const percent = Math.round(sum * 10_000) / 100
    found.push(
      remark('note', ['GRADER'], `The weights of all assignment types make ${percent} %, not 100 %.`),
    )
  }
  if (!Object.values(GRADE_CUTOFFS).some((from) => from > 0))
    found.push(remark('warning', ['GRADE_CUTOFFS'], 'No cut-off is above 0, so nobody can pass.'))
  return found
}

/** Where a key stands, or what holds it. */
function placeOf(file: JsonFile, keys: readonly string[]) {
  for (let length = keys.length; length > 0; length--) {
    const place = file.at(...keys.slice(0, length))
    if (place.line !== undefined) return place
  }
  return { ...file.at(), line: 1, column: 1 }
}
