import type { BlockField } from './field-definition.js'

/** What holds for a mixin's fields besides that every block has them. */
export interface MixinRules {
  /** Blocks take these settings from the nearest block above that sets them. */
  readonly inherited?: boolean
  /**
   * OLX name of a dict among them: values by OLX name that hold where neither the block nor one above sets any, such as
   * those of the library a block was copied from.
   */
  readonly defaultsIn?: string
  /** OLX names of settings among them: names of policy groups that hold at a block, and the groups of a course. */
  readonly policies?: { readonly names: string; readonly groups: string }
  /** By OLX name, settings that learners' side takes as not set where another one, named here, is true. */
  readonly voidedBy?: Readonly<Record<string, string>>
}

/** A mixin whatever its fields are. */
export interface AnyFieldMixin {
  /** What errors call it. */
  readonly name: string
  readonly fields: readonly BlockField[]
  readonly rules: MixinRules
}

/** The fields that stand for those of a mixin on one block type: by the mixin's property, the type's own field. */
export type MixedIn = ReadonlyMap<AnyFieldMixin, readonly BlockField[]>

/** The fields of a type with those of the mixins after them. */
export function withMixedIn(
  own: readonly BlockField[],
  mixins: readonly AnyFieldMixin[],
): { readonly fields: readonly BlockField[]; readonly mixedIn: MixedIn | undefined } {
  if (mixins.length === 0) return { fields: own, mixedIn: undefined }
  const fields = [...own]
  const standing = new Map(own.map((field) => [field.olxName, field]))
  const found = new Map<AnyFieldMixin, readonly BlockField[]>()
  for (const mixin of mixins) {
    const ofMixin = mixin.fields.map((field): BlockField => {
      const taken = standing.get(field.olxName)
      if (taken) return { ...taken, name: field.name }
      const added = { ...field, index: fields.length }
      fields.push(added)
      standing.set(field.olxName, added)
      return added
    })
    found.set(mixin, ofMixin)
  }
  return { fields, mixedIn: found }
}
