export { errorTable, type ErrorCode, type ErrorEntry } from './table.js'
export {
  CompositorError,
  messageOf,
  type ErrorData,
  type ErrorDetails,
  type SourceLocation,
} from './compositor-error.js'
export { diagnosticOf, type Diagnostic } from './diagnostic.js'
