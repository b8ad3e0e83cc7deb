import { blockTypeOf } from '../olx/block-types.js'
import { parseXml } from '../../runtime/olx/index.js'
import type { OperationDone } from './draft-operation.js'
import type { EditSession } from './edit-session.js'
import { EditedFiles } from './edited-files.js'
import { fixed } from './structure.js'

const folder = 'entities/xblock.v1'

/** Where the static files of a component stand that is added. */
export function addedStatic(type: string, name: string): string {
  return `${folder}/${type}/${name}/component_versions/v1/static`
}

/** Adds a component to a v2 library: its XML, and the TOML that says so. @param now ISO 8601 */
export function componentAdded(
  session: EditSession,
  type: string,
  name: string,
  olx: string,
  now: string,
): OperationDone {
  const files = new EditedFiles(session.known)
  const path = `${folder}/${type}/${name}`
  const root = parseXml(olx)
  const title = root.attribute('display_name') ?? ''
  const version = session.version.isDraft
    ? '[entity.draft]\nversion_num = 1\n'
    : '[entity.draft]\nversion_num = 1\n\n[entity.published]\nversion_num = 1\n'
  const toml = `[entity]\ncan_stand_alone = true\nkey = ${JSON.stringify(`xblock.v1:${type}:${name}`)}\ncreated = ${now}\n\n${version}\n[[version]]\ntitle = ${JSON.stringify(title)}\nversion_num = 1\n`
  files.put(`${path}.toml`, Buffer.from(toml))
  files.put(`${path}/component_versions/v1/block.xml`, Buffer.from(`${olx}\n`))
  const key = `${session.version.context.replace(/^lib:/, 'lb:')}:${blockTypeOf(type)}:${name}`
  return { files: files.changes(), usage: key }
}

/** Takes a component out of a v2 library, with its files, and out of the containers that hold it. */
export async function componentDeleted(session: EditSession, usage: string): Promise<OperationDone> {
  const block = await session.block(usage)
  const [base, inside] = (block.at?.[0] ?? '').split('/component_versions/')
  if (!base || inside === undefined) throw fixed(usage, 'only components can be deleted from a library')
  const files = new EditedFiles(session.known)
  for (const path of await session.files.paths())
    if (path === `${base}.toml` || path.startsWith(`${base}/`)) files.remove(path)
  const [, type = '', name = ''] = /^entities\/xblock\.v1\/([^/]+)\/(.+)$/.exec(base) ?? []
  const toml = await session.known.settled(() => session.known.text(`${base}.toml`))
  const key =
    /^\s*key\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*')/m.exec(toml ?? '')?.[1] ??
    JSON.stringify(`xblock.v1:${type}:${name}`)
  const holding = new Set<string>()
  for await (const path of containersOf(session)) holding.add(path)
  for (const path of holding) {
    const text = await session.known.settled(() => session.known.text(path))
    const at = text?.indexOf(key) ?? -1
    if (text === undefined || at === -1) continue
    const after = /^\s*,?\s*/.exec(text.slice(at + key.length))?.[0].replace(/\n$/, '') ?? ''
    files.edit(path, [{ start: at, end: at + key.length + after.length, text: '' }])
  }
  return { files: files.changes(), usage }
}

/** The files of containers and collections. */
async function* containersOf(session: EditSession): AsyncIterable<string> {
  for (const path of await session.files.paths())
    if (/^(?:entities\/[^/]+|collections\/[^/]+)\.toml$/.test(path)) yield path
}
