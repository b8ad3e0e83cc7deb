import { CompositorError } from '../../runtime/errors/index.js'
import type { Json } from '../../runtime/values/index.js'
import { sizeKey } from './namespace-keys.js'

/** Most bytes of a value, as JSON. */
const largestValue = 64 * 1024

/** What an entry costs besides its key and value. */
const perEntry = 100

/** Parts that sizes are counted in, so that who stores one entry rarely waits for who stores another. */
const parts = 16

/** What a change of one entry makes of the sizes. */
export interface SizeAfter {
  /** The record that changes, and its text then. */
  readonly at: string
  readonly text: string
  /** Bytes of all parts together then. */
  readonly total: number
  readonly grows: boolean
}

/** How much a plugin keeps: bytes of its keys and values, counted in parts by key. */
export class NamespaceSize {
  /** The records of all parts. */
  readonly keys: readonly string[]

  constructor(plugin: string) {
    this.keys = Array.from({ length: parts }, (_, part) => sizeKey(plugin, part))
  }

  after(
    key: string,
    { before, text }: { readonly before: string | undefined; readonly text: string | undefined },
    found: ReadonlyMap<string, string>,
  ): SizeAfter {
    const at = this.keys[partOf(key)] ?? ''
    const change = sizeOf(key, text) - sizeOf(key, before)
    const total = this.keys.reduce((sum, one) => sum + Number(found.get(one) ?? 0), change)
    return { at, text: String(Number(found.get(at) ?? 0) + change), total, grows: change > 0 }
  }
}

/** @throws CompositorError `plugin-entry` for what is no key */
export function checkEntryKey(key: string): void {
  if (typeof key === 'string' && /^[!-~]{1,300}$/.test(key)) return
  throw new CompositorError(
    'plugin-entry',
    `An entry of a plugin cannot be kept under ${JSON.stringify(key).slice(0, 100)}: a key is 1 to 300 characters of printable ASCII without spaces.`,
  )
}

/** A value as it is kept. @throws CompositorError `plugin-entry` for one that JSON cannot hold, or that is too large */
export function entryText(key: string, value: Json): string {
  const text = JSON.stringify(value) as string | undefined
  const size = text === undefined ? 0 : Buffer.byteLength(text)
  if (text !== undefined && size <= largestValue) return text
  const why =
    text === undefined
      ? 'is nothing that JSON can hold'
      : `has ${size} bytes as JSON, more than ${largestValue}`
  throw new CompositorError('plugin-entry', `The value of '${key}' ${why}.`)
}

function sizeOf(key: string, text: string | undefined): number {
  return text === undefined ? 0 : key.length + Buffer.byteLength(text) + perEntry
}

function partOf(key: string): number {
  let sum = 0
  for (let at = 0; at < key.length; at++) sum = (sum * 31 + key.charCodeAt(at)) % 65_521
  return sum % parts
}
