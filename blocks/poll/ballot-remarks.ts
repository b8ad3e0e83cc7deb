import type { FieldRemark } from '../../runtime/index.js'
import type { BallotRules } from './ballot-fields.js'

/** Says where a rule has no effect: who may see the results answers once. */
export function ruleRemarks({ privateResults, maxSubmissions }: BallotRules): readonly FieldRemark[] {
  if (privateResults || maxSubmissions === 1) return []
  const message = 'It has no effect while learners see the results: then everybody answers once.'
  return [{ level: 'warning', field: 'max_submissions', message }]
}

/** Says that there is nothing to choose from. */
export function emptyRemarks(field: string, items: readonly unknown[]): readonly FieldRemark[] {
  if (items.length > 0) return []
  return [
    { level: 'warning', field, message: 'It is empty, so there is nothing that learners could answer.' },
  ]
}

/** Says which keys stand twice in a list: only the first of each counts. */
export function keyRemarks(
  field: string,
  items: readonly (readonly [key: string, ...rest: unknown[]])[],
): readonly FieldRemark[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const [key] of items) (seen.has(key) ? twice : seen).add(key)
  return [...twice].slice(0, 20).map((key) => ({
    level: 'warning',
    field,
    message: `The key '${key.slice(0, 100)}' stands there twice; only the first counts.`,
  }))
}
