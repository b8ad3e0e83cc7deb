import type { BlockTypes } from '../../runtime/block/index.js'
import type { Json, JsonObject } from '../../runtime/values/index.js'
import { fileNamesOf } from '../olx/missing-files.js'
import type { AuthoringStore, VersionFile } from '../version/index.js'

/** A static file that a block names. */
export interface NamedFile {
  /** After `/static/`. */
  readonly name: string
  /** Undefined where there is none. */
  readonly file: VersionFile | undefined
}

/** Names that are looked for of one block. */
const mostNames = 100

/** The static files that a block of a draft names, as they are in the draft. @throws CompositorError `context-unknown` */
export async function namedFiles(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  usage: string,
): Promise<readonly NamedFile[]> {
  const view = await store.view(context, 'draft')
  const block = await view.block(usage)
  if (!block) return []
  const definitions = await view.definitions([block.definition])
  const fields: JsonObject = { ...definitions.get(block.definition)?.content, ...block.settings }
  const named = [...fileNamesOf(types.get(block.type), usage, fields), ...linkedNames(fields)]
  const names = [...new Set(named)].slice(0, mostNames)
  return Promise.all(
    names.map(async (name) => {
      return { name, file: (await view.asset(`${usage}/${name}`)) ?? (await view.asset(name)) }
    }),
  )
}

/** The names after `/static/` in all texts among values. */
function linkedNames(value: Json | undefined): string[] {
  if (typeof value === 'string')
    return Array.from(value.matchAll(/\/static\/([^\s"'<>()?#&;\\]+)/g), ([, name = '']) => name)
  if (value === null || typeof value !== 'object') return []
  return Object.values(value as JsonObject).flatMap((one) => linkedNames(one))
}
