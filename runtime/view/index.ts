export type { CallOptions, ClientInit, ClientRuntime } from './client-runtime.js'
export { Fragment, type FragmentClient, type FragmentResource } from './fragment.js'
export {
  handler,
  HandlerError,
  handlerInput,
  handlersOf,
  methodsOf,
  refuseMethod,
  type HandlerRequest,
  type HandlerResponse,
  type HandlerSpec,
  type ReadingHandler,
  type StaffHandler,
  type StaffRequest,
} from './handler.js'
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
export { view, viewsOf, type ViewResult } from './view.js'
