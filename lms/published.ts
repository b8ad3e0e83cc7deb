import { completionIn, gradeIn, type BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { BlockEvent } from '../runtime/session/index.js'
import type { CompletionChange, GradeChange } from './learner-state/index.js'

/** What blocks published, sorted by what becomes of it. */
export interface Published {
  readonly grades: readonly GradeChange[]
  readonly completions: readonly CompletionChange[]
  /** Everything without a meaning of its own: for the event log. */
  readonly logged: readonly BlockEvent[]
}

/**
 * Sorts what blocks published: `grade` and `completion` are stored, the older `progress` means completed, and
 * anything else is logged. Completion of a block that is not completable is left out (semantics 3).
 * @param at epoch milliseconds
 * @throws CompositorError `block-failed` for a grade or completion that is none
 */
export function published(events: readonly BlockEvent[], types: BlockTypes, at: number): Published {
  const grades: GradeChange[] = []
  const completions: CompletionChange[] = []
  const logged: BlockEvent[] = []
  for (const event of events) {
    if (event.type === 'grade') grades.push(gradeOf(event, at))
    else if (event.type !== 'completion' && event.type !== 'progress') logged.push(event)
    else if (isCompletable(types, event.blockType)) completions.push(completionOf(event))
  }
  return { grades, completions, logged }
}

/** Whether a block of this type is completed by what it publishes itself. */
export function isCompletable(types: BlockTypes, blockType: string): boolean {
  const type = types.get(blockType)
  return type !== undefined && (type.capabilities.completion ?? 'completable') === 'completable'
}

function gradeOf(event: BlockEvent, at: number): GradeChange {
  const { value, maxValue, onlyIfHigher = false } = gradeIn(event.payload) ?? misfit(event)
  return { usage: event.usageKey, earned: value, possible: maxValue, at, onlyIfHigher }
}

function completionOf(event: BlockEvent): CompletionChange {
  const { value } = event.type === 'progress' ? { value: 1 } : (completionIn(event.payload) ?? misfit(event))
  return { usage: event.usageKey, value }
}

/** Sessions take no other ones from blocks. */
function misfit({ type, usageKey, payload }: BlockEvent): never {
  const given = JSON.stringify(payload).slice(0, 200)
  throw new CompositorError('block-failed', `'${type}' cannot be ${given}.`, { usage: usageKey })
}
