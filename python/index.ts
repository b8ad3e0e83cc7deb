/** Python for scripts of problems, contained. */
export { PythonScripts, type PythonOptions } from './python-scripts.js'
export type { PythonLibrary, ScriptStats } from './python-pool.js'
