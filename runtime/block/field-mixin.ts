import { CompositorError } from '../errors/index.js'
import type { BlockBase, FieldProperties } from './block.js'
import { blockFields, type BlockField, type ScopedFields, type WellNamed } from './field-definition.js'
import type { FieldValues } from './field-values.js'
import type { AnyFieldMixin, MixinRules } from './mixed-in.js'

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
  scoped: S & WellNamed<S>,
  rules?: MixinRules,
): FieldMixin<S> {
  return new FieldMixin<S>(name, scoped, rules)
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
