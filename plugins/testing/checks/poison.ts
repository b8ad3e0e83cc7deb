import { isJsonArray, isJsonObject, type BlockField, type Json } from '../../../runtime/index.js'

/** The attribute that stands on a page where a poisonous text got out of its place. */
export const breakout = 'data-conformance-breakout'

/** A text that becomes an element, or an attribute, wherever it is not escaped. */
export const poisonOf = (field: string) =>
  `"'><script>conformance('${field}')</script><i ${breakout}="${field}"`

/** The value with every text in it made poisonous that its field takes so; undefined where it takes none. */
export function poisoned({ name, field }: BlockField, value: Json): Json | undefined {
  const accepts = (json: Json): boolean => {
    try {
      field.fromJson(json)
      return true
    } catch {
      return false
    }
  }
  if (field.options.values) return undefined
  if (value === null && field.type.name === 'String') return poisonOf(name)
  let changed = false
  const texts = countTexts(value)
  let result = value
  for (let index = 0; index < texts; index++) {
    const tried = replaceText(result, index, `${poisonOf(name)}${index}`)
    if (!accepts(tried)) continue
    result = tried
    changed = true
  }
  return changed ? result : undefined
}

/** Texts in a value: its own, its items' and its members', names of members included. */
function countTexts(value: Json): number {
  if (typeof value === 'string') return 1
  if (isJsonArray(value)) return value.reduce<number>((sum, one) => sum + countTexts(one), 0)
  if (!isJsonObject(value)) return 0
  return Object.values(value).reduce<number>((sum, one) => sum + 1 + countTexts(one), 0)
}

function replaceText(value: Json, index: number, text: string): Json {
  let next = 0
  const walk = (one: Json): Json => {
    if (typeof one === 'string') return next++ === index ? text : one
    if (isJsonArray(one)) return one.map(walk)
    if (!isJsonObject(one)) return one
    return Object.fromEntries(
      Object.entries(one).map(([name, member]) => [next++ === index ? text : name, walk(member)]),
    )
  }
  return walk(value)
}
