export { exportWithLibraries, type ExportWithLibraries, type WhichLibraries } from './export-libraries.js'
export { exportVersion, type ExportOptions, type ExportOutcome } from './export-version.js'
