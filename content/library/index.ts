/** Libraries as their authors make and keep them. */
export { Collections, type Collection, type CollectionChange } from './collections.js'
export { containerMembers, type ContainerMember, type ContainerMembers } from './container-members.js'
export { fileMentions, type FileMention } from './file-mentions.js'
export type { BulkSettings, SettingChange, SettingsPlan, SkippedSetting } from './bulk-settings.js'
export { Libraries, type LibraryFile } from './libraries.js'
export { libraryKinds, type LibraryKind, type LibrarySettings } from './library-settings.js'
export type { NewLibrary } from './new-library.js'
export { blockStatus, freshBlocks, listedBlocks, type ListedBlocks } from './listed-blocks.js'
export {
  LibraryRules,
  libraryArchived,
  libraryElsewhere,
  organisationOf,
  whyClosed,
  type ClosedReference,
  type LibraryRulesOptions,
} from './library-rules.js'
export {
  grantsForm,
  libraryRoles,
  LibraryStandings,
  type Grants,
  type LibraryRole,
  type LibraryStanding,
} from './library-standing.js'
export { namedFiles, type NamedFile } from './named-files.js'
export { assetLimits } from '../edit/v2/assets.js'
