import { OpaqueKey } from './opaque-key.js'

/** A key of what learners meet as a whole: a course run, a library, a pathway. */
export abstract class LearningContextKey extends OpaqueKey {
  readonly category = 'context' as const

  override withoutBranchOrVersion(): LearningContextKey {
    return this
  }
}
