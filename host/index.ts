/** The door for LMS hosts: open a host, mount its `fetch`, say who the learner is. */
export { openHost, type Host, type HostOptions } from './host.js'
export { listenFrom, nodeServer } from './http/node-server.js'
export type { Identify, LearnerIdentity, RequestHead } from './learner-of.js'
export type { ImportReport, ImportSettings, WorkProgress } from './authoring.js'
export type { HostRequest, HostResponse } from './http/exchange.js'
export { readEditedFields, type EditedFields } from './pages/edited-fields.js'
export { editableFields, editorForm, type EditorFormParts } from './pages/editor-form.js'
