import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../runtime/values/index.js'
import type { ScopeName } from '../../runtime/field/index.js'
import { isOfAll } from './record-key.js'

/**
 * What is left of a line for the event log where its learner is erased: of a line that tells what a commit changed, the values that
 * all learners share, as they stay in the store.
 * @returns undefined where nothing is left
 */
export function sharedLine(text: string): string | undefined {
  const { event, ...line } = JSON.parse(text) as JsonObject
  const changed = line['name'] === 'state' && isJsonObject(event) ? event['fields'] : undefined
  if (changed === undefined || !isJsonArray(changed)) return undefined
  const fields = changed.filter(isShared)
  if (fields.length === 0) return undefined
  const { trail: _, deleted: __, staff: ___, ...rest } = event as JsonObject
  return JSON.stringify({ ...line, event: { ...rest, fields, results: [] } })
}

function isShared(field: Json): boolean {
  return isJsonObject(field) && isOfAll(field['scope'] as ScopeName)
}
