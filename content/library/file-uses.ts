import type { BlockTypes } from '../../runtime/block/index.js'
import { CourseFileNames } from '../../runtime/html/index.js'
import type { Json, JsonObject } from '../../runtime/values/index.js'
import { fileNamesOf } from '../olx/missing-files.js'
import type { VersionBlock, VersionView } from '../version/index.js'

/** A block that names a static file. */
export interface FileUse {
  /** Usage key, as text. */
  readonly usage: string
  readonly type: string
  /** Its `display_name`. */
  readonly name: Json | undefined
}

/** Blocks that name a file: how many there are, and the first of them. */
export interface FileUses {
  readonly count: number
  readonly first: readonly FileUse[]
}

/** Blocks read at once, and blocks of one file that are told. */
const [batch, mostTold] = [500, 20]

/**
 * The static files that blocks of a version name, by file name: by links, by fields that hold files, and by values that are the name
 * alone. It reads all blocks once.
 */
export async function fileUses(view: VersionView, types: BlockTypes): Promise<ReadonlyMap<string, FileUses>> {
  const named = new Set<string>()
  for await (const [name] of view.assets()) named.add(name)
  const aliases = new Map<string, string>()
  for await (const [alias, name] of view.aliases()) aliases.set(alias, name)
  const found = new Map<string, { count: number; first: FileUse[] }>()
  if (named.size === 0) return found
  const names = new CourseFileNames([...named, ...aliases.keys()])
  const fileOf = (written: string) => {
    const name = names.find(written)
    return name === undefined ? undefined : (aliases.get(name) ?? name)
  }
  const look = async (blocks: readonly (readonly [string, VersionBlock])[]) => {
    const definitions = await view.definitions(new Set(blocks.map(([, { definition }]) => definition)))
    for (const [usage, { type, definition, settings }] of blocks) {
      const fields: JsonObject = { ...definitions.get(definition)?.content, ...settings }
      const written = [...fileNamesOf(types.get(type), usage, fields), ...namesIn(fields, named)]
      for (const file of new Set(written.map(fileOf))) {
        if (file === undefined) continue
        const uses = found.get(file) ?? { count: 0, first: [] }
        uses.count++
        if (uses.first.length < mostTold) uses.first.push({ usage, type, name: settings['display_name'] })
        found.set(file, uses)
      }
    }
  }
  let waiting: (readonly [string, VersionBlock])[] = []
  for await (const one of view.allBlocks()) {
    waiting.push(one)
    if (waiting.length < batch) continue
    await look(waiting)
    waiting = []
  }
  await look(waiting)
  return found
}

/** Names after `/static/` and in asset keys in all texts among values, and texts that are a file's name. */
function namesIn(value: Json | undefined, files: ReadonlySet<string>): string[] {
  if (typeof value === 'string') {
    if (files.has(value)) return [value]
    const links = value.matchAll(
      /(?:\/static\/|type@asset\+block@|\/c4x\/[^/]+\/[^/]+\/asset\/)([^\s"'<>()?#&;\\]+)/g,
    )
    return Array.from(links, ([, name = '']) => name)
  }
  if (value === null || typeof value !== 'object') return []
  return Object.values(value as JsonObject).flatMap((one) => namesIn(one, files))
}
