export { errorTable, type ErrorCode, type ErrorEntry } from './table.js'
export {
  CompositorError,
  messageOf,
  reportOf,
  type ErrorData,
  type ErrorDetails,
  type SourceLocation,
} from './compositor-error.js'
export { refuseStandardDecorator } from './standard-decorators.js'
export { findingOf, remedyOf, type Finding } from './finding.js'
export { judgeUncaught, type Judge } from './uncaught.js'
