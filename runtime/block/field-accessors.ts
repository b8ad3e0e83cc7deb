import type { BlockField } from './field-definition.js'
import type { FieldValues } from './field-values.js'

/** What a field's property reads and writes. */
interface FieldHolder {
  readonly fieldValues: FieldValues
  readonly fieldCache: readonly unknown[]
}

/** The two functions of a property. */
export interface FieldAccessors {
  get(this: FieldHolder): unknown
  set(this: FieldHolder, value: unknown): void
}

/**
 * The property of a field. Each has code of its own, in which its place among the values is a constant: one text for all would
 * look the place up at each read, and be compiled for fields of every kind at once. Where a process makes no code out of texts
 * (`--disallow-code-generation-from-strings`), all share one, which gives the same.
 */
export function fieldAccessors(field: BlockField): FieldAccessors {
  const place = Math.trunc(field.index)
  try {
    // Nothing of a plugin is in the text: a number is all that is put in.
    // oxlint-disable-next-line no-implied-eval -- of the text a number alone is put in
    const make = new Function(
      'field',
      'slow',
      `return {
        get() {
          const value = this.fieldCache[${place}]
          return value === undefined ? slow.read(this.fieldValues, field) : value
        },
        set(value) { this.fieldValues.write(field, value) },
      }`,
    ) as (field: BlockField, slow: typeof slowPath) => FieldAccessors
    return make(field, slowPath)
  } catch (thrown) {
    if (thrown instanceof EvalError) return sharedAccessors(field)
    throw thrown
  }
}

function sharedAccessors(field: BlockField): FieldAccessors {
  const { index } = field
  return {
    get() {
      const value = this.fieldCache[index]
      return value === undefined ? this.fieldValues.read(field) : value
    },
    set(value) {
      this.fieldValues.write(field, value)
    },
  }
}

/**
 * The first read of a value. V8 puts only so much code in the places of calls; as a proxy it takes none of that from the getters
 * of a function that reads many fields.
 */
const slowPath = {
  read: new Proxy((values: FieldValues, field: BlockField): unknown => values.read(field), {}),
}
