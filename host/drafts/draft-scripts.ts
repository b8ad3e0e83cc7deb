import { triedScript } from '../../blocks/problem/index.js'
import type { AuthoringStore, VersionView } from '../../content/index.js'
import type { PythonScripts } from '../../python/index.js'
import { scriptLibrary, type BlockTypes, type ComposedBlock } from '../../runtime/index.js'
import { scriptsOf, type TriedScripts } from './draft-check.js'
import type { Trouble } from './trouble.js'

/** Failures that say nothing of the script: Python is not there, or busy. */
const ofTheHost = new Set(['script-unavailable', 'script-paused'])

/** Runs the scripts of blocks that authors want to save, each once. They import from what the draft has, or the library version that the block is of. */
export function draftScripts(
  types: BlockTypes,
  store: AuthoringStore,
  scripts: Pick<PythonScripts, 'importing'>,
): TriedScripts {
  return async (block, view) => {
    const failing: Trouble[] = []
    for (const { field, xml } of scriptsOf(block, types)) {
      const file = (await libraryFile(store, block)) ?? (await view.asset(scriptLibrary))
      const library = file && { hash: file.hash, bytes: () => store.file(file.hash) }
      const found = await triedScript(xml, view.context, scripts.importing(library))
      if (!found || ofTheHost.has(found.code)) continue
      const { message, remedy, line, column } = found
      const said = remedy === undefined ? message : `${message} ${remedy}`
      failing.push({ level: 'error', usage: block.key, field, message: said, line, column })
    }
    return failing
  }
}

async function libraryFile(
  store: AuthoringStore,
  { origin }: ComposedBlock,
): ReturnType<VersionView['asset']> {
  const from = origin && (await store.findView(origin.library, origin.version))
  return from?.asset(scriptLibrary)
}
