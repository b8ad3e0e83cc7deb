import { readGradingPolicy } from '../../runtime/grading/grading-policy.js'
import type { Publication } from '../../runtime/unit/index.js'
import { isJsonObject, type Json } from '../../runtime/values/index.js'

/** Old keys of blocks that were renamed, with the new ones; undefined for none. */
export function renamedIn(fact: Json | undefined): Record<string, string> | undefined {
  const renamed = Object.entries(isJsonObject(fact) ? fact : {}).filter(
    (one): one is [string, string] => typeof one[1] === 'string',
  )
  return renamed.length > 0 ? Object.fromEntries(renamed) : undefined
}

/** How a course is graded; a policy that is none says nothing. */
export function gradingOf(fact: Json | undefined): Pick<Publication, 'grading'> {
  if (fact === undefined) return {}
  const grading = readGradingPolicy(fact)
  return 'faults' in grading ? {} : { grading }
}
