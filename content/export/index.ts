export {
  exportWithLibraries,
  type ExportWithLibraries,
  type ExportWithLibrariesOptions,
  type WhichLibraries,
} from './export-libraries.js'
export { exportVersion, type ExportOptions, type ExportOutcome } from './export-version.js'
export { writeFiles } from './written-files.js'
