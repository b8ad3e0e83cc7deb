import {
  boolean,
  date,
  dict,
  float,
  inheritableSettings,
  integer,
  json,
  optional,
  string,
  timedelta,
  type Field,
} from '../../runtime/field/index.js'

const typed: Readonly<Record<string, Field<unknown>>> = {
  graded: boolean(),
  start: date(),
  due: date(),
  relative_weeks_due: optional(integer()),
  visible_to_staff_only: boolean(),
  graceperiod: timedelta(),
  group_access: dict(),
  showanswer: string(),
  show_correctness: string(),
  rerandomize: string(),
  days_early_for_beta: optional(float()),
  static_asset_path: string(),
  max_attempts: optional(integer()),
  video_speed_optimizations: boolean(),
  video_auto_advance: boolean(),
  show_reset_button: boolean(),
  edxnotes: boolean(),
  edxnotes_visibility: boolean(),
  in_entrance_exam: boolean(),
  self_paced: boolean(),
  hide_from_toc: boolean(),
}
const anything = json()

/**
 * The type of an inheritable setting, for blocks whose own type does not declare it: a chapter's `due` must
 * reach the problems below it. Undefined for any other name.
 */
export function inheritedField(olxName: string): Field<unknown> | undefined {
  return inheritableSettings.has(olxName) ? (typed[olxName] ?? anything) : undefined
}
