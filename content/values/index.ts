/** Where the values of blocks come from, and what courses say of library blocks. */
export {
  provenance,
  provenanceOf,
  tracedBlock,
  type FieldProvenance,
  type LayerValue,
  type Provenance,
} from './provenance.js'
export { ValueTrace, type GivenValue, type TracedBlock } from './value-trace.js'
export {
  Overrides,
  type BlockOverrides,
  type Override,
  type OverrideChange,
  type ReferenceOverrides,
} from './overrides.js'
export { Policies, type NamedPolicy } from './policies.js'
export { PolicyMisfits, type PolicyCourse, type PolicyMisfit } from './policy-misfits.js'
export type { PolicyChange, PolicyPlace } from './policy-places.js'
