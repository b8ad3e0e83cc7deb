import { isJsonObject, type Json } from '../../runtime/values/json.js'
import type { StoredVersionView } from '../version/stored-version-view.js'
import type { AuthoringStore } from '../version/index.js'

/** The file of a v2 library that says which library it was made of: no other program looks for it. */
export const originsPath = 'unit-compositor.origins.json'

/** What a library was made of. */
export interface MigratedOrigins {
  /** Key of the older library, as text. */
  readonly library: string
  /** Usage keys, as text: of the blocks here, by those there. */
  readonly blocks: Readonly<Record<string, string>>
}

export function originsText(origins: MigratedOrigins): Buffer {
  return Buffer.from(`${JSON.stringify(origins, null, 2)}\n`)
}

/** What a version of a library was made of; undefined for one that was not migrated. */
export async function originsOf(
  store: AuthoringStore,
  view: StoredVersionView,
): Promise<MigratedOrigins | undefined> {
  const file = await view.tree.get(originsPath)
  if (file === undefined) return undefined
  try {
    const json: Json = JSON.parse(Buffer.from(await store.file(file.hash)).toString('utf8'))
    if (!isJsonObject(json) || typeof json['library'] !== 'string') return undefined
    const blocks = isJsonObject(json['blocks']) ? Object.entries(json['blocks']) : []
    return {
      library: json['library'],
      blocks: Object.fromEntries(blocks.filter((one): one is [string, string] => typeof one[1] === 'string')),
    }
  } catch {
    return undefined
  }
}
