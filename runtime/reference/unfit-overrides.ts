import { isAuthored, isOfCourse, overrideMisfit, type BlockField, type BlockType } from '../block/index.js'
import { isWithinLimits, limitWords } from '../field/author-limits.js'
import { isJsonObject, type Json, type JsonObject } from '../values/json.js'

/** A library block that a reference brings: in its place, or inside one that is. */
export interface BroughtBlock {
  /** Usage key in the library, as text. */
  readonly key: string
  /** Undefined where no plugin provides it. */
  readonly type: BlockType | undefined
  readonly isInside?: boolean
}

/** An override that holds nowhere, or whose value its field does not take. */
export interface UnfitOverride {
  /** Of all blocks, or of single ones. */
  readonly of: 'all' | 'single'
  readonly message: string
}

/** How overrides are looked at. */
export interface OverrideRules {
  /** Whether values are held to what fields ask of authors, as edits are and imports are not. */
  readonly asEdited: boolean
  /** Whether all blocks that the reference brings are known, so that a key that is not among them is none. */
  readonly isWhole: boolean
}

/** What of overrides no block takes that a reference brings, and why. */
export function unfitOverrides(
  { all, single }: { readonly all: JsonObject; readonly single: JsonObject },
  blocks: readonly BroughtBlock[],
  { asEdited, isWhole }: OverrideRules,
): readonly UnfitOverride[] {
  const unfit: UnfitOverride[] = []
  const refuse = (of: UnfitOverride['of'], message: string | undefined) => {
    if (message !== undefined) unfit.push({ of, message })
  }
  const typesAmong = (some: readonly BroughtBlock[]) => [...new Set(some.flatMap(({ type }) => type ?? []))]
  const byKey = new Map<string, BroughtBlock[]>()
  for (const one of blocks) byKey.set(one.key, [...(byKey.get(one.key) ?? []), one])
  const referred = typesAmong(blocks.filter(({ isInside }) => !isInside))
  const inside = typesAmong(blocks.filter(({ isInside }) => isInside))
  for (const [name, value] of Object.entries(all)) {
    if (value === undefined || referred.length + inside.length === 0) continue
    const reached = [...referred, ...inside.filter((type) => isOfCourse(type, name))]
    refuse('all', unfitIn(new Set(reached), [...referred, ...inside], name, value, asEdited))
  }
  for (const [key, said] of Object.entries(single)) {
    const found = byKey.get(key) ?? []
    if (!isJsonObject(said)) {
      refuse('single', `What is said of '${key.slice(0, 100)}' is no list of fields and their values.`)
      continue
    }
    if (found.length === 0 && isWhole && blocks.length > 0) {
      const known = [...byKey.keys()].slice(0, 50).join(', ').slice(0, 1000)
      refuse('single', `'${key.slice(0, 200)}' is none of the blocks here: ${known}.`)
    }
    const types = new Set(typesAmong(found))
    for (const [name, value] of Object.entries(said))
      if (value !== undefined && types.size > 0)
        refuse('single', unfitIn(types, [...types], name, value, asEdited))
  }
  return unfit
}

function unfitIn(
  types: ReadonlySet<BlockType>,
  named: readonly BlockType[],
  name: string,
  value: Json,
  asEdited: boolean,
): string | undefined {
  const fields = [...types].flatMap((type) => {
    const field = type.fieldByOlxName(name)
    return field && isAuthored(field) ? [{ type, field }] : []
  })
  if (fields.length === 0) {
    const shown = named.flatMap(({ fields: of }) =>
      of.flatMap((field) => (isAuthored(field) && !field.field.options.hidden ? [field.olxName] : [])),
    )
    const called = [...new Set(named.map((type) => type.name))].join(', ')
    return `A ${called} has no field '${name.slice(0, 200)}'; there are: ${[...new Set(shown)].join(', ')}.`
  }
  for (const { type, field } of fields) {
    const why = overrideMisfit(field, value) ?? (asEdited ? refusedOfAuthors(field, value) : undefined)
    if (why !== undefined) return `'${name}' takes ${takes(field)} in a ${type.name}: ${why}`
  }
  return undefined
}

/** What a field takes, in words. */
export function takes({ field }: BlockField): string {
  const { values } = field.options
  if (values) return `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`
  return limitWords(field.options) ?? field.type.name
}

function refusedOfAuthors({ field }: BlockField, value: Json): string | undefined {
  if (value === null || field.isUnset(value)) return undefined
  const stored = field.toJson(field.fromJson(value))
  const text = JSON.stringify(stored)
  const { values } = field.options
  if (values && !values.some((one) => JSON.stringify(one) === text)) return `${text} is none of them.`
  return isWithinLimits(field.options, stored) ? undefined : `${text} is not.`
}
