import type { BlockParts } from '../version/block-parts.js'

/** Settings by which a block is linked to a library block, by OLX name (semantics 6). */
export const linkSettings: readonly string[] = [
  'upstream',
  'upstream_version',
  'upstream_version_declined',
  'upstream_display_name',
  'downstream_customized',
  'top_level_downstream_parent_key',
  'copied_from_block',
  'upstream_block',
  'upstream_block_version',
  'upstream_defaults',
  'upstream_block_members',
]

/** Parts that say where a block stands, what it is called in files or linked to: not what it is. */
const apart: ReadonlySet<string> = new Set([
  'children',
  'urlName',
  'xmlAttributes.filename',
  'xmlAttributes.file_name',
  'xmlAttributes.url_name',
  ...linkSettings.map((name) => `settings.${name}`),
])

/** What of a block is its own, wherever it stands and whatever it is linked to. */
export function ownParts(parts: BlockParts): BlockParts {
  return new Map([...parts].filter(([name]) => !apart.has(name)))
}

/** Settings that are a course's own: an update of a linked block never touches them (semantics 6). */
export const ownSettings: ReadonlySet<string> = new Set([
  'attempts_before_showanswer_button',
  'due',
  'force_save_button',
  'graceperiod',
  'grading_method',
  'max_attempts',
  'show_correctness',
  'show_reset_button',
  'showanswer',
  'submission_wait_seconds',
  'weight',
])
