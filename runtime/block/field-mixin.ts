import { CompositorError } from '../errors/index.js'
import type { BlockBase, FieldProperties } from './block.js'
import { blockFields, type BlockField, type ScopedFields } from './field-definition.js'
import type { FieldValues } from './field-values.js'

/** What holds for a mixin's fields besides that every block has them. */
export interface MixinRules {
  /** Blocks take these settings from the nearest block above that sets them. */
  readonly inherited?: boolean
  /**
   * OLX name of a dict among them: values by OLX name that hold where neither the block nor one above sets any, such as
   * those of the library a block was copied from.
   */
  readonly defaultsIn?: string
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

/**
 * Fields that a plugin adds to every block type of a host, whoever wrote it, such as a link to where a block was copied
 * from (the incumbent's `XBLOCK_MIXINS`). Where a type has a field of the same OLX name, that one stands. Listed under
 * `mixins` of a plugin.
 */
export class FieldMixin<S extends ScopedFields> implements AnyFieldMixin {
  readonly fields: readonly BlockField[]
  readonly #properties = new WeakMap<FieldValues, object>()

  constructor(
    readonly name: string,
    scoped: S,
    readonly rules: MixinRules = {},
  ) {
    this.fields = blockFields(scoped)
  }

  /**
   * The mixin's fields on a block, typed: `links.of(block).upstream`.
   * @throws CompositorError `plugin-invalid` where no plugin of the host lists the mixin
   */
  of(block: BlockBase): FieldProperties<S> {
    const { fieldValues } = block
    let properties = this.#properties.get(fieldValues)
    if (!properties) {
      const fields = fieldValues.mixedIn?.get(this)
      if (!fields) throw notListed(this.name)
      properties = propertiesOf(fieldValues, fields)
      this.#properties.set(fieldValues, properties)
    }
    return properties as FieldProperties<S>
  }
}

/** A {@link FieldMixin}: `fieldMixin('upstream links', { settings: { upstream: string() } })`. */
export function fieldMixin<const S extends ScopedFields>(
  name: string,
  scoped: S,
  rules?: MixinRules,
): FieldMixin<S> {
  return new FieldMixin(name, scoped, rules)
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

function propertiesOf(values: FieldValues, fields: readonly BlockField[]): object {
  const properties = {}
  for (const field of fields) {
    Object.defineProperty(properties, field.name, {
      enumerable: true,
      get: () => values.read(field),
      set(value: unknown) {
        values.write(field, value)
      },
    })
  }
  return properties
}

function notListed(name: string): CompositorError {
  return new CompositorError(
    'plugin-invalid',
    `Blocks have no fields of mixin '${name}': no plugin of this host lists it under 'mixins'.`,
  )
}
