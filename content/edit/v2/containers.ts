import { randomBytes } from 'node:crypto'
import { sourceOf, type XmlElement } from '../../../runtime/olx/index.js'
import { CompositorError } from '../../../runtime/errors/index.js'
import { containerTypes } from '../../olx/library-entity.js'
import type { BlockTarget, OperationDone } from '../draft-operation.js'
import type { EditSession } from '../edit-session.js'
import { EditedFiles } from '../edited-files.js'
import { fixed } from '../structure.js'
import { componentAdded, libraryKey } from './components.js'
import { EntityFile, newEntity } from './entity-file.js'
import { containerKind, isContainer, LibraryEntities } from './library-entities.js'

/** What adding blocks goes by. */
export interface Adding {
  readonly statics: ReadonlyMap<string, Buffer>
  /** Usage keys that were given in this step. */
  readonly taken: Set<string>
  /** ISO 8601. */
  readonly now: string
}

/** Adds a container with what stands inside its element: components of their own, held by reference. */
export async function containerAdded(
  session: EditSession,
  files: EditedFiles,
  element: XmlElement,
  source: string,
  adding: Adding,
): Promise<{ readonly usage: string; readonly key: string }> {
  const kind = containerKind(element.name) ?? ''
  const members: string[] = []
  for (const child of element.elements()) {
    const inside = containerKind(child.name)
    const isBelow = inside !== undefined && levelOf(inside) > levelOf(kind)
    const { key } = isBelow
      ? await containerAdded(session, files, child, source, adding)
      : await componentAdded(session, files, sourceOf(child, source), adding)
    members.push(key)
  }
  const title = element.attribute('display_name') ?? ''
  return containerMade(session, files, { kind, title, members }, adding)
}

/** Describes a new container under a name of its own. */
export async function containerMade(
  session: EditSession,
  files: EditedFiles,
  {
    kind,
    title,
    members,
  }: { readonly kind: string; readonly title: string; readonly members: readonly string[] },
  { now, taken }: Adding,
  pins: ReadonlyMap<string, number> = new Map(),
): Promise<{ readonly usage: string; readonly key: string }> {
  const key = `${slugOf(title) || kind}-${randomBytes(3).toString('hex')}`
  const usage = libraryKey(session, kind, key)
  const path = `entities/${key}.toml`
  if (taken.has(usage) || (await session.files.bytes(path)) !== undefined)
    return containerMade(session, files, { kind, title, members }, { now, taken, statics: new Map() }, pins)
  taken.add(usage)
  const counting = session.version.isDraft ? 'draft' : 'published'
  const container = { type: kind, members }
  const text = newEntity({ key, title, now, counting, container })
  files.put(path, Buffer.from(pins.size > 0 ? pinned(text, path, members, pins, counting) : text))
  return { usage, key }
}

/** Puts a block that is there into a container as well, or to another place in it. */
export async function placed(
  session: EditSession,
  usage: string,
  { parent, index, version }: BlockTarget & { readonly version?: number | null | undefined },
): Promise<OperationDone> {
  const files = new EditedFiles(session.known)
  await placedIn(session, files, { parent, index }, usage, version)
  return { files: files.changes(), usage }
}

/** @param version the number it is pinned to; null to follow the latest, undefined to leave that as it is */
export async function placedIn(
  session: EditSession,
  files: EditedFiles,
  { parent, index }: BlockTarget,
  usage: string,
  version?: number | null,
  given?: string,
): Promise<void> {
  const entities = new LibraryEntities(session)
  const container = await containerOf(session, entities, parent)
  refuseInside(session, parent, usage)
  const member = given === undefined ? await entities.of(usage) : undefined
  const key = given ?? member?.key ?? ''
  if (typeof version === 'number' && !member?.numbers.includes(version))
    throw noVersion(usage, version, member)
  const others = container.members.filter((one) => one !== key)
  const at = Math.max(0, Math.min(index ?? others.length, others.length))
  const pins = new Map(container.pins)
  if (version === null) pins.delete(key)
  else if (version !== undefined) pins.set(key, version)
  const isHere = container.members.includes(key)
  const after = isHere && index === undefined ? container.members : others.toSpliced(at, 0, key)
  container.setMembers(after, pins)
  files.rewrite(container.path, container.text)
}

