import { isJsonObject, type Json, type JsonObject } from '../../runtime/values/json.js'
import type { OlxFiles } from './olx-files.js'

/** The file of a course or v1 library that says which usage keys became which others: no other program looks for it. */
export const renamedPath = 'policies/renamed_blocks.json'

/** The usage keys that blocks have, by those they had before they were renamed. What cannot be read says nothing. */
export function renamedBlocks(text: string | undefined): JsonObject {
  try {
    const json: Json = JSON.parse(text ?? '')
    const all = isJsonObject(json) ? Object.entries(json) : []
    return Object.fromEntries(all.filter(([, key]) => typeof key === 'string'))
  } catch {
    return {}
  }
}

/** Keys that blocks had before, the newest first, by the one that they have. */
export type FormerKeys = ReadonlyMap<string, readonly string[]>

/** The keys that renamed blocks had. @param renamed what a version knows as `renamed_blocks` */
export function formerKeys(renamed: Json | undefined): FormerKeys {
  const former = new Map<string, string[]>()
  for (const [old, now] of renamed !== undefined && isJsonObject(renamed) ? Object.entries(renamed) : [])
    if (typeof now === 'string') former.set(now, [old, ...(former.get(now) ?? [])])
  return former
}

/** Which usage keys became which others, where any did. */
export function renamedIn(files: OlxFiles): JsonObject {
  const text = files.source.exists(renamedPath) ? files.text(renamedPath) : undefined
  return text === undefined ? {} : { renamed_blocks: renamedBlocks(text) }
}
