import type { BlockTypes, Json, JsonObject, PublishedBlock, PublishedUnit } from '../runtime/index.js'

/** Authored values changed in the workbench, by usage key and OLX name; null where a value was taken away. */
export type ScenarioEdits = Readonly<
  Record<string, Readonly<Record<string, { readonly value: Json } | null>>>
>

/** The edits after some more of one block. */
export function withEdits(
  edits: ScenarioEdits,
  usage: string,
  set: JsonObject,
  reset: readonly string[],
): ScenarioEdits {
  const given = Object.entries(set).map(([name, value]) => [name, { value }] as const)
  const taken = reset.map((name) => [name, null] as const)
  return { ...edits, [usage]: { ...edits[usage], ...Object.fromEntries([...given, ...taken]) } }
}

/** A unit with the edits in it; library blocks are edited where they are authored. */
export function editedUnit(unit: PublishedUnit, edits: ScenarioEdits, types: BlockTypes): PublishedUnit {
  if (Object.keys(edits).length === 0) return unit
  const edited = (block: PublishedBlock): PublishedBlock => editedBlock(block, edits, types, edited)
  return {
    ...unit,
    root: edited(unit.root),
    sources: unit.sources.map((source) => ({
      ...source,
      blocks: Object.fromEntries(Object.entries(source.blocks).map(([key, block]) => [key, edited(block)])),
    })),
  }
}

function editedBlock(
  block: PublishedBlock,
  edits: ScenarioEdits,
  types: BlockTypes,
  edited: (child: PublishedBlock) => PublishedBlock,
): PublishedBlock {
  const content: Record<string, Json> = { ...block.content }
  const settings: Record<string, Json> = { ...block.settings }
  for (const [name, edit] of Object.entries(edits[block.key] ?? {})) {
    const scope = types.get(block.type)?.fieldByOlxName(name)?.scope.name
    const values = scope === 'content' ? content : settings
    if (edit) values[name] = edit.value
    else delete values[name]
  }
  return { ...block, content, settings, children: block.children.map(edited) }
}
