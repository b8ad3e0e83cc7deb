import type { Json } from '../values/json.js'
import { misfit } from './misfit.js'

/** Deepest nesting that a stored value may have. */
const depthLimit = 500

/**
 * A copy of a value that shares nothing with it, so that a change in place stays with the block that made it.
 * Members that are undefined are left out, as in JSON.
 * @throws CompositorError `field-value` for anything that JSON would not give back as it was
 */
export function jsonCopy(value: unknown, depth = 0): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (depth > depthLimit) throw misfit(`a value nested at most ${depthLimit} levels deep`, typeof value)
  if (Array.isArray(value)) return value.map((one) => jsonCopy(one, depth + 1))
  if (!isPlainObject(value)) throw misfit('a value that JSON can carry', value)
  const copy: Record<string, Json> = {}
  for (const name of Object.keys(value)) {
    const one = value[name]
    if (one === undefined) continue
    if (name === '__proto__') Object.defineProperty(copy, name, { ...plain, value: jsonCopy(one, depth + 1) })
    else copy[name] = jsonCopy(one, depth + 1)
  }
  return copy
}

const plain = { enumerable: true, configurable: true, writable: true } as const

/** Whether a value is an object without a class of its own. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}
