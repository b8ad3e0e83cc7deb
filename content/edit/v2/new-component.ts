import { parseXml } from '../../../runtime/olx/index.js'
import type { ReadVersion } from '../version-files.js'
import { newEntity } from './entity-file.js'

const folder = 'entities/xblock.v1'

/** Where the file that describes a component stands, and its folder, without their endings. */
export function componentPath(type: string, name: string): string {
  return `${folder}/${type}/${name}`
}

/** Where the static files of a component stand that is added. */
export function addedStatic(type: string, name: string): string {
  return `${componentPath(type, name)}/component_versions/v1/static`
}

/** The files of a new component: its XML, and the TOML that says so. @param now ISO 8601 */
export function newComponent(
  { isDraft }: Pick<ReadVersion, 'isDraft'>,
  { type, name, olx }: { readonly type: string; readonly name: string; readonly olx: string },
  now: string,
): ReadonlyMap<string, Buffer> {
  const key = `xblock.v1:${type}:${name}`
  const title = parseXml(olx).attribute('display_name') ?? ''
  const toml = newEntity({ key, title, now, counting: isDraft ? 'draft' : 'published' })
  const path = componentPath(type, name)
  return new Map([
    [`${path}.toml`, Buffer.from(toml)],
    [`${path}/component_versions/v1/block.xml`, Buffer.from(`${olx}\n`)],
  ])
}
