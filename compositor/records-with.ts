/** What finds blocks of some types in a unit's record, which is JSON text. */
export function recordsWith(types: readonly string[]): RegExp {
  return new RegExp(`"type":"(?:${types.join('|')})"`)
}
