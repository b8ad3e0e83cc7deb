export {
  choicesOf,
  isNullableText,
  misfitChoice,
  textOfValue,
  valueOfJson,
  valueOfText,
  withoutReturns,
} from './authored-value.js'
export { Aside, aside, AsideBase, asideFor, type AsideClass, type ComposedAside } from './aside.js'
export { AsideType, type ConcreteAsideClass } from './aside-type.js'
export { FieldMixin, fieldMixin } from './field-mixin.js'
export type { AnyFieldMixin, MixinRules } from './mixed-in.js'
export { Mixins } from './mixins.js'
export { gradeCounted, resultsShown, type ResultsPolicy } from './results-shown.js'
export { inheritance } from './inheritance.js'
export { policies } from './policies.js'
export {
  policyAt,
  policyGroupOf,
  withPolicies,
  type LinePolicy,
  type PolicyGroup,
  type PolicyNow,
  type UnitPolicy,
} from './policy-groups.js'
export { upstreamLinks } from './upstream-links.js'
export { Block, BlockBase, type BlockClass, type FieldProperties } from './block.js'
export { asideOlx, attributesOfField, blockOlx, writtenInside, type BlockToWrite } from './block-olx.js'
export {
  block,
  type Attempted,
  type BlockSummary,
  type BlockTemplate,
  type BlockWords,
  type Capabilities,
  type CompletionMode,
  type FieldMessages,
} from './block-decorator.js'
export { BlockType, fallbackType, type ConcreteBlockClass } from './block-type.js'
export type { BlockTypes } from './block-types.js'
export type { Choice, ChoiceRequest, Chosen } from './choice.js'
export { ComponentMatching } from './component-matching.js'
export { listedMembers, type ChoiceMembers } from './choice-members.js'
export {
  mostInGroup,
  type CompanionBank,
  type Companions,
  type DrawnBank,
  type DrawnCompanions,
  type Drawing,
} from './drawing.js'
export type { DrawExplanation, DrawnBecause, DroppedBecause, PassedOver } from './draw-explanation.js'
export { learnerRecords, type LearnerRecord } from './learner-records.js'
export type { BlockField, FieldOwner, ScopedFields, ScopedMembers } from './field-definition.js'
export type { Collection, EntriesPage, EntriesPageQuery, EntriesQuery, Entry } from './collection.js'
export type {
  EntriesAddress,
  EntriesRange,
  EntryKeys,
  EntryPlace,
  StoredEntries,
  StoredEntry,
} from './stored-entries.js'
export type { FieldRemark, Following } from './field-remark.js'
export type { FieldData, FieldUpdate, RecordAddress, ValueSource } from './field-values.js'
export {
  enrollmentTrackGroups,
  enrollmentTracks,
  userPartitions,
  type UserPartition,
} from './user-partitions.js'
export {
  coerced,
  effectiveFields,
  isOfCourse,
  overrideMisfit,
  saidByLayer,
  type SaidByLayer,
} from './effective-fields.js'
export { fieldOwner, isAuthored } from './field-owner.js'
export type { EffectiveFields, FieldPlace, Inherited } from './field-place.js'
export { fieldsBelow } from './fields-below.js'
export { layerOrder, valueLayers, type ValueLayer } from './value-layers.js'
export { fieldMessages } from './field-messages.js'
export { withoutFiles, type NamedFile } from './named-file.js'
export { Preparation, preparation } from './preparation.js'
export type { BlockReference, ReferenceFieldNames } from './references.js'
export { poolQueryOf, type PoolQuery } from './pool-query.js'
export {
  libraryReferenceFields,
  libraryReferences,
  libraryReferenceRemarks,
  type LibraryReferenceValues,
} from './library-references.js'
export {
  completionIn,
  gradeIn,
  type CompletionEvent,
  type GradeEvent,
  type KnownEvents,
  type PublishedPayload,
} from './known-events.js'
export type { DeletedState, WhenStateDeleted } from './deleted-state.js'
