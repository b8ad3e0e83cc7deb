export { exportVersion, type ExportOptions, type ExportOutcome } from './export-version.js'
