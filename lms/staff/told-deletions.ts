import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { BlockRuntime } from '../../runtime/session/index.js'
import type { LearnersSideOptions } from '../learner-units.js'
import { tellDeletions, type Telling, type UntoldDeletion } from '../learner-state/index.js'

/** What telling rests on. */
export type TellingOptions = Pick<LearnersSideOptions, 'runtime' | 'store' | 'clock' | 'onFailure'>

/**
 * Tells types of the state that was deleted at their blocks, as far as it is due: at once after it was, and where they failed or the
 * process ended, again. Never throws.
 * @param learner of whom; of everybody if left out
 */
export async function tellTypes(
  { runtime, store, clock, onFailure }: TellingOptions,
  learner?: string,
): Promise<void> {
  const onLost = ({ usage, at }: UntoldDeletion) => {
    const since = new Date(at).toISOString()
    const message = `Nobody took it in a month that state of a learner at '${usage}' was deleted (${since}); it is forgotten.`
    onFailure?.(new CompositorError('block-failed', message, { usage }))
  }
  try {
    const tell = (deletion: UntoldDeletion) => told(runtime, deletion)
    await tellDeletions(store.records, clock.now(), tell, {
      onLost,
      ...(learner !== undefined && { learner }),
    })
  } catch (thrown) {
    onFailure?.(CompositorError.from(thrown, 'store-unavailable'))
  }
}

/** Whether the type of a block wants to know of deleted state. A key that is none is of no type. */
export function isToldOf(runtime: BlockRuntime, usage: string): boolean {
  return typeIn(runtime, usage)?.capabilities.stateDeleted !== undefined
}

async function told(runtime: BlockRuntime, deletion: UntoldDeletion): Promise<Telling> {
  const { usage, learner, values, isErased } = deletion
  const type = typeIn(runtime, usage)
  // A plugin that is not here today may be here tomorrow.
  if (!type) return 'nobody'
  return (await runtime.stateDeleted(type, { usage, learner, values, isErased })) ? 'failed' : 'told'
}

function typeIn(runtime: BlockRuntime, usage: string) {
  try {
    return runtime.options.types.get(parseUsageKey(usage).blockType)
  } catch {
    return undefined
  }
}
