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
export { rescoreMethodOf, rescores, type RescoreOptions } from './rescore.js'
export { view, viewsOf, type ViewResult } from './view.js'
