/**
 * Settings that a block takes from its nearest ancestor that sets them, by OLX name
 * (the incumbent's `InheritanceMixin`). Nothing else inherits.
 */
export const inheritableSettings: ReadonlySet<string> = new Set([
  'graded',
  'start',
  'due',
  'relative_weeks_due',
  'visible_to_staff_only',
  'graceperiod',
  'group_access',
  'showanswer',
  'show_correctness',
  'rerandomize',
  'days_early_for_beta',
  'static_asset_path',
  'max_attempts',
  'user_partitions',
  'video_speed_optimizations',
  'video_auto_advance',
  'video_bumper',
  'show_reset_button',
  'edxnotes',
  'edxnotes_visibility',
  'in_entrance_exam',
  'self_paced',
  'hide_from_toc',
])
