import type { BlockSource } from '../olx/authored-block.js'
import type { BlockWalk } from '../olx/block-walk.js'
import { titleOf } from '../olx/authored-block.js'
import { versionBlock } from '../version/made-version.js'
import type { BlockDefinition, VersionBlock } from '../version/version-block.js'
import type { EditSession } from './edit-session.js'
import type { ReadRegion } from './read-region.js'
import type { ChangedLibrary } from './v2/changed-entities.js'
import { plainTitle } from './version-keys.js'

/** What reading a version again gave where its files changed. */
export interface ReadAgain {
  /** Blocks that are not as they were, by usage key; undefined for those that are gone. */
  readonly blocks: ReadonlyMap<string, VersionBlock | undefined>
  /** The definitions of those that were read. */
  readonly definitions: ReadonlyMap<string, BlockDefinition>
  /** The title of the whole, where its root was read. */
  readonly title?: string
  /** What else is told of a v2 library. */
  readonly library?: ChangedLibrary
}

/** What a walk read, beside the version before: every block that is another one, or stands elsewhere. */
export async function joinedPart(
  walk: BlockWalk,
  session: EditSession,
  region: ReadRegion,
): Promise<ReadAgain> {
  const { version } = session
  const blocks = new Map<string, VersionBlock | undefined>()
  const definitions = new Map<string, BlockDefinition>()
  const parents = new Map<string, string>()
  for (const [usage, { children }] of walk.blocks)
    for (const child of children) if (!parents.has(child)) parents.set(child, usage)
  for (const [usage, read] of walk.blocks) {
    const parent = parents.get(usage) ?? region.old.get(usage)?.parent
    const { made, definition } = versionBlock(read, sourceOf(walk, usage, session, region), parent)
    definitions.set(made.definition, definition)
    blocks.set(usage, made)
  }
  for (const [usage, parent] of parents) {
    const kept = walk.blocks.has(usage) ? undefined : region.old.get(usage)
    if (kept && kept.parent !== parent) blocks.set(usage, { ...kept, parent })
  }
  const isHere = (usage: string) => walk.blocks.has(usage) || parents.has(usage)
  let gone = [...region.usages].filter((usage) => !isHere(usage))
  while (gone.length > 0) {
    for (const usage of gone) blocks.set(usage, undefined)
    const below = await version.blocks(gone)
    const inside = [...below].flatMap(([usage, { children }]) =>
      children.map((child) => [child, usage] as const),
    )
    const found = await version.blocks(inside.map(([child]) => child))
    gone = inside.flatMap(([child, parent]) =>
      isHere(child) || blocks.has(child) || found.get(child)?.parent !== parent ? [] : [child],
    )
  }
  const root = walk.blocks.get(version.root)
  return { blocks, definitions, ...(root && { title: titleOf(root, plainTitle(session)) }) }
}

/** What was read, with what is told of a v2 library besides. */
export function withLibrary({ blocks, ...read }: ReadAgain, library: ChangedLibrary): ReadAgain {
  const all = new Map(blocks)
  for (const [usage, block] of library.blocks) {
    const made = all.get(usage)
    all.set(usage, made ? { ...made, ...(block.parent !== undefined && { parent: block.parent }) } : block)
  }
  return { ...read, blocks: all, library, ...(library.title !== undefined && { title: library.title }) }
}

function sourceOf(
  walk: BlockWalk,
  usage: string,
  session: EditSession,
  region: ReadRegion,
): BlockSource | undefined {
  const source = walk.sources.get(usage)
  // The block that a component is, of those inside it, is told of by a file of its own.
  const described = region.old.get(usage)?.texts?.find((path) => path.endsWith('.toml'))
  return source && session.isV2 && described !== undefined
    ? { ...source, texts: [...source.texts, described] }
    : source
}
