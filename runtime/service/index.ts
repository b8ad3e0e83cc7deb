export { Course, Surroundings, type CourseLine, type SurroundingBlock } from './course.js'
export { standardRoles, type CourseRole, type StandardRole } from './course-role.js'
export { EntriesRead, entriesIn, filesAddress, filesFamily } from './file-entries.js'
export {
  FileKeeper,
  usualFileLimits,
  type FileLimits,
  type KeepingBounds,
  type KeptKinds,
} from './file-keeper.js'
export { lookedAt } from './first-bytes.js'
export {
  Files,
  type FileContent,
  type FilesPage,
  type KeptFiles,
  type ListedFiles,
  type PutOptions,
  type ReadFiles,
} from './files.js'
export { isForBlock, type ServedBlock, type ServiceForBlock } from './for-block.js'
export { Cache, HandlerUrls, Partitions, Settings } from './host-services.js'
export { KeptFile, type FileEntry } from './kept-file.js'
export { LearnerGroups, type GroupedLearner } from './learner-groups.js'
export {
  Learners,
  type BlockLearner,
  type BlockLearners,
  type BlockLearnersPage,
  type BlockLearnersQuery,
  type GivenGrade,
  type LearnersFields,
  type StaffGrade,
} from './learners.js'
export { LearnerStanding, unknownStanding, type Standing } from './learner-standing.js'
export { Completion, Grades, LearnerState } from './learner-progress.js'
export type { MessageValues } from './messages.js'
export { needs, servicesOf, wants, type ServiceDeclaration, type ServiceToken } from './needs.js'
export {
  askingOf,
  asksOfPeople,
  People,
  Person,
  personParts,
  type KnownPerson,
  type PersonFacts,
  type PersonPart,
  type PersonWith,
} from './person.js'
export { PersonDirectory, PersonSource, type SomeFacts } from './person-source.js'
export { provide, type PluginService } from './plugin-service.js'
export { PluginStore, type PluginStoreEntries, type PluginStorePage } from './plugin-store.js'
export {
  scriptLibrary,
  scriptLibraryOf,
  ScriptRunner,
  type ScriptOrigin,
  type ScriptOutcome,
  type ScriptRun,
  type ScriptStep,
} from './script-runner.js'
export { Clock, Random, Urls, User } from './standard-services.js'
export {
  Submissions,
  type Submission,
  type SubmissionHistory,
  type SubmissionsPage,
  type SubmissionsQuery,
} from './submissions.js'
export type { Catalog } from './catalog-words.js'
export { CatalogI18n, I18n, SourceI18n } from './translations.js'
