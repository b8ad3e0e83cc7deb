import type { BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { BlockEvent } from '../runtime/session/index.js'
import { isJsonObject, type Json } from '../runtime/values/index.js'
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
  const { value, maxValue, onlyIfHigher } = members(event)
  if (!isNumber(value) || !isNumber(maxValue) || value < 0 || value > maxValue) {
    throw misfit(event, 'a grade is {value, maxValue}, two numbers with 0 <= value <= maxValue')
  }
  return { usage: event.usageKey, earned: value, possible: maxValue, at, onlyIfHigher: onlyIfHigher === true }
}

function completionOf(event: BlockEvent): CompletionChange {
  if (event.type === 'progress') return { usage: event.usageKey, value: 1 }
  const { value } = members(event)
  if (!isNumber(value) || value < 0 || value > 1) throw misfit(event, 'completion is {value} from 0 to 1')
  return { usage: event.usageKey, value }
}

function members({ payload }: BlockEvent): { readonly [name: string]: Json | undefined } {
  return isJsonObject(payload) ? payload : {}
}

function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function misfit(event: BlockEvent, valid: string): CompositorError {
  return new CompositorError(
    'block-failed',
    `${event.blockType} published ${JSON.stringify(event.payload).slice(0, 200)} as '${event.type}'; ${valid}.`,
    { usage: event.usageKey },
  )
}
