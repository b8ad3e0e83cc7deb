import type { BlockEdit } from '../edit/block-edit.js'
import type { DraftOperation } from '../edit/draft-operation.js'
import { isJsonObject, type JsonObject } from '../../runtime/values/index.js'
import { blockOf, differingParts, fieldName, mergedParts, partsOf, type BlockParts } from './block-parts.js'
import type { EditedBlock, OverEdits } from './edited-block.js'
import { structuralEdits } from './structural-edits.js'
import type { BlockDefinition } from './version-block.js'
import type { BlockChange, VersionView } from './version-view.js'

/** What edits of a draft come to over a new import. */
export interface EditsOver {
  /** The steps by which blocks of the import come to stand where they do then. */
  readonly steps: readonly DraftOperation[]
  /** The edits by which they become what they are then, after those. */
  readonly edits: readonly BlockEdit[]
  /** What cannot be kept; then the rest is of no use. */
  readonly conflicts: readonly EditedBlock[]
}

/** Changes that are compared at a time. */
const batchSize = 200

/** What became of a block, with the definitions on both sides. */
interface DefinedChange extends BlockChange {
  readonly definitions: ReadonlyMap<string, BlockDefinition>
}

/** The blocks that authors changed between an import and a draft made of it. */
export async function editsBetween(
  imported: VersionView,
  draft: VersionView,
): Promise<readonly EditedBlock[]> {
  const edits: EditedBlock[] = []
  for await (const { usage, before, after, definitions } of definedChanges(imported, draft)) {
    const fields = differingParts(partsOf(before, definitions), partsOf(after, definitions))
    if (fields.length > 0) edits.push({ usage, fields: fields.map(fieldName) })
  }
  return edits.sort((one, other) => (one.usage < other.usage ? -1 : 1))
}

/**
 * A new import with the edits of the draft before it. `keep` takes edited blocks as the draft has them; `merge` takes
 * each field from the side that changed it. An edited block that the import no longer has is a conflict, and with `merge` a
 * field that both sides changed to different values. What was added, moved, renamed and deleted: see {@link structuralEdits}.
 */
export async function editsOver(
  word: Exclude<OverEdits, 'replace'>,
  before: { readonly imported: VersionView; readonly draft: VersionView },
  next: VersionView,
): Promise<EditsOver> {
  const edits: BlockEdit[] = []
  const conflicts: EditedBlock[] = []
  const structural: BlockChange[] = []
  const judge = async (change: DefinedChange, was = change.usage): Promise<void> => {
    const { usage } = change
    const base = partsOf(change.before, change.definitions)
    const ours = partsOf(change.after, change.definitions)
    const fields = fieldsAmong(differingParts(base, ours))
    if (fields.length === 0) return
    const there = (await next.block(usage)) ?? (await next.block(was))
    if (!there) {
      conflicts.push({ usage, fields: fields.map(fieldName) })
      return
    }
    const theirs = partsOf(there, await next.definitions([there.definition]))
    const { parts, both } = word === 'keep' ? { parts: ours, both: [] } : mergedParts(base, ours, theirs)
    const clashing = fieldsAmong(both)
    if (clashing.length > 0) conflicts.push({ usage, fields: clashing.map(fieldName) })
    else if (fieldsAmong(differingParts(parts, theirs)).length > 0) edits.push(editTo(usage, theirs, parts))
  }
  for await (const change of definedChanges(before.imported, before.draft)) {
    if (isStructural(change)) structural.push(change)
    if (change.before && change.after) await judge(change)
  }
  const sides = { ...before, next }
  const renamed = await renamedBetween(before.imported, before.draft)
  for (const [old, now] of renamed) {
    const [was, is] = await Promise.all([before.imported.block(old), before.draft.block(now)])
    if (!was || !is) continue
    const definitions = await before.draft.definitions([was.definition, is.definition])
    await judge({ usage: now, before: was, after: is, definitions }, old)
  }
  const merged = await structuralEdits(word, sides, structural, renamed)
  return {
    steps: merged.steps,
    edits,
    conflicts: [...conflicts, ...merged.conflicts].sort((a, b) => (a.usage < b.usage ? -1 : 1)),
  }
}

/** Parts without those that say where a block stands, and what it is called. */
function fieldsAmong(parts: readonly string[]): string[] {
  return parts.filter((name) => name !== 'children' && name !== 'urlName')
}

function isStructural({ before, after }: BlockChange): boolean {
  return before?.children.join() !== after?.children.join() || !before || !after
}

/** Keys of the blocks that authors renamed, by those that they had in the import. */
async function renamedBetween(
  imported: VersionView,
  draft: VersionView,
): Promise<ReadonlyMap<string, string>> {
  const now = await draft.fact('renamed_blocks')
  const all = isJsonObject(now) ? Object.entries(now) : []
  const there = await imported.blocks(all.map(([old]) => old))
  return new Map(all.flatMap(([old, key]) => (there.has(old) && typeof key === 'string' ? [[old, key]] : [])))
}

/** The edits by which some blocks of a version become what they are in another; where they stand stays. */
export async function editsTo(
  from: VersionView,
  to: VersionView,
  usages: readonly string[],
): Promise<readonly BlockEdit[]> {
  const [before, after] = await Promise.all([from.blocks(usages), to.blocks(usages)])
  const hashes = [...before.values(), ...after.values()].map(({ definition }) => definition)
  const definitions = await from.definitions(hashes)
  return usages.flatMap((usage) => {
    const [one, other] = [partsOf(before.get(usage), definitions), partsOf(after.get(usage), definitions)]
    return differingParts(one, other).some((name) => name !== 'children') ? [editTo(usage, one, other)] : []
  })
}

/** The edit by which a block with some parts gets others. */
function editTo(usage: string, from: BlockParts, to: BlockParts): BlockEdit {
  const { block, definition } = blockOf(to)
  const { content } = definition
  const { type, settings, xmlAttributes, kept, asides = {} } = block
  if (from.get('type') !== type) {
    const beside = { ...(xmlAttributes && { xmlAttributes }), ...(kept && { kept }), asides }
    return { usage, content, settings, reset: [], anew: { type, ...beside } }
  }
  const differing = new Set(differingParts(from, to))
  const changed = (section: string, values: JsonObject) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => differing.has(`${section}.${name}`)))
  const gone = [...differing].filter((name) => !to.has(name) && /^(?:content|settings)\./.test(name))
  return {
    usage,
    content: changed('content', content),
    settings: changed('settings', settings),
    reset: gone.map(fieldName),
    ...(differing.has('asides') && { asides }),
  }
}

/** The changes from one version to another, their definitions read some at a time. */
async function* definedChanges(from: VersionView, to: VersionView): AsyncIterable<DefinedChange> {
  let batch: BlockChange[] = []
  for await (const change of from.changes(to)) {
    batch.push(change)
    if (batch.length < batchSize) continue
    yield* await defined(batch, to)
    batch = []
  }
  yield* await defined(batch, to)
}

async function defined(batch: readonly BlockChange[], view: VersionView): Promise<DefinedChange[]> {
  const hashes = batch.flatMap(({ before, after }) =>
    [before?.definition ?? [], after?.definition ?? []].flat(),
  )
  const definitions = await view.definitions(hashes)
  return batch.map((change) => ({ ...change, definitions }))
}
