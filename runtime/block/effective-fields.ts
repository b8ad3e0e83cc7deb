import { messageOf } from '../errors/index.js'
import type { FieldSource } from '../unit/composed-unit.js'
import type { PublishedBlock } from '../unit/published-unit.js'
import type { Json, JsonObject } from '../values/json.js'
import type { BlockType } from './block-type.js'
import type { BlockField } from './field-definition.js'
import type { Mixins } from './mixins.js'

/** What a block's place gives to its fields. */
export interface FieldPlace {
  /** Settings of the nearest ancestors that set them, by OLX name. */
  readonly inherited: JsonObject
  /** Whether the block comes out of a library, so that its own values are the library's. */
  readonly fromLibrary: boolean
  /** Whether what the block has as defaults comes before what it inherits. */
  readonly defaultsFirst?: boolean | undefined
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
 * Works out a block's fields: the author's override, else the block's own value, else the nearest ancestor's, else
 * what the block has as defaults (the last two change places where the parent says so), else (left out here) the class
 * default. Blocks out of a library have its values as their own.
 * @param type undefined keeps the block's own values as they are
 * @param refuse told of each override that does not fit its field, which then keeps its value
 */
export function effectiveFields(
  block: PublishedBlock,
  type: BlockType | undefined,
  { inherited, fromLibrary, defaultsFirst = false, overrides }: FieldPlace,
  refuse: (message: string) => void,
  mixins?: Mixins,
): EffectiveFields {
  const fields: Record<string, Json> = { ...block.content, ...block.settings }
  let sources: Record<string, FieldSource> | undefined
  if (fromLibrary) {
    sources = {}
    for (const name in fields) sources[name] = 'library'
  }
  const take = (values: JsonObject | undefined, source: FieldSource) => {
    if (!type || !values) return
    const taken = fittingValues(type, values)
    for (const name in taken) {
      const value = taken[name]
      if (value === undefined || Object.hasOwn(fields, name)) continue
      fields[name] = value
      ;(sources ??= {})[name] = source
    }
  }
  const defaults = mixins?.defaultsOf(fields)
  if (defaultsFirst) take(defaults, 'library')
  take(inherited, 'inherited')
  if (!defaultsFirst) take(defaults, 'library')
  for (const name in overrides) {
    const value = overrides[name]
    const field = type?.fieldByOlxName(name)
    if (value === undefined || !field || !isAuthored(field)) continue
    const isNoNull =
      value === null && !field.field.nullable && field.field.toJson(field.field.freshDefault()) !== null
    const reason = isNoNull ? 'it cannot be null.' : misfit(field, value)
    if (reason !== undefined) {
      refuse(`The override of '${name}' does not fit and is left out: ${reason}`)
      continue
    }
    fields[name] = value
    ;(sources ??= {})[name] = 'override'
  }
  for (const name of mixins?.voidedIn(fields) ?? []) {
    delete fields[name]
    if (sources) delete sources[name]
  }
  return { fields, sources }
}

/** What a block's children inherit: what it was given, and what holds for itself. */
export function inheritedBelow(inherited: JsonObject, fields: JsonObject, mixins?: Mixins): JsonObject {
  if (!mixins) return inherited
  let below: Record<string, Json> | undefined
  for (const name in fields) {
    const value = fields[name]
    if (value === undefined || !mixins.isInherited(name) || inherited[name] === value) continue
    ;(below ??= { ...inherited })[name] = value
  }
  return below ?? inherited
}

const fitting = new WeakMap<JsonObject, Map<BlockType, JsonObject>>()

/** Of values by OLX name, those that fit authored fields of a type; worked out once for blocks that share them. */
function fittingValues(type: BlockType, values: JsonObject): JsonObject {
  let byType = fitting.get(values)
  if (!byType) fitting.set(values, (byType = new Map()))
  let found = byType.get(type)
  if (!found) {
    const fits = ([name, value]: [string, Json | undefined]) => {
      const field = type.fieldByOlxName(name)
      return value !== undefined && field && isAuthored(field) && misfit(field, value) === undefined
    }
    byType.set(type, (found = Object.fromEntries(Object.entries(values).filter(fits))))
  }
  return found
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
