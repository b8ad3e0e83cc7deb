import type { BlockTypes } from '../../runtime/block/index.js'
import { isSameJson, type Json, type JsonObject } from '../../runtime/values/json.js'
import { isSameContent } from '../edit/same-block.js'
import type { ChangedField, PreviewedBlock } from '../reference/index.js'
import type { Copy } from '../upstream/copy-tree.js'
import { linkSettings, ownSettings } from '../upstream/upstream-fields.js'
import { isCustomized } from '../upstream/upstream-link.js'

/** Content of a linked copy, and of its library block. */
export interface CopyContents {
  readonly ours: JsonObject
  /** As the copy would have it, its files called as they are called in the course. */
  readonly theirs: JsonObject
  /** What the library had when the copy was last brought there; undefined where nobody knows. */
  readonly before: JsonObject | undefined
}

type Change = Pick<ChangedField, 'field' | 'old' | 'new' | 'own'>

/**
 * The fields of a linked copy that its library changed since the copy was last brought there; of what its author customised, where it is known what
 * the library had.
 */
export function copyFields(
  copy: Copy,
  contents: CopyContents,
  line: PreviewedBlock,
  types: BlockTypes,
): readonly ChangedField[] {
  const type = types.get(copy.block.type)
  return [...contentChanges(copy, contents), ...settingChanges(copy)].map((change) => {
    const scope = type?.fieldByOlxName(change.field)?.scope.name
    return { ...line, ...change, scope: scope === 'content' || scope === 'settings' ? scope : 'other' }
  })
}

function contentChanges({ block, link }: Copy, { ours, theirs, before }: CopyContents): Change[] {
  return namesIn(ours, theirs).flatMap((field) => {
    const isOwn = link.customized.includes(field)
    const old = isOwn && before ? before[field] : ours[field]
    if (isSameContent(old, theirs[field], block.type)) return []
    return [change(field, isOwn ? before?.[field] : old, theirs[field], isOwn ? ours[field] : undefined)]
  })
}

function settingChanges({ block, link, theirs }: Copy): Change[] {
  const { settings } = block
  const library = theirs?.block.settings ?? {}
  const isSeeds = link.spelling === 'seed'
  return namesIn(isSeeds ? link.defaults : settings, library).flatMap((field) => {
    const isOwn = isCustomized(link, settings, field)
    if (linkSettings.includes(field) || (!isSeeds && ownSettings.has(field))) return []
    if (!isSeeds && isOwn && link.defaults[field] === undefined) return []
    const old = isSeeds || isOwn ? link.defaults[field] : settings[field]
    if (isSameJson(old, library[field])) return []
    return [change(field, old, library[field], isOwn ? settings[field] : undefined)]
  })
}

function change(field: string, old: Json | undefined, next: Json | undefined, own: Json | undefined): Change {
  return {
    field,
    ...(old !== undefined && { old }),
    ...(next !== undefined && { new: next }),
    ...(own !== undefined && { own }),
  }
}

function namesIn(one: JsonObject, other: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
}
