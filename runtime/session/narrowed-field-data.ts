import type { FieldData } from '../block/field-values.js'
import type { StoredEntries } from '../block/stored-entries.js'
import { CompositorError } from '../errors/index.js'

/** The same learner's values as asides keep them: apart from those of blocks. */
export function asideFieldData(fieldData: FieldData): FieldData {
  const { learner, entries } = fieldData
  return {
    ...(learner !== undefined && { learner }),
    record: (address) => fieldData.record({ ...address, family }),
    ...(entries && { entries: asideEntries(entries) }),
  }
}

const family = 'xblock_asides.v1'

function asideEntries(entries: StoredEntries): StoredEntries {
  return {
    entry: (address, key) => entries.entry({ ...address, family }, key),
    range: (address, range) => entries.range({ ...address, family }, range),
    count: (address, keys) => entries.count({ ...address, family }, keys),
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
