import crypto from 'node:crypto'
import type { ComposedBlock } from '../../../runtime/unit/index.js'

const ids = new WeakMap<ComposedBlock, string>()

/**
 * The id of a problem in HTML, from its usage key: the same on every page and every day, different for every
 * usage, and made of letters and digits only.
 */
export function htmlIdOf(composed: ComposedBlock): string {
  let id = ids.get(composed)
  if (id === undefined) {
    id = `p${crypto.hash('sha256', composed.key).slice(0, 16)}`
    ids.set(composed, id)
  }
  return id
}
