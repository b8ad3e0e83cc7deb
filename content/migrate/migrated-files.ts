import type { BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { namesIn } from '../edit/static-files.js'
import { libraryId, takenBlock } from '../edit/taken-block.js'
import { addedStatic, newComponent } from '../edit/v2/new-component.js'
import type { FileChanges, ReadVersion } from '../edit/version-files.js'
import { newToml, TomlDate, TomlText } from '../toml/index.js'
import type { AuthoringStore } from '../version/index.js'
import type { PlannedBlock } from './planned-library.js'
import { withFiles } from './source-library.js'
import { linkSettings } from '../upstream/upstream-fields.js'

/** The files of blocks that were made, and which static files each has and lacks. */
export interface MadeBlocks {
  readonly files: FileChanges
  /** Names of static files, by usage key in the new library. */
  readonly statics: ReadonlyMap<string, readonly string[]>
  readonly missing: ReadonlyMap<string, readonly string[]>
  /** OLX names of settings that the library said for all its blocks, and a block says itself then; by usage key. */
  readonly settled: ReadonlyMap<string, readonly string[]>
}

/** Where blocks are made. */
interface Making {
  readonly version: ReadVersion
  readonly types: BlockTypes
  readonly store: AuthoringStore
  /** Milliseconds of the first block: a v2 library keeps its blocks in the order of the times at which they were made. */
  readonly from: number
  /** Settings, by OLX name, that hold for all blocks that do not set them. */
  readonly forAll: JsonObject
}

/** The files of blocks that a library is to have, all of one change. */
export async function migratedFiles(blocks: readonly PlannedBlock[], making: Making): Promise<MadeBlocks> {
  const { version, types, store, from, forAll } = making
  const made = new Map<string, Buffer | undefined>()
  const statics = new Map<string, readonly string[]>()
  const missing = new Map<string, readonly string[]>()
  const settled = new Map<string, readonly string[]>()
  const keyIn = (type: string, name: string) => `${version.context.replace(/^lib:/, 'lb:')}:${type}:${name}`
  const all = blocks.flatMap((block) => [...block.children, block])
  for (const [index, block] of all.entries()) {
    const created = new Date(from + index).toISOString()
    if (block.as === 'unit') {
      made.set(`entities/${block.id}.toml`, Buffer.from(unitToml(block, created)))
      continue
    }
    const { usage, view, block: own } = block.source
    const more = Object.entries(forAll).filter(([name]) => !Object.hasOwn(own.settings, name))
    settled.set(
      block.key,
      more.map(([name]) => name),
    )
    const { olx, files: named } = await takenBlock(withFiles(view, store), usage, version, {
      types,
      keyIn,
      nameOf: (key) => (key === usage ? block.id : libraryId(parseUsageKey(key).blockId)),
      settings: (key) => (key === usage ? Object.fromEntries(more) : {}),
      without: linkSettings,
    })
    for (const [path, bytes] of newComponent(version, { type: block.type, name: block.id, olx }, created))
      made.set(path, block.isPart && path.endsWith('.toml') ? asPart(bytes) : bytes)
    for (const [name, bytes] of named) made.set(`${addedStatic(block.type, block.id)}/${name}`, bytes)
    statics.set(block.key, [...named.keys()])
    missing.set(
      block.key,
      [...namesIn(olx)].filter((name) => !named.has(name)),
    )
  }
  return { files: made, statics, missing, settled }
}

/** A part of a unit is nothing that banks draw on its own. */
function asPart(toml: Buffer | undefined): Buffer {
  return Buffer.from(
    new TomlText(toml?.toString('utf8') ?? '', 'entities').set(['entity', 'can_stand_alone'], false).text,
  )
}

function unitToml({ id, title, children }: PlannedBlock, created: string): string {
  const entity = {
    can_stand_alone: true,
    key: id,
    created: new TomlDate(created),
    draft: { version_num: 1 },
    container: { unit: {} },
  }
  const held = children.map((child) => `xblock.v1:${child.type}:${child.id}`)
  return new TomlText(newToml({ entity }), `entities/${id}.toml`).prepend('version', {
    title,
    version_num: 1,
    container: { children: held },
  }).text
}
