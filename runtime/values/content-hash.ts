import { hash } from 'node:crypto'
import { canonicalJson, type Json } from './json.js'

/** The SHA-256 of a JSON value's canonical text, as 64 hex digits: the name of an immutable thing. */
export function contentHash(value: Json): string {
  return hash('sha256', canonicalJson(value), 'hex')
}
