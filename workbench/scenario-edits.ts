import { gatherUnit, LibraryAtHand } from '../runtime/reference/index.js'
import type { BlockTypes, GatheredUnit, Json, JsonObject, PublishedBlock } from '../runtime/index.js'
import type { Scenario } from './scenario.js'

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

/** A scenario's unit with the edits in it, and with the blocks of its libraries that it refers to then. */
export function editedUnit(
  { unit, inherited, libraries }: Pick<Scenario, 'unit' | 'inherited' | 'libraries'>,
  edits: ScenarioEdits,
  types: BlockTypes,
): GatheredUnit {
  const edited = (block: PublishedBlock): PublishedBlock => editedBlock(block, edits, types, edited)
  const all = libraries.map(({ pin, blocks }) => new LibraryAtHand(pin, blocks.map(edited)))
  return gatherUnit({ ...unit, root: edited(unit.root) }, types, all, inherited)
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
