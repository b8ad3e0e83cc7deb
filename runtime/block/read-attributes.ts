import type { BlockType } from './block-type.js'
import type { BlockField } from './field-definition.js'
import { Mixins } from './mixins.js'
import { messageOf } from '../errors/index.js'
import { string, type Field } from '../field/index.js'
import type { Json } from '../values/json.js'
import { isTooDeep, jsonDepthLimit } from '../values/json-depth.js'

/** Attributes that say which block it is, not what it is. */
const identity = new Set(['url_name', 'slug', 'name'])

/** What the attributes of an element gave. */
export interface ReadAttributes {
  readonly content: Readonly<Record<string, Json>>
  readonly settings: Readonly<Record<string, Json>>
  /** What is no field of the type, verbatim. */
  readonly xmlAttributes: Readonly<Record<string, string>>
  /** Values a field would not take; they stand in `xmlAttributes`. */
  readonly refused: readonly { readonly name: string; readonly why: string }[]
}

const displayName = string()
const nothing = new Mixins([])

/**
 * Reads attributes into fields: of the type, if it has one; else the display name and what every block has.
 * A null value stands for an option element marked `none="true"`.
 */
export function readAttributes(
  attributes: Iterable<readonly [name: string, value: string | null]>,
  type: BlockType | undefined,
  mixins: Mixins = nothing,
): ReadAttributes {
  const content: Record<string, Json> = {}
  const settings: Record<string, Json> = {}
  const xmlAttributes: Record<string, string> = {}
  const refused: { name: string; why: string }[] = []
  const members: Record<string, Record<string, Json>> = {}
  const all = new Map(attributes)
  const known = type ?? mixins
  const oldName = all.get('name')
  if (typeof oldName === 'string' && !all.has('display_name')) all.set('display_name', oldName)

  for (const [name, value] of all) {
    if (identity.has(name)) continue
    const member = memberOf(name, known)
    const place = placeOf(member?.name ?? name, known)
    if (place === undefined) {
      if (value !== null) define(xmlAttributes, name, value)
      continue
    }
    try {
      const json = jsonOf(place.field, value)
      if (member !== undefined) define((members[member.of.olxName] ??= {}), member.name, json ?? null)
      else if (json !== undefined) define(place.scope === 'content' ? content : settings, name, json)
    } catch (error) {
      if (value !== null) define(xmlAttributes, name, value)
      refused.push({ name, why: messageOf(error) })
    }
  }
  return { content, settings: { ...settings, ...members }, xmlAttributes, refused }
}

/** The member of a dict that an attribute of its own stands for. */
function memberOf(
  attribute: string,
  { fields }: Pick<BlockType, 'fields'>,
): { readonly of: BlockField; readonly name: string } | undefined {
  if (!attribute.includes('.')) return undefined
  for (const field of fields) {
    const { olxPrefix } = field.field.options
    if (olxPrefix !== undefined && attribute.startsWith(olxPrefix)) {
      return { of: field, name: attribute.slice(olxPrefix.length) }
    }
  }
  return undefined
}

function placeOf(
  name: string,
  known: BlockType | Mixins,
): { field: Field<unknown>; scope: string } | undefined {
  const declared = known.fieldByOlxName(name)
  if (declared === undefined) {
    return name === 'display_name' ? { field: displayName, scope: 'settings' } : undefined
  }
  const scope = declared.scope.name
  return scope === 'content' || scope === 'settings' ? { field: declared.field, scope } : undefined
}

/** The stored form of an attribute's text; undefined where the text says "not set" and the field has no null. */
function jsonOf(field: Field<unknown>, text: string | null): Json | undefined {
  const written = text === null ? null : field.parse(text)
  if (field.isUnset(written)) return field.nullable ? null : undefined
  const json = field.toJson(field.fromJson(written))
  if (isTooDeep(json)) throw new Error(`It is nested deeper than ${jsonDepthLimit} levels.`)
  return json
}

/** A plain assignment would set the prototype for an attribute called `__proto__`. */
function define<T>(target: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}
