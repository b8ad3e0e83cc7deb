import type { LearningContextKey } from './learning-context-key.js'
import { OpaqueKey } from './opaque-key.js'

/** A key of one use of a block in a learning context. */
export abstract class UsageKey extends OpaqueKey {
  readonly category = 'usage' as const
  abstract readonly blockType: string
  /** The block's own id; unique only together with the rest of the key. */
  abstract readonly blockId: string
  /** The learning context. @throws `key-kind` from an old `i4x:` key, which names no run */
  abstract get context(): LearningContextKey

  override withoutBranchOrVersion(): UsageKey {
    return this
  }
}
