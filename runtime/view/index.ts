export type { CallOptions, ClientInit, ClientRuntime } from './client-runtime.js'
export { FileAnswer, type SentAs } from './file-answer.js'
export { formValues, type FormValues } from './form-values.js'
export type { SaveOptions, SaveResult, SaveState } from './client-saving.js'
export { choicesFor, type ChosenValue, type FieldChoice, type FieldChoices } from './field-choices.js'
export { Fragment, type FragmentClient, type FragmentResource } from './fragment.js'
export { handler, handlersOf, methodsOf, refuseMethod } from './handler.js'
export { HandlerError } from './handler-error.js'
export { handlerInput } from './handler-input.js'
export type {
  AnyHandler,
  AuthorHandler,
  BodyKind,
  FormHandler,
  HandlerOptions,
  HandlerSpec,
  JsonHandler,
  RawHandler,
  ReadingHandler,
  StaffHandler,
  UploadHandler,
} from './handler-options.js'
export type { HandlerRequest, HandlerResponse, StaffRequest, UploadRequest } from './handler-request.js'
export { job, jobInput, jobsOf, type JobSpec, type JobStepDone } from './job.js'
export {
  report,
  reportSpecOf,
  type ColumnType,
  type ReportColumn,
  type ReportColumns,
  type ReportRow,
  type ReportSpec,
} from './report.js'
export { rescoreMethodOf, rescores, type RescoreOptions } from './rescore.js'
export { SentBytes, type SentBytesOptions } from './sent-bytes.js'
export type { SentFile } from './sent-file.js'
export { view, viewsOf, type PageViewMethod, type ViewResult, type ViewResultOf } from './view.js'
export { asOfRoute } from './route-request.js'
