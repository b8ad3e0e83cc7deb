import { CompositorError } from '../../../runtime/errors/index.js'
import { parseXml } from '../../../runtime/olx/index.js'
import { versionFolder } from '../../olx/library-entity.js'
import type { EditSession } from '../edit-session.js'
import { EditedFiles } from '../edited-files.js'
import type { FileChanges } from '../version-files.js'
import type { EntityFile } from './entity-file.js'
import { entityPath, LibraryEntities } from './library-entities.js'

/**
 * The files that change where those of a component do: what is published, or what a container is pinned to, stays in a folder of its
 * own, and the draft goes on in another. The title that the library lists goes with the component's name.
 * @param changes of files in the folder of the version that counts
 */
export async function inOwnVersion(
  session: EditSession,
  usage: string,
  changes: FileChanges,
): Promise<FileChanges> {
  if (changes.size === 0) return changes
  const block = await session.block(usage)
  const path = entityPath(block)
  const entity = path === undefined ? undefined : await readableEntity(session, path)
  const { number } = entity ?? {}
  if (!entity || number === undefined) return changes
  const folder = versionFolder(entity.path, number)
  if (![...changes.keys()].every((one) => one.startsWith(`${folder}/`))) return changes
  const { text: written } = entity
  const described = (files: FileChanges): FileChanges => {
    if (title !== undefined) entity.setTitle(title)
    if (entity.text === written) return files
    return new Map([...files, ...new EditedFiles(session.known).rewrite(entity.path, entity.text).changes()])
  }
  const title = await changedTitle(session, `${folder}/block.xml`, changes)
  const pinned = await pinnedNumbers(session, usage, entity.key)
  const isShared = session.version.isDraft && number === entity.publishedNumber
  if (!isShared && !pinned.has(number)) return described(changes)
  const next = Math.max(...entity.numbers, number) + 1
  const to = versionFolder(entity.path, next)
  const after = new Map<string, Buffer | undefined>()
  const kept = new Set([...pinned, number, entity.publishedNumber ?? number])
  const old = entity.numbers
    .filter((one) => !kept.has(one))
    .map((one) => `${versionFolder(entity.path, one)}/`)
  for (const one of await session.files.paths()) {
    if (old.some((start) => one.startsWith(start))) after.set(one, undefined)
    if (!one.startsWith(`${folder}/`) || changes.has(one)) continue
    const bytes = await session.files.bytes(one)
    if (bytes) after.set(to + one.slice(folder.length), Buffer.from(bytes))
  }
  for (const [one, bytes] of changes) if (bytes) after.set(to + one.slice(folder.length), bytes)
  entity.addVersion(next)
  for (const one of entity.numbers) if (!kept.has(one) && one !== next) entity.removeVersion(one)
  return described(after)
}

/** The numbers that containers are pinned to. */
async function pinnedNumbers(session: EditSession, usage: string, key: string): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  const { parent } = await session.block(usage)
  if (parent === undefined || parent === session.version.root) return found
  const entities = new LibraryEntities(session)
  for (const container of await entities.holding(usage)) {
    const number = (await entities.of(container)).pins.get(key)
    if (number !== undefined) found.add(number)
  }
  return found
}

/** The name of a component where that changes. */
async function changedTitle(
  session: EditSession,
  path: string,
  changes: FileChanges,
): Promise<string | undefined> {
  const bytes = changes.get(path)
  if (!bytes) return undefined
  const before = titleIn((await session.known.settled(() => session.olx.text(path))) ?? '')
  const after = titleIn(bytes.toString('utf8'))
  return after === before ? undefined : after
}

function titleIn(olx: string): string | undefined {
  try {
    return parseXml(olx).attribute('display_name') ?? ''
  } catch {
    return undefined
  }
}

async function readableEntity(session: EditSession, path: string): Promise<EntityFile | undefined> {
  try {
    return await new LibraryEntities(session).at(path)
  } catch (thrown) {
    if (CompositorError.from(thrown, 'olx-malformed').code === 'olx-malformed') return undefined
    throw thrown
  }
}
