import { scopes } from '../../runtime/field/scope.js'
import { canonicalJson, type Json } from '../../runtime/values/index.js'
import type { KeyRange } from '../../store/index.js'
import { kindsOf } from './record-key.js'

/** Where what is kept of learners stands in a store: all that follows from the lines of an event log with states. */
export const stateRanges: readonly KeyRange[] = [
  ...Object.keys(scopes).flatMap(kindsOf),
  'result',
  'trail',
  'learnerOf',
  'stateVersion',
  'log',
].map((kind) => ({ from: `${kind} `, to: `${kind}!` }))

/** Whether two records say the same, whatever the order of their fields. */
export function saysTheSame(one: string, other: string): boolean {
  if (one === other) return true
  try {
    return canonicalJson(JSON.parse(one) as Json) === canonicalJson(JSON.parse(other) as Json)
  } catch {
    return false
  }
}
