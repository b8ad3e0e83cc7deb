import { CompositorError } from '../errors/index.js'
import type { BlockField } from './field-definition.js'
import { FieldValues } from './field-values.js'

/** The field values of a block as somebody else has them: to look at. */
export class ReadValues extends FieldValues {
  /** @throws CompositorError `field-scope` */
  override write({ name }: BlockField): void {
    throw readOnly(name)
  }

  /** @throws CompositorError `field-scope` */
  override delete({ name }: BlockField): void {
    throw readOnly(name)
  }
}

function readOnly(name: string): CompositorError {
  return new CompositorError(
    'field-scope',
    `'${name}' is another learner's here: it can be read, not changed.`,
  )
}
