import type { PublishedContext, UnitStore } from '../compositor/index.js'
import { PythonScripts, type PythonLibrary, type PythonOptions } from '../python/index.js'
import { scriptLibrary, scriptLibraryOf, type PublishedAsset, type ScriptOrigin } from '../runtime/index.js'

/**
 * Runs scripts of published courses, each with the Python library that its course brings along, or the library version that its problem
 * comes from.
 * @param madeBy names the code that makes publications here
 */
export function courseScripts(
  units: UnitStore,
  madeBy: string | undefined,
  options: PythonOptions,
): PythonScripts {
  const found = (file: PublishedAsset | undefined): PythonLibrary | undefined =>
    file && { hash: file.hash, bytes: () => units.asset(file.hash) }
  return new PythonScripts({
    async library(context, from) {
      const course = await published(units, context)
      const own = from && (await ofLibrary(units, course, from, madeBy))
      return found(own ?? (await course?.asset(scriptLibrary)))
    },
    ...options,
  })
}

/** The file in the version that is referred to, which the course's publication has with it. */
async function ofLibrary(
  units: UnitStore,
  course: PublishedContext | undefined,
  from: ScriptOrigin,
  madeBy: string | undefined,
): Promise<PublishedAsset | undefined> {
  const pinned = await course?.asset(scriptLibraryOf(from))
  if (pinned) return pinned
  // Not in it is what the version has not, but for publications of before, and what authors try in a draft.
  const newest = await published(units, from.library)
  const isThis = newest?.publication.version === from.version
  const isComplete = course?.publication.madeBy === madeBy
  return isThis || !isComplete ? newest?.asset(scriptLibrary) : undefined
}

function published(units: UnitStore, context: string): Promise<PublishedContext | undefined> {
  return units.publication(context).catch(() => undefined)
}
