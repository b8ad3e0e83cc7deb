/** Bytes of a name of a blob or head, or of a record's key: the least that every driver takes. */
export const longestName = 1500

/** What no driver has to keep: NUL, and half of a surrogate pair, which UTF-8 has no form for. JSON texts hold neither. */
const unkeepable = /[\0\p{Surrogate}]/u

/**
 * Refuses, before anything is written, what one driver could keep and another not: so that a store can be copied from any
 * to any, byte for byte.
 * @throws TypeError for a text with NUL or a lone surrogate
 */
export function checkText(name: string, text: string): void {
  if (unkeepable.test(text))
    throw new TypeError(`The text to keep under '${shown(name)}' holds NUL or half of a surrogate pair.`)
}

/** @throws TypeError for a name of a blob or head that is empty, too long, or holds NUL or a lone surrogate */
export function checkName(name: string): void {
  if (name === '' || unkeepable.test(name) || Buffer.byteLength(name) > longestName)
    throw new TypeError(`'${shown(name)}' is no name to keep anything under.`)
}

/** @throws TypeError for a record's key that is empty, too long, or not printable ASCII */
export function checkKey(key: string): void {
  if (key.length > longestName || !/^[ -~]+$/.test(key))
    throw new TypeError(`'${shown(key)}' is no key of a record.`)
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80)).slice(1, -1)
}
