import type { UnitStore } from '../compositor/index.js'
import { PythonScripts, type PythonLibrary, type PythonOptions } from '../python/index.js'

/**
 * The name of the file of a course that its scripts may import from, as in the incumbent. It holds how answers are
 * checked, so nobody's browser gets it.
 */
export const libraryName = 'python_lib.zip'

/** Runs scripts of published courses, each with the Python library its course brings along. */
export function courseScripts(units: UnitStore, options: PythonOptions): PythonScripts {
  return new PythonScripts({ library: (context) => libraryOf(units, context), ...options })
}

async function libraryOf(units: UnitStore, context: string): Promise<PythonLibrary | undefined> {
  const published = await units.publication(context).catch(() => undefined)
  const file = await published?.asset(libraryName)
  return file && { hash: file.hash, bytes: () => units.asset(file.hash) }
}
