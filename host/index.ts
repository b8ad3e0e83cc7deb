/** The door for LMS hosts: open a host, mount its `fetch`, say who the learner is. */
import '../runtime/required-node.js'
export { openHost } from './open-host.js'
export type { Host } from './host.js'
export type { BrandedPage, BrandHtml, BrandOptions } from './brand/brand.js'
export type { BrandColor, BrandColors } from './brand/brand-colors.js'
export type { HostOptions } from './host-options.js'
export type { EventDestination } from './event-destinations.js'
export { listenFrom, nodeServer } from './http/node-server.js'
export type { Access, Role } from './admission.js'
export type { PeopleOptions } from './host-people.js'
export type { Bearer, Identify, LearnerIdentity, RequestHead } from './learner-of.js'
export type { ImportReport, ImportSettings, WorkProgress } from './authoring-work.js'
export type { HostRequest, HostResponse } from './http/exchange.js'
export { readEditedFields, type EditedFields, type ShownFields } from './pages/authors/edited-fields.js'
export {
  editableFields,
  editorForm,
  type EditorFormParts,
  type RefusedEdits,
} from './pages/authors/editor-form.js'
export { learnerToken, type LearnerTokenOptions } from './embedding/learner-token.js'
export type { Operations, OperationsOptions } from './operations/operations.js'
export type { Readiness } from './operations/readiness.js'
export type { SignIn } from './identity/sign-in.js'
export type { EmbeddingOptions } from './embedding/embedding.js'
export type { Memberships } from './libraries/memberships.js'
export type { MembershipsOf } from './libraries/memberships-of.js'
