import { triedScript } from '../../blocks/problem/index.js'
import type { BlockTypes, ScriptRunner } from '../../runtime/index.js'
import { scriptsOf, type TriedScripts } from './draft-check.js'
import type { Trouble } from './trouble.js'

/** Failures that say nothing of the script: Python is not there, or busy. */
const ofTheHost = new Set(['script-unavailable', 'script-paused'])

/**
 * Runs the scripts of blocks that authors want to save, each once. They import from the library that scripts of the
 * learners' version import from.
 */
export function draftScripts(types: BlockTypes, runner: Pick<ScriptRunner, 'run'>): TriedScripts {
  return async (block, context) => {
    const failing: Trouble[] = []
    for (const { field, xml } of scriptsOf(block, types)) {
      const found = await triedScript(xml, context, runner)
      if (!found || ofTheHost.has(found.code)) continue
      const { message, remedy, line, column } = found
      const said = remedy === undefined ? message : `${message} ${remedy}`
      failing.push({ level: 'error', usage: block.key, field, message: said, line, column })
    }
    return failing
  }
}
