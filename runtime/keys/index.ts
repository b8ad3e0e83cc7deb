export { AsideDefinitionKey, AsideUsageKey, type AsideForm, type AsideKey } from './aside-key.js'
export { AssetKey, type AssetParts } from './asset-key.js'
export { CourseLibraryBlockKey, LibraryReferenceKey, type PlannedUsage } from './contextual-forms.js'
export { ContextualKey, type AnyLibraryBlockKey, type ContextualParts } from './contextual-key.js'
export { CourseBlockKey, type CourseBlockParts } from './course-block-key.js'
export { CourseKey, OldCourseKey, type CourseParts } from './course-key.js'
export {
  BundleDefinitionKey,
  CourseDefinitionKey,
  isDefinitionKey,
  type BundleDefinitionParts,
  type DefinitionKey,
} from './definition-key.js'
export { keyGrammars, type KeyKind } from './key-grammar.js'
export { keyNamedBeside } from './key-named-beside.js'
export { LearningContextKey } from './learning-context-key.js'
export { LibraryBlockKey, type LibraryBlockParts } from './library-block-key.js'
export { LibraryCollectionKey, LibraryContainerKey, type LibraryContainerParts } from './library-item-key.js'
export { LibraryKey, type LibraryParts } from './library-key.js'
export { LibraryVersionRef, parseLibraryVersionRef } from './library-version-ref.js'
export {
  latestVersion,
  librarySourceText,
  parseLibrarySource,
  parseSourceBlock,
  parseSourceLibrary,
  type LibrarySourceRef,
  type SourceBlockKey,
  type SourceLibraryKey,
} from './library-source.js'
export { OldBlockKey, type OldBlockParts } from './old-block-key.js'
export { keyLengthLimit, OpaqueKey } from './opaque-key.js'
export {
  parseAsideKey,
  parseAssetKey,
  parseContextKey,
  parseContextualKey,
  parseCourseBlockKey,
  parseCourseKey,
  parseDefinitionKey,
  parseKey,
  parseLibraryBlockKey,
  parseLibraryKey,
  parsePathwayKey,
  parseUsageKey,
  type KeyNamespace,
} from './parse-key.js'
export { PathwayBlockKey, pathwayItemType, PathwayKey, type PathwayBlockParts } from './pathway-key.js'
export type { BranchVersion } from './split-locator.js'
export { UsageKey } from './usage-key.js'
export { V1LibraryBlockKey, type V1LibraryBlockParts } from './v1-library-block-key.js'
export { V1LibraryKey, type V1LibraryParts } from './v1-library-key.js'
