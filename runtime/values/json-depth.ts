import type { Json } from './json.js'

/** Deepest nesting of lists and objects in a field or policy; hashing and storing walk values recursively. */
export const jsonDepthLimit = 100

/** Whether lists and objects are nested deeper than {@link jsonDepthLimit}. Works at any depth. */
export function isTooDeep(value: Json): boolean {
  let level: Json[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > jsonDepthLimit) return true
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return false
}