/** Takes a block out of a container; it stays in the library. */
export async function taken(session: EditSession, usage: string, parent: string): Promise<OperationDone> {
  const entities = new LibraryEntities(session)
  const container = await containerOf(session, entities, parent)
  const { key } = await entities.of(usage)
  if (!container.members.includes(key)) throw fixed(usage, `it does not stand in '${parent}'`)
  const files = new EditedFiles(session.known)
  container.setMembers(container.members.filter((one) => one !== key))
  files.rewrite(container.path, container.text)
  return { files: files.changes(), usage }
}

/** Puts a block from one container into another, or to another place in its own. */
export async function movedBetween(
  session: EditSession,
  usage: string,
  target: BlockTarget & { readonly from?: string | undefined },
): Promise<OperationDone> {
  const entities = new LibraryEntities(session)
  const holding = await entities.holding(usage)
  const from = target.from ?? (holding.includes(target.parent) ? target.parent : holding[0])
  if (target.parent === session.version.root) {
    if (from === undefined) throw fixed(usage, 'what stands in a library itself has no order')
    return taken(session, usage, from)
  }
  const files = new EditedFiles(session.known)
  const { key } = await entities.of(usage)
  let version: number | undefined
  if (from !== undefined && from !== target.parent) {
    const before = await containerOf(session, entities, from)
    if (!before.members.includes(key)) throw fixed(usage, `it does not stand in '${from}'`)
    version = before.pins.get(key)
    before.setMembers(before.members.filter((one) => one !== key))
    files.rewrite(before.path, before.text)
  }
  const end = { parent: target.parent, index: target.index ?? Number.MAX_SAFE_INTEGER }
  await placedIn(session, files, end, usage, version)
  return { files: files.changes(), usage }
}

/** A copy of a container that holds the same blocks. */
export async function containerCopied(
  session: EditSession,
  files: EditedFiles,
  usage: string,
  adding: Adding,
): Promise<{ readonly usage: string; readonly key: string }> {
  const { title, members, containerType: kind = 'unit', pins } = await new LibraryEntities(session).of(usage)
  return containerMade(session, files, { kind, title, members }, adding, pins)
}

async function containerOf(
  session: EditSession,
  entities: LibraryEntities,
  usage: string,
): Promise<EntityFile> {
  if (usage === session.version.root || !isContainer(usage))
    throw fixed(usage, 'only units, subsections and sections hold other blocks of a library')
  return entities.of(usage)
}

/** @throws CompositorError `draft-fixed` for what does not belong inside */
function refuseInside({ version }: EditSession, parent: string, usage: string): void {
  if (usage === version.root) throw fixed(usage, 'it is the whole')
  const kind = (key: string) => key.split(':').at(-2) ?? ''
  if (!isContainer(usage) || levelOf(kind(usage)) > levelOf(kind(parent))) return
  throw fixed(usage, `a ${kind(usage)} does not stand inside a ${kind(parent)}`)
}

function levelOf(kind: string): number {
  return [...containerTypes.keys()].indexOf(kind)
}

function noVersion(usage: string, version: number, member: EntityFile | undefined): CompositorError {
  const there = member?.numbers.join(', ') ?? ''
  return new CompositorError(
    'version-unknown',
    `The library keeps no version ${version} of '${usage}'; it keeps ${there}.`,
    { usage },
  )
}

function pinned(
  text: string,
  path: string,
  members: readonly string[],
  pins: ReadonlyMap<string, number>,
  counting: 'draft' | 'published',
): string {
  const file = new EntityFile(path, text, counting)
  file.setMembers(members, pins)
  return file.text
}

/** The beginning of a container's key: what its title is made of, as it can stand in keys and paths. */
function slugOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
}
