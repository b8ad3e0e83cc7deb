import type { FieldData } from '../block/field-values.js'
import { CompositorError } from '../errors/index.js'

/** The same learner's values as asides keep them: apart from those of blocks. */
export function asideFieldData(fieldData: FieldData): FieldData {
  return {
    ...(fieldData.learner !== undefined && { learner: fieldData.learner }),
    record: (address) => fieldData.record({ ...address, family: 'xblock_asides.v1' }),
  }
}

/** Nobody's values: a view that is the same for everyone cannot read a learner's. */
export function sharedOnlyFieldData(view: string): FieldData {
  return {
    record: ({ scope }) => {
      throw new CompositorError(
        'field-scope',
        `'${view}' is the same for every learner; it reads content and settings, not scope ${scope}.`,
      )
    },
  }
}
