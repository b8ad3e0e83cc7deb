import type { Blob } from './blobs.js'
import type { HeadChange } from './heads.js'
import type { RecordsCommit } from './records.js'

/** Bytes of a name of a blob or head, or of a record's key: the least that every driver takes. */
export const longestName = 1500

/** Whether a text holds what no driver has to keep: NUL, or half of a surrogate pair, which UTF-8 has no form for. JSON texts hold neither. */
function isUnkeepable(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}

/**
 * Refuses, before anything is written, what one driver could keep and another not: so that a store can be copied from any
 * to any, byte for byte.
 * @throws TypeError for a text with NUL or a lone surrogate
 */
export function checkText(name: string, text: string): void {
  if (isUnkeepable(text))
    throw new TypeError(`The text to keep under '${shown(name)}' holds NUL or half of a surrogate pair.`)
}

/** Whether there can be a blob or head of this name. */
export function isName(name: string): boolean {
  return name !== '' && !isUnkeepable(name) && Buffer.byteLength(name) <= longestName
}

/** @throws TypeError for a name of a blob or head that is empty, too long, or holds NUL or a lone surrogate */
export function checkName(name: string): void {
  if (!isName(name)) throw new TypeError(`'${shown(name)}' is no name to keep anything under.`)
}

/** @throws TypeError for a blob whose name or text no driver keeps */
export function checkBlobs(blobs: readonly Blob[]): void {
  for (const { name, text } of blobs) {
    checkName(name)
    checkText(name, text)
  }
}

/** Whether there can be a record under this key: printable ASCII. */
export function isKey(key: string): boolean {
  return key.length <= longestName && /^[ -~]+$/.test(key)
}

/** @throws TypeError for a record's key that is empty, too long, or not printable ASCII */
export function checkKey(key: string): void {
  if (!isKey(key)) throw new TypeError(`'${shown(key)}' is no key of a record.`)
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80)).slice(1, -1)
}

/** @throws TypeError for a change of heads that no driver makes: of one head twice, or by a name or to a text that none keeps */
export function checkChanges(changes: readonly HeadChange[]): void {
  for (const { name, after } of changes) {
    checkName(name)
    if (after !== undefined) checkText(name, after)
  }
  if (new Set(changes.map(({ name }) => name)).size < changes.length)
    throw new TypeError('One change of heads names a head twice.')
}

/** @throws TypeError for a commit of records that no driver makes: by a key or of a text that none keeps */
export function checkCommit({ expected, writes }: RecordsCommit): void {
  for (const key of expected.keys()) checkKey(key)
  for (const [key, text] of writes) {
    checkKey(key)
    if (text !== undefined) checkText(key, text)
  }
}

/** The order of names: that of their UTF-8 bytes. */
export function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
