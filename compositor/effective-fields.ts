import type { BlockField, BlockType } from '../runtime/block/index.js'
import { messageOf } from '../runtime/errors/index.js'
import type { FieldSource, PublishedBlock } from '../runtime/unit/index.js'
import { inheritableSettings } from '../runtime/field/index.js'
import type { Json, JsonObject } from '../runtime/values/index.js'

/** What a block's place gives to its fields. */
export interface FieldPlace {
  /** Settings of the nearest ancestors that set them, by OLX name. */
  readonly inherited: JsonObject
  /** Whether the block comes out of a library, so that its own values are the library's. */
  readonly fromLibrary: boolean
  /** The course author's overrides. */
  readonly overrides?: JsonObject | undefined
}

/** The content and settings that hold for one block at its place. */
export interface EffectiveFields {
  readonly fields: JsonObject
  /** Where the values come from that are not the block's own. */
  readonly sources: Readonly<Record<string, FieldSource>> | undefined
}

/**
 * Works out a block's fields: the author's override, else the block's own value, else the nearest ancestor's,
 * else (left out here) the class default. So a library's value beats an ancestor's, as it does in the incumbent.
 * @param type undefined keeps the block's own values as they are
 * @param refuse told of each override that does not fit its field, which then keeps its value
 */
export function effectiveFields(
  block: PublishedBlock,
  type: BlockType | undefined,
  { inherited, fromLibrary, overrides }: FieldPlace,
  refuse: (message: string) => void,
): EffectiveFields {
  const fields: Record<string, Json> = { ...block.content, ...block.settings }
  let sources: Record<string, FieldSource> | undefined
  if (fromLibrary) {
    sources = {}
    for (const name in fields) sources[name] = 'library'
  }
  for (const name in inherited) {
    const value = inherited[name]
    const field = type?.fieldByOlxName(name)
    if (value === undefined || !field || !isAuthored(field) || Object.hasOwn(fields, name)) continue
    if (misfit(field, value) !== undefined) continue
    fields[name] = value
    ;(sources ??= {})[name] = 'inherited'
  }
  for (const name in overrides) {
    const value = overrides[name]
    const field = type?.fieldByOlxName(name)
    if (value === undefined || !field || !isAuthored(field)) continue
    const reason = misfit(field, value)
    if (reason !== undefined) {
      refuse(`The override of '${name}' does not fit and is left out: ${reason}`)
      continue
    }
    fields[name] = value
    ;(sources ??= {})[name] = 'override'
  }
  return { fields, sources }
}

/** What a block's children inherit: what it was given, and what holds for itself. */
export function inheritedBelow(inherited: JsonObject, fields: JsonObject): JsonObject {
  let below: Record<string, Json> | undefined
  for (const name in fields) {
    const value = fields[name]
    if (value === undefined || !inheritableSettings.has(name) || inherited[name] === value) continue
    ;(below ??= { ...inherited })[name] = value
  }
  return below ?? inherited
}

function isAuthored({ scope }: BlockField): boolean {
  return scope.name === 'content' || scope.name === 'settings'
}

function misfit({ field }: BlockField, value: Json): string | undefined {
  try {
    field.fromJson(value)
    return undefined
  } catch (thrown) {
    return messageOf(thrown)
  }
}
