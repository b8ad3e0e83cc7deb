import { parseUsageKey } from '../../runtime/keys/index.js'
import type { DeletedState } from '../../runtime/block/index.js'
import type { BlockRuntime } from '../../runtime/session/index.js'
import type { OnErasedState } from '../learner-state/index.js'

/** Tells types what was erased of a learner at their blocks, where they want to know. */
export function toldErased(runtime: BlockRuntime, learner: DeletedState['learner']): OnErasedState {
  return async (usage, { values }) => {
    const type = runtime.options.types.get(typeIn(usage))
    if (type?.capabilities.stateDeleted)
      await runtime.stateDeleted(type, { usage, learner, values, isErased: true })
  }
}

/** A key that is none is of no type: what is stored under it goes all the same. */
function typeIn(usage: string): string {
  try {
    return parseUsageKey(usage).blockType
  } catch {
    return ''
  }
}
