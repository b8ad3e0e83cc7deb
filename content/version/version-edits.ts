import { canonicalJson, contentHash, type Json } from '../../runtime/values/index.js'
import { asJson, type BlockDefinition, type ContentVersion, type VersionBlock } from './content-version.js'
import { editedName } from './edit-version.js'

/** A version, and those of its definitions that are compared. */
export interface VersionWithDefinitions {
  readonly version: ContentVersion
  readonly definitions: ReadonlyMap<string, BlockDefinition>
}

/** A block of a draft that authors changed since its import. */
export interface EditedBlock {
  /** Usage key, as text. */
  readonly usage: string
  /** What differs, by OLX name of the field; `children` and the like where that is no field. */
  readonly fields: readonly string[]
}

/** What becomes of the edits of a draft when something is imported over it. */
export type OverEdits = 'keep' | 'replace' | 'merge'

/** A draft that was imported over, its edits kept. */
export interface MergedEdits extends VersionWithDefinitions {
  /** Name of the version. */
  readonly hash: string
  /** What cannot be kept; then the rest is of no use. */
  readonly conflicts: readonly EditedBlock[]
}

/** The parts of a block that a difference goes by: fields one by one, all else whole. */
type BlockParts = ReadonlyMap<string, Json>

const sections = ['content', 'settings', 'xmlAttributes'] as const

/** Usage keys of blocks that are not the same in both versions. */
export function differingBlocks(before: ContentVersion, after: ContentVersion): string[] {
  const usages = new Set([...Object.keys(before.blocks), ...Object.keys(after.blocks)])
  return [...usages].filter((usage) => {
    const [one, other] = [before.blocks[usage], after.blocks[usage]]
    return one?.definition !== other?.definition || blockText(one) !== blockText(other)
  })
}

/** The blocks that authors changed between an import and a draft made of it. */
export function editsBetween(
  imported: VersionWithDefinitions,
  draft: VersionWithDefinitions,
): readonly EditedBlock[] {
  return differingBlocks(imported.version, draft.version).flatMap((usage) => {
    const fields = differingParts(partsOf(imported, usage), partsOf(draft, usage))
    return fields.length === 0 ? [] : [{ usage, fields: fields.map(fieldName) }]
  })
}

/**
 * A new import with the edits of the draft before it. `keep` takes edited blocks as the draft has them; `merge` takes
 * each field from the side that changed it. A block that the import no longer has is a conflict, and with `merge` a
 * field that both sides changed to different values.
 */
export function importUnderEdits(
  word: Exclude<OverEdits, 'replace'>,
  before: { readonly imported: VersionWithDefinitions; readonly draft: VersionWithDefinitions },
  next: VersionWithDefinitions,
): MergedEdits {
  const blocks: Record<string, VersionBlock> = { ...next.version.blocks }
  const definitions = new Map<string, BlockDefinition>()
  const conflicts: EditedBlock[] = []
  for (const edit of editsBetween(before.imported, before.draft)) {
    const { usage } = edit
    const base = partsOf(before.imported, usage)
    const ours = partsOf(before.draft, usage)
    const theirs = partsOf(next, usage)
    if (theirs.size === 0 && base.size > 0) {
      conflicts.push(edit)
      continue
    }
    const { parts, both } = word === 'keep' ? { parts: ours, both: [] } : mergedParts(base, ours, theirs)
    if (both.length > 0) conflicts.push({ usage, fields: both.map(fieldName) })
    if (parts.size === 0) continue
    const { block, definition } = blockOf(parts)
    const { at, pointer, texts, unnamed } = next.version.blocks[usage] ?? {}
    const place = { ...(at && { at }), ...(pointer && { pointer }), ...(texts && { texts }) }
    blocks[usage] = { ...block, ...(unnamed !== undefined && { unnamed }), ...place }
    definitions.set(block.definition, definition)
  }
  const name = blocks[next.version.root]?.settings['display_name']
  const title = typeof name === 'string' && name.trim() !== '' ? name : next.version.title
  const version: ContentVersion = { ...next.version, title, blocks }
  return { hash: editedName(version), version, definitions, conflicts }
}

function mergedParts(
  base: BlockParts,
  ours: BlockParts,
  theirs: BlockParts,
): { parts: BlockParts; both: string[] } {
  const same = (one: Json | undefined, other: Json | undefined) => partText(one) === partText(other)
  // A block that is of another type reads its fields in another way; it is taken whole.
  if (!same(ours.get('type'), base.get('type')) || !same(theirs.get('type'), base.get('type'))) {
    const isTaken = differingParts(base, theirs).length === 0 || differingParts(ours, theirs).length === 0
    return { parts: ours, both: isTaken ? [] : ['type'] }
  }
  const parts = new Map<string, Json>()
  const both: string[] = []
  for (const name of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
    const [was, our, their] = [base.get(name), ours.get(name), theirs.get(name)]
    const taken = same(our, was) ? their : our
    if (!same(our, was) && !same(their, was) && !same(our, their)) both.push(name)
    if (taken !== undefined) parts.set(name, taken)
  }
  return { parts, both }
}

function differingParts(one: BlockParts, other: BlockParts): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (name) => partText(one.get(name)) !== partText(other.get(name)),
  )
}

/** A block as parts; none where the version has no such block. */
function partsOf({ version, definitions }: VersionWithDefinitions, usage: string): BlockParts {
  const block = Object.hasOwn(version.blocks, usage) ? version.blocks[usage] : undefined
  const parts = new Map<string, Json>()
  if (block === undefined) return parts
  const { definition, settings, xmlAttributes = {}, ...whole } = withoutPlace(block)
  const bySection = { content: definitions.get(definition)?.content ?? {}, settings, xmlAttributes }
  for (const [name, value] of Object.entries(whole)) parts.set(name, value)
  for (const section of sections)
    for (const [name, value] of Object.entries(bySection[section])) parts.set(`${section}.${name}`, value)
  return parts
}

/** The inverse of {@link partsOf}. */
function blockOf(parts: BlockParts): { block: VersionBlock; definition: BlockDefinition } {
  const section = (name: (typeof sections)[number]) =>
    Object.fromEntries(
      [...parts].flatMap(([part, value]) =>
        part.startsWith(`${name}.`) ? [[part.slice(name.length + 1), value] as const] : [],
      ),
    )
  const whole = Object.fromEntries(
    [...parts].filter(([name]) => !sections.some((one) => name.startsWith(`${one}.`))),
  ) as unknown as Pick<VersionBlock, 'type' | 'children' | 'kept' | 'asides' | 'urlName'>
  const definition = { type: whole.type, content: section('content') }
  const xmlAttributes = section('xmlAttributes') as Record<string, string>
  const block: VersionBlock = {
    ...whole,
    definition: contentHash(asJson(definition)),
    settings: section('settings'),
    ...(Object.keys(xmlAttributes).length > 0 && { xmlAttributes }),
  }
  return { block, definition }
}

function fieldName(part: string): string {
  return part.slice(part.indexOf('.') + 1)
}

function blockText(block: VersionBlock | undefined): string {
  if (block === undefined) return ''
  return canonicalJson(withoutPlace(block))
}

/** What its author wrote of a block, wherever it stands. */
function withoutPlace(block: VersionBlock): Omit<VersionBlock, 'at' | 'pointer' | 'texts' | 'unnamed'> {
  const { at: _at, pointer: _pointer, texts: _texts, unnamed: _hash, ...rest } = block
  return rest
}

function partText(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value)
}
