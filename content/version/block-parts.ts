import { canonicalJson, contentHash, type Json } from '../../runtime/values/index.js'
import { isSameContent } from '../edit/same-block.js'
import { asJson, type BlockDefinition, type VersionBlock } from './version-block.js'

/** The parts of a block that a difference goes by: fields one by one, all else whole. */
export type BlockParts = ReadonlyMap<string, Json>

const sections = ['content', 'settings', 'xmlAttributes'] as const

/** Whether two blocks are the same but for where they stand in files. */
export function isSameBlock(one: VersionBlock | undefined, other: VersionBlock | undefined): boolean {
  return one?.definition === other?.definition && blockText(one) === blockText(other)
}

/** A block as parts; none where there is no block. */
export function partsOf(
  found: VersionBlock | undefined,
  definitions: ReadonlyMap<string, BlockDefinition>,
): BlockParts {
  const parts = new Map<string, Json>()
  if (found === undefined) return parts
  const { definition, settings, xmlAttributes = {}, parent: _above, ...whole } = withoutPlace(found)
  const bySection = { content: definitions.get(definition)?.content ?? {}, settings, xmlAttributes }
  for (const [name, value] of Object.entries(whole)) parts.set(name, value)
  for (const section of sections)
    for (const [name, value] of Object.entries(bySection[section])) parts.set(`${section}.${name}`, value)
  return parts
}

/** The inverse of {@link partsOf}. */
export function blockOf(parts: BlockParts): { block: VersionBlock; definition: BlockDefinition } {
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

export function differingParts(one: BlockParts, other: BlockParts): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => !isSamePart(name, one, other))
}

/** Whether two blocks say the same in a part. A text that is the block's own element says what stands inside it. */
function isSamePart(name: string, one: BlockParts, other: BlockParts): boolean {
  const [value, otherValue] = [one.get(name), other.get(name)]
  const type = one.get('type') ?? other.get('type')
  return name.startsWith('content.') && typeof type === 'string'
    ? isSameContent(value, otherValue, type)
    : partText(value) === partText(otherValue)
}

/** The parts of a block that two sides changed, each taken from the side that did, and the names of those that both did. */
export function mergedParts(
  base: BlockParts,
  ours: BlockParts,
  theirs: BlockParts,
): { parts: BlockParts; both: string[] } {
  const same = (one: Json | undefined, other: Json | undefined) => partText(one) === partText(other)
  const isSame = (name: string, one: BlockParts, other: BlockParts) => isSamePart(name, one, other)
  // A block that is of another type reads its fields in another way; it is taken whole.
  if (!same(ours.get('type'), base.get('type')) || !same(theirs.get('type'), base.get('type'))) {
    const isTaken = differingParts(base, theirs).length === 0 || differingParts(ours, theirs).length === 0
    return { parts: ours, both: isTaken ? [] : ['type'] }
  }
  const parts = new Map<string, Json>()
  const both: string[] = []
  for (const name of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
    const isOurs = !isSame(name, ours, base)
    const taken = (isOurs ? ours : theirs).get(name)
    if (isOurs && !isSame(name, theirs, base) && !isSame(name, ours, theirs)) both.push(name)
    if (taken !== undefined) parts.set(name, taken)
  }
  return { parts, both }
}

/** The name of a field, of a part that is one. */
export function fieldName(part: string): string {
  return part.slice(part.indexOf('.') + 1)
}

function blockText(block: VersionBlock | undefined): string {
  if (block === undefined) return ''
  return canonicalJson(asJson(withoutPlace(block)))
}

/** What its author wrote of a block, wherever it stands. */
function withoutPlace(block: VersionBlock): Omit<VersionBlock, 'at' | 'pointer' | 'texts' | 'unnamed'> {
  const { at: _at, pointer: _pointer, texts: _texts, unnamed: _hash, ...rest } = block
  return rest
}

/** Where a block stands, whatever its author wrote of it. */
export function placeOf(
  block: VersionBlock | undefined,
): Pick<VersionBlock, 'at' | 'pointer' | 'texts' | 'unnamed'> {
  const { at, pointer, texts, unnamed } = block ?? {}
  return {
    ...(unnamed !== undefined && { unnamed }),
    ...(at && { at }),
    ...(pointer && { pointer }),
    ...(texts && { texts }),
  }
}

export function partText(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value)
}
