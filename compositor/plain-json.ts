import type { Json } from '../runtime/values/index.js'

/**
 * Gives a value back that JSON carries as it is, so that what a worker prepared equals what is prepared in place.
 * @throws TypeError naming the part that JSON would lose or change
 */
export function plainJson(value: unknown, path = 'It', depth = 0): Json {
  if (depth > 200) throw new TypeError(`${path} is nested too deeply, or contains itself.`)
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      if (Number.isFinite(value)) return value
      break
    case 'object':
      if (value === null) return null
      if (Array.isArray(value)) {
        for (let index = 0; index < value.length; index++) plainJson(value[index], path, depth + 1)
        return value as Json
      }
      if (isPlainObject(value)) {
        for (const name in value) {
          const member = value[name]
          if (member !== undefined) plainJson(member, name, depth + 1)
        }
        return value as Json
      }
  }
  throw new TypeError(`${path} is ${described(value)}, which JSON does not carry.`)
}

function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function described(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    const { constructor } = value
    return `a ${constructor.name}`
  }
  return typeof value === 'number' ? String(value) : typeof value
}
