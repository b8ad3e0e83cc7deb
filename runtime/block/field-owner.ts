import type { BlockType } from './block-type.js'
import type { BlockField, FieldOwner } from './field-definition.js'

/** OLX names of settings that are a course's unless their type says otherwise (semantics 6, and seed 003's notes on settings). */
const ofCourse: ReadonlySet<string> = new Set([
  'attempts_before_showanswer_button',
  'due',
  'edxnotes',
  'edxnotes_visibility',
  'force_save_button',
  'graceperiod',
  'graded',
  'grading_method',
  'max_attempts',
  'relative_weeks_due',
  'rerandomize',
  'show_correctness',
  'show_reset_button',
  'showanswer',
  'submission_wait_seconds',
  'video_auto_advance',
  'video_bumper',
  'video_speed_optimizations',
  'weight',
])

/** Whose a field of a type is: as the type says, else the library's for content, the course's for those listed, and of both. */
export function fieldOwner(
  { capabilities: { owners } }: Pick<BlockType, 'capabilities'>,
  { name, olxName, scope }: BlockField,
): FieldOwner {
  const said = owners && Object.hasOwn(owners, name) ? owners[name] : undefined
  if (said !== undefined) return said
  if (scope.name === 'content') return 'library'
  return ofCourse.has(olxName) ? 'course' : 'both'
}

/** Whether a field is one that authors of courses and libraries set: content or a setting. */
export function isAuthored({ scope }: BlockField): boolean {
  return scope.name === 'content' || scope.name === 'settings'
}
