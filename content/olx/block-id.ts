import { createHash } from 'node:crypto'

/** Longest block id taken over as written; key texts have a limit of their own. */
const longestId = 500

/**
 * A url_name as the id of a usage key: what a key cannot carry becomes `_`, as in the incumbent's importer.
 * A name too long for a key is cut and told apart by its hash.
 */
export function blockId(urlName: string): string {
  const id = urlName.trim().replace(/[^\p{L}\p{N}_~.:-]/gu, '_')
  return id.length > longestId ? `${id.slice(0, 100)}_${shortHash(urlName)}` : id
}

/** The id of a block without any name: `TYPE_` and a hash of its own XML (the incumbent's `fallback_name`). */
export function idOfXml(type: string, hash: string): string {
  return `${type}_${hash}`
}

/** The id that older versions of this product gave to a block without url_name: by its text and its parent's key. */
export function generatedId(type: string, text: string, parent: string): string {
  return `${type}_${shortHash(`${parent}\n${text}`)}`
}

/** The id of the second block of one name: the name and a hash of where it stands. */
export function derivedId(id: string, parent: string, occurrence: number): string {
  return `${id}_${shortHash(`${parent}\n${occurrence}`)}`
}

/** A hash that tells texts of one course apart, in 12 hex digits. */
export function shortHash(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 12)
}
