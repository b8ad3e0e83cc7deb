import { blockTypeOf } from '../../olx/block-types.js'
import { libraryId } from '../taken-block.js'
import { namedOlx } from '../copied-block.js'
import type { OperationDone } from '../draft-operation.js'
import type { EditSession } from '../edit-session.js'
import { EditedFiles } from '../edited-files.js'
import { namesIn, withStaticFiles } from '../static-files.js'
import { LibraryEntities } from './library-entities.js'
import { memberEdits } from './members.js'
import { addedStatic, componentPath, newComponent } from './new-component.js'

/** The usage key of a block of a v2 library, as text. */
export function libraryKey({ version }: Pick<EditSession, 'version'>, type: string, name: string): string {
  return `${version.context.replace(/^lib:/, 'lb:')}:${type}:${name}`
}

/** What is added, with what of it goes where. */
export interface AddedComponent {
  readonly usage: string
  /** As containers name it. */
  readonly key: string
}

/**
 * Adds a component to a v2 library: its XML, the TOML that says so, and the static files that it names. Its id is its url_name where
 * that is free.
 * @param taken usage keys that were given in this step @param now ISO 8601
 */
export async function componentAdded(
  session: EditSession,
  files: EditedFiles,
  source: string,
  { statics, taken, now }: { statics: ReadonlyMap<string, Buffer>; taken: Set<string>; now: string },
): Promise<AddedComponent> {
  const first = namedOlx(source, () => false)
  const isFree = async (type: string, name: string) => {
    const usage = libraryKey(session, type, libraryId(name))
    return !taken.has(usage) && (await session.version.block(usage)) === undefined
  }
  const { olx, type, name } = (await isFree(first.type, first.name)) ? first : namedOlx(source, () => true)
  const usage = libraryKey(session, type, libraryId(name))
  taken.add(usage)
  const id = libraryId(name)
  const named = namesIn(olx)
  const own = new Map([...statics].filter(([one]) => named.has(one)))
  const { text, files: beside } = await withStaticFiles(olx, own, addedStatic(type, id), session)
  for (const [one, bytes] of beside) files.put(one, bytes)
  for (const [one, bytes] of newComponent(session.version, { type, name: id, olx: text }, now))
    files.put(one, bytes)
  return { usage, key: `xblock.v1:${type}:${id}` }
}

/** Takes a component or container out of a v2 library, with its files, and out of the containers and collections that name it. */
export async function entityDeleted(session: EditSession, usage: string): Promise<OperationDone> {
  const entities = new LibraryEntities(session)
  const path = await entities.pathOf(usage)
  const files = new EditedFiles(session.known)
  const { key } = await entities.of(usage)
  for (const one of await filesOfEntity(session, path)) files.remove(one)
  await memberEdits(session, files, usage, key, (members) => members.filter((one) => one !== key))
  return { files: files.changes(), usage }
}

/** The file that describes an entity, and those of all its versions. */
async function filesOfEntity(
  { files }: Pick<EditSession, 'files'>,
  path: string,
): Promise<readonly string[]> {
  const base = `${path.slice(0, -'.toml'.length)}/component_versions/`
  return (await files.paths()).filter((one) => one === path || one.startsWith(base))
}

/**
 * Brings a component or container back as it was last, into the containers that held it and are here.
 * @param before the version in which it was last
 */
export async function entityRestored(
  session: EditSession,
  before: EditSession,
  usage: string,
): Promise<OperationDone> {
  const [then, entities] = [new LibraryEntities(before), new LibraryEntities(session)]
  const path = await then.pathOf(usage)
  const { key } = await then.of(usage)
  const files = new EditedFiles(session.known)
  for (const one of await filesOfEntity(before, path)) {
    const bytes = await before.files.bytes(one)
    if (bytes) files.put(one, Buffer.from(bytes))
  }
  const here = await entities.containers()
  for (const container of await then.holding(usage)) {
    if (!here.has(container)) continue
    const [was, is] = [await then.of(container), await entities.of(container)]
    if (is.members.includes(key)) continue
    const left = was.members.slice(0, was.members.indexOf(key)).filter((one) => is.members.includes(one))
    const index = left.length === 0 ? 0 : is.members.indexOf(left.at(-1) ?? '') + 1
    is.setMembers(is.members.toSpliced(index, 0, key))
    files.rewrite(is.path, is.text)
  }
  return { files: files.changes(), usage }
}

/** Gives a component another id: its files go with it, and containers and collections name it by that. */
export async function componentRenamed(
  session: EditSession,
  usage: string,
  id: string,
): Promise<OperationDone & { readonly path: string; readonly after: string }> {
  const entities = new LibraryEntities(session)
  const path = await entities.pathOf(usage)
  const entity = await entities.of(usage)
  const { key: before } = entity
  const [, type = '', old = ''] = /^xblock\.v1:([^:]+):(.+)$/.exec(before) ?? []
  const key = `xblock.v1:${type}:${id}`
  const after = libraryKey(session, blockTypeOf(type), id)
  const files = new EditedFiles(session.known)
  const base = path.slice(0, -'.toml'.length)
  const to = base.endsWith(`/${old}`) ? `${base.slice(0, -old.length)}${id}` : componentPath(type, id)
  entity.setKey(key)
  for (const one of await filesOfEntity(session, path)) {
    const bytes = await session.files.bytes(one)
    if (one !== path && bytes) files.remove(one).put(`${to}${one.slice(base.length)}`, Buffer.from(bytes))
  }
  files.remove(path).put(`${to}.toml`, Buffer.from(entity.text))
  await memberEdits(session, files, usage, before, (members) =>
    members.map((one) => (one === before ? key : one)),
  )
  return { files: files.changes(), usage: after, path, after }
}
