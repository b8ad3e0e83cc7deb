import {
  choicesOf,
  misfitChoice,
  textOfValue,
  valueOfJson,
  type BlockField,
  type BlockTypes,
} from '../../runtime/block/index.js'
import { CompositorError, messageOf } from '../../runtime/errors/index.js'
import { isSameJson, type Json, type JsonObject } from '../../runtime/values/json.js'
import type { DraftOperation, VersionBlock, VersionView } from '../version/index.js'

/** A setting of a block that would change. */
export interface SettingChange {
  /** Usage key, as text. */
  readonly usage: string
  readonly title: string
  /** OLX name. */
  readonly field: string
  /** Absent where nothing was set. */
  readonly before?: Json
  /** Absent where what is set goes. */
  readonly after?: Json
}

/** A setting that a block does not get: its type has no such setting, or does not take the value. */
export interface SkippedSetting {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
  /** OLX name. */
  readonly field: string
  readonly isKnown: boolean
  /** In English. */
  readonly why: string
}

/** What setting many blocks alike comes to. */
export interface SettingsPlan {
  readonly changes: readonly SettingChange[]
  readonly skipped: readonly SkippedSetting[]
  readonly operations: readonly DraftOperation[]
}

/** Settings that many blocks are to have. */
export interface BulkSettings {
  /** Usage keys, as text; all components when left out. */
  readonly usages?: readonly string[] | undefined
  /** Only blocks of this type. */
  readonly type?: string | undefined
  /** By OLX name, such as `max_attempts`, `showanswer`, `weight`; null takes away what is set. */
  readonly settings: JsonObject
}

/** What would change. @throws CompositorError `block-not-found` */
export async function settingsPlan(
  view: VersionView,
  types: BlockTypes,
  { usages, type: only, settings }: BulkSettings,
): Promise<SettingsPlan> {
  const changes: SettingChange[] = []
  const skipped: SkippedSetting[] = []
  const operations: DraftOperation[] = []
  const asked = new Set(usages ?? (await componentsOf(view)))
  const blocks = await view.blocks(asked)
  for (const usage of asked) {
    const block = blocks.get(usage)
    if (!block) {
      const message = `The draft of '${view.context}' has no block '${usage.slice(0, 300)}'.`
      throw new CompositorError('block-not-found', message, { usage })
    }
    if (only !== undefined && block.type !== only) continue
    const type = types.get(block.type)
    const set: Record<string, Json> = {}
    const reset: string[] = []
    for (const [field, wanted] of Object.entries(settings)) {
      const known = type?.fieldByOlxName(field)
      const of = { usage, type: block.type, field }
      const before = block.settings[field]
      const title = typeof block.settings['display_name'] === 'string' ? block.settings['display_name'] : ''
      if (known?.scope.name !== 'settings') {
        skipped.push({ ...of, isKnown: false, why: `blocks of type ${block.type} have no setting ${field}` })
        continue
      }
      if (wanted === null || wanted === undefined) {
        if (before === undefined) continue
        reset.push(field)
        changes.push({ usage, title, field, before })
        continue
      }
      let after: Json | undefined
      try {
        after = authored(
          type?.fields ?? [],
          known,
          { ...(await contentOf(known, block, view)), ...block.settings, ...settings },
          wanted,
        )
      } catch (thrown) {
        skipped.push({ ...of, isKnown: true, why: `${field}: ${messageOf(thrown)}` })
        continue
      }
      if (after === undefined) {
        skipped.push({ ...of, isKnown: true, why: `${field}: ${textOfValue(wanted)} is no value of it` })
        continue
      }
      if (before !== undefined && isSameJson(before, after)) continue
      set[field] = after
      changes.push({ usage, title, field, ...(before !== undefined && { before }), after })
    }
    if (Object.keys(set).length + reset.length > 0)
      operations.push({ do: 'edit', edit: { usage, content: {}, settings: set, reset } })
  }
  return { changes, skipped, operations }
}

/** The content of a block, where what a setting takes may depend on it. */
async function contentOf({ field }: BlockField, { definition }: VersionBlock, view: VersionView) {
  if (field.options.choicesFrom === undefined) return {}
  return (await view.definitions([definition])).get(definition)?.content
}

/** A value as an editor would take it. @throws CompositorError `field-value` */
function authored(
  fields: readonly BlockField[],
  definition: BlockField,
  values: JsonObject,
  wanted: Json,
): Json | undefined {
  const value = valueOfJson(definition, wanted)
  const choices = choicesOf(fields, definition, values)
  const why = choices && misfitChoice(definition, choices, value ?? null)
  if (why !== undefined) throw new CompositorError('field-value', why)
  return value
}

/** What stands in a library and has XML of its own. */
async function componentsOf(view: VersionView): Promise<readonly string[]> {
  const { children = [] } = (await view.block(view.root)) ?? {}
  const blocks = await view.blocks(children)
  return children.filter((usage) => blocks.get(usage)?.at?.[0].endsWith('.toml') === false)
}
