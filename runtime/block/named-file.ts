import { isJsonArray, isJsonObject, type JsonObject } from '../values/json.js'

/** A field, or a member of one, that names a file where authors may name one of the course. */
export interface NamedFile {
  /** OLX name of the field. */
  readonly field: string
  /** For a field with several: the member's name, or the index of an item. */
  readonly member?: string
  /** What the author wrote: a course link, a bare name of a file of the course, or a web address. */
  readonly link: string
}

/** Fields by OLX name without some of the files they name. */
export function withoutFiles(fields: JsonObject, gone: readonly NamedFile[]): JsonObject {
  if (gone.length === 0) return fields
  const left: Record<string, JsonObject[string]> = { ...fields }
  for (const name of new Set(gone.map(({ field }) => field))) {
    const value = left[name]
    const members = new Set(
      gone.flatMap(({ field, member }) => (field === name && member !== undefined ? member : [])),
    )
    if (value !== undefined && isJsonArray(value)) {
      left[name] = value.filter((_, index) => !members.has(String(index)))
    } else if (value !== undefined && isJsonObject(value)) {
      left[name] = Object.fromEntries(Object.entries(value).filter(([member]) => !members.has(member)))
    } else delete left[name]
  }
  return left
}
