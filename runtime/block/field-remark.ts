import type { Finding } from '../errors/index.js'
import type { JsonObject } from '../values/json.js'

/** What a block type has to say to authors of a field, or of the whole block. */
export interface FieldRemark {
  /** An `error` where the block could not be shown, or would not do what is written: it is not saved so. */
  readonly level: Finding['level']
  /** OLX name; left out where no single field is meant. */
  readonly field?: string | undefined
  readonly message: string
  /** Where in the field's text; both count from 1. */
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/** What follows from a change of fields. */
export interface Following {
  /** Further values, by OLX name. */
  readonly set: JsonObject
  /** Of level `error`: why fields cannot be changed together like this. */
  readonly remarks?: readonly FieldRemark[]
}
