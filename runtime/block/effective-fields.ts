import { messageOf } from '../errors/index.js'
import type { FieldSource } from '../unit/composed-unit.js'
import type { PublishedBlock } from '../unit/published-unit.js'
import type { Json, JsonObject } from '../values/json.js'
import type { BlockType } from './block-type.js'
import type { BlockField } from './field-definition.js'
import { fieldOwner, isAuthored } from './field-owner.js'
import type { EffectiveFields, FieldPlace } from './field-place.js'
import type { Mixins } from './mixins.js'
import { layerOrder, type ValueLayer } from './value-layers.js'

/** What each layer says of a block, by OLX name; only what fits the fields of its type. */
export type SaidByLayer = { readonly [layer in ValueLayer]?: JsonObject | undefined }

const sourceOf: Readonly<Record<ValueLayer, FieldSource | undefined>> = {
  override: 'override',
  'override-all': 'override',
  own: undefined,
  policy: 'policy',
  inherited: 'inherited',
  'library-override': 'library',
  library: 'library',
  'library-inherited': 'inherited',
  upstream: 'library',
  default: undefined,
}

/**
 * Works out a block's fields: of each the first layer that says it, in the order of {@link layerOrder}; class defaults are
 * left out here.
 * @param type undefined keeps the block's own values as they are
 * @param refuse told of each override that does not fit its field, which then counts as not said
 */
export function effectiveFields(
  block: PublishedBlock,
  type: BlockType | undefined,
  place: FieldPlace,
  refuse: (message: string) => void,
  mixins?: Mixins,
): EffectiveFields {
  const said = saidByLayer(block, type, place, refuse, mixins)
  const fields: Record<string, Json> = {}
  const sources: Record<string, FieldSource> = {}
  let hasSources = false
  const take = (order: readonly ValueLayer[], isOfCourse: boolean | undefined) => {
    const ofCourse = isOfCourse === undefined || !type ? undefined : courseFields(type)
    for (const layer of order) {
      const values = said[layer]
      const source = sourceOf[layer]
      for (const name in values) {
        const value = values[name]
        if (value === undefined || Object.hasOwn(fields, name)) continue
        if (ofCourse && ofCourse.has(name) !== isOfCourse) continue
        fields[name] = value
        if (source === undefined) continue
        sources[name] = source
        hasSources = true
      }
    }
  }
  const { defaultsFirst = false, fromLibrary } = place
  // Of a block of a course, which has no layers of a library, there is one order.
  take(layerOrder(true, defaultsFirst), fromLibrary && !defaultsFirst ? true : undefined)
  if (fromLibrary && !defaultsFirst) take(layerOrder(false, false), false)
  for (const name of mixins?.voidedIn(fields) ?? []) {
    delete fields[name]
    delete sources[name]
  }
  return { fields, sources: hasSources || fromLibrary ? sources : undefined }
}

/** What each layer says of a block at its place; the default of its class is not among them. See {@link effectiveFields}. */
export function saidByLayer(
  block: PublishedBlock,
  type: BlockType | undefined,
  { inherited, libraryInherited, policy, fromLibrary, overrides, libraryOverrides }: FieldPlace,
  refuse: (message: string) => void,
  mixins?: Mixins,
): SaidByLayer {
  const own: JsonObject = { ...block.content, ...block.settings }
  const ownLayer = fromLibrary ? { library: own } : { own }
  if (!type) return ownLayer
  return {
    override: overrides && takenOverrides(type, overrides, refuse),
    ...ownLayer,
    policy: policy && fittingValues(type, policy),
    inherited: fittingValues(type, inherited),
    'library-override': libraryOverrides && takenOverrides(type, libraryOverrides, refuse),
    'library-inherited': libraryInherited && fittingValues(type, libraryInherited),
    upstream: upstreamOf(type, own, mixins),
  }
}

/** Why a value cannot be an override of a field; undefined where it can. */
export function overrideMisfit({ field }: BlockField, value: Json): string | undefined {
  const isNoNull = value === null && !field.nullable && field.toJson(field.freshDefault()) !== null
  if (isNoNull) return 'it cannot be null.'
  try {
    field.fromJson(value)
    return undefined
  } catch (thrown) {
    return messageOf(thrown)
  }
}

/** A value as its field stores it, as overrides may be written otherwise: `"3"` for a number. It must fit. */
export function coerced({ field }: BlockField, value: Json): Json {
  return field.isUnset(value) ? value : field.toJson(field.fromJson(value))
}

/** Whether a field of a type is the course's, by its OLX name. */
export function isOfCourse(type: BlockType, name: string): boolean {
  return courseFields(type).has(name)
}

function takenOverrides(
  type: BlockType,
  overrides: JsonObject,
  refuse: (message: string) => void,
): JsonObject {
  const taken: Record<string, Json> = {}
  for (const name in overrides) {
    const value = overrides[name]
    const field = type.fieldByOlxName(name)
    if (value === undefined || !field || !isAuthored(field)) continue
    try {
      if (value === null) {
        const reason = overrideMisfit(field, value)
        if (reason === undefined) taken[name] = coerced(field, value)
        else refuse(unfitOverride(name, reason))
      } else taken[name] = coerced(field, value)
    } catch (thrown) {
      refuse(unfitOverride(name, messageOf(thrown)))
    }
  }
  return taken
}

function unfitOverride(name: string, reason: string): string {
  return `The override of '${name}' does not fit and is left out: ${reason}`
}

function upstreamOf(type: BlockType, own: JsonObject, mixins: Mixins | undefined): JsonObject | undefined {
  const defaults = mixins?.defaultsOf(own)
  return defaults && fittingValues(type, defaults)
}

const owned = new WeakMap<BlockType, ReadonlySet<string>>()

function courseFields(type: BlockType): ReadonlySet<string> {
  let names = owned.get(type)
  if (!names) {
    const fields = type.fields.filter((field) => fieldOwner(type, field) === 'course')
    owned.set(type, (names = new Set(fields.map(({ olxName }) => olxName))))
  }
  return names
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
      return value !== undefined && field && isAuthored(field) && isFit(field, value)
    }
    byType.set(type, (found = Object.fromEntries(Object.entries(values).filter(fits))))
  }
  return found
}

function isFit({ field }: BlockField, value: Json): boolean {
  try {
    field.fromJson(value)
    return true
  } catch {
    return false
  }
}
