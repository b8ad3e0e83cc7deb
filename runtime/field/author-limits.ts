import type { Json } from '../values/json.js'
import type { KnownOptions } from './field-options.js'

/** Characters of a text that is matched against a pattern: a slow pattern takes no host's time. */
const longest = 1000

/** What authors may set of a field, in words: `a number from 0 to 10`; undefined where anything of its type is taken. */
export function limitWords({ min, max, pattern }: KnownOptions): string | undefined {
  if (min !== undefined && max !== undefined) return `a number from ${min} to ${max}`
  if (min !== undefined) return `a number from ${min} on`
  if (max !== undefined) return `a number up to ${max}`
  return pattern && `a text like ${pattern.source}`
}

/** Whether a stored value keeps what its field's options ask of authors. Only edits are held to it, not what is imported. */
export function isWithinLimits({ min, max, pattern }: KnownOptions, value: Json): boolean {
  if (typeof value === 'number') return value >= (min ?? -Infinity) && value <= (max ?? Infinity)
  if (typeof value !== 'string' || !pattern || value === '') return true
  return value.length <= longest && new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(value)
}
