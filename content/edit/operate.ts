import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { parseXml, sourceOf } from '../../runtime/olx/index.js'
import type { JsonObject } from '../../runtime/values/json.js'
import { isPointer } from '../olx/pointer.js'
import { rewrittenBlock } from './rewrite-block.js'
import { namedOlx } from './copied-block.js'
import type { BlockTarget, DraftOperation, OperationDone } from './draft-operation.js'
import { EditSession, urlNameOf } from './edit-session.js'
import { EditedFiles } from './edited-files.js'
import { newLink } from '../upstream/upstream-link.js'
import { customizingEdit } from './customizing-edit.js'
import { casesPut } from './problem-cases-file.js'
import { gradingPolicySet } from './grading-policy-edit.js'
import { referred } from './referred-block.js'
import { retyped } from './retyped-block.js'
import { withStaticFiles } from './static-files.js'
import { deleted, fixed, inserted, keyOf, moved, named, ownFiles, renamed, subtree } from './structure.js'
import { takenBlock } from './taken-block.js'
import { filePut, fileRemoved, fileRenamed } from './v2/assets.js'
import { refuseTypes, typesIn } from './v2/allowed-types.js'
import { entityDeleted, entityRestored, libraryKey } from './v2/components.js'
import { movedBetween, placed, taken } from './v2/containers.js'
import { containerKind, isContainer } from './v2/library-entities.js'
import { addedToLibrary, containerCopy, emptyContainer, renamedInLibrary } from './v2/operate-library.js'
import type { ReadVersion, VersionFiles } from './version-files.js'

/** A version with its files. */
export interface VersionWithFiles {
  readonly version: ReadVersion
  readonly files: VersionFiles
  /** The number of a block in it. */
  readonly numberOf?: (usage: string) => Promise<number>
}

/** What operations need besides the draft. */
export interface OperationOptions {
  readonly types: BlockTypes
  /** The draft that a block to be pasted is in; the draft itself where that is the block's. */
  readonly draftOf: (usage: string) => Promise<VersionWithFiles>
  /** The newest version that a deleted block was in. */
  readonly lastWith: (usage: string) => Promise<VersionWithFiles | undefined>
  readonly now: () => Date
}

/**
 * The files that change by one step.
 * @throws CompositorError `block-not-found`, `draft-fixed`, `olx-unwritable`, `olx-malformed`
 */
export async function operated(
  { version, files }: VersionWithFiles,
  operation: DraftOperation,
  options: OperationOptions,
): Promise<OperationDone> {
  const { types } = options
  if (operation.do === 'edit') {
    const { edit } = operation
    const said = customizingEdit(edit, await version.block(edit.usage))
    return { files: await rewrittenBlock(version, files, said, types), usage: edit.usage }
  }
  const session = await EditSession.open(version, files, types)
  switch (operation.do) {
    case 'add': {
      const kind = 'type' in operation && session.isV2 ? containerKind(operation.type) : undefined
      if (kind !== undefined) return emptyAdded(session, operation, kind, options)
      const olx = 'olx' in operation ? operation.olx : templateOlx(operation, types)
      return added(session, operation, olx, options, filesOf(operation))
    }
    case 'place':
    case 'take':
      if (!session.isV2) throw fixed(operation.usage, 'only libraries hold blocks by reference')
      return operation.do === 'place'
        ? placed(session, operation.usage, operation)
        : taken(session, operation.usage, operation.parent)
    case 'put-file':
      return filePut(session, operation.usage, operation.name, operation.bytes)
    case 'put-cases':
      return casesPut(session, operation.usage, operation.file, operation.bytes)
    case 'remove-file':
      return fileRemoved(session, operation.usage, operation.name)
    case 'rename-file':
      return fileRenamed(session, operation.usage, operation.name, operation.to)
    case 'duplicate': {
      const { parent: above = version.root } = await session.block(operation.usage)
      const parent = session.isV2 ? version.root : above
      const index = (await session.block(parent)).children.indexOf(operation.usage) + 1
      return pasted(session, { version, files }, operation.usage, { parent, index }, options)
    }
    case 'paste':
      return pasted(session, await options.draftOf(operation.usage), operation.usage, operation, options)
    case 'move':
      return session.isV2
        ? movedBetween(session, operation.usage, operation)
        : moved(session, operation.usage, operation)
    case 'rename':
      return session.isV2
        ? renamedInLibrary(session, operation.usage, operation.urlName)
        : renamed(session, operation.usage, operation.urlName)
    case 'refer':
      return referred(session, operation.usage, operation.to)
    case 'retype':
      return retyped(session, operation.usage, operation.to)
    case 'grade-by':
      return gradingPolicySet(session, operation.policy)
    case 'delete':
      if (operation.usage === version.root) throw fixed(operation.usage, 'it is the whole')
      return session.isV2 ? entityDeleted(session, operation.usage) : deleted(session, operation.usage)
    case 'restore':
      return restored(session, operation.usage, options)
  }
}

/** The static files of a step. Steps that came as JSON have none. */
function filesOf(operation: DraftOperation): ReadonlyMap<string, Buffer> | undefined {
  return 'files' in operation && operation.files instanceof Map ? operation.files : undefined
}

function templateOlx(
  { type, template }: { readonly type: string; readonly template?: string | undefined },
  types: BlockTypes,
): string {
  const templates = types.get(type)?.capabilities.templates ?? []
  const found = templates.find(({ name }) => name === template)
  if (found) return found.olx
  if (template !== undefined) {
    const there = templates.map(({ name }) => name).join(', ') || 'none'
    throw new CompositorError(
      'draft-fixed',
      `Blocks of type ${type} have no template '${template}': ${there}.`,
    )
  }
  return blockOlx({ type, content: {}, settings: {} }, types)
}

/** @param statics files that the OLX names, by name */
async function added(
  session: EditSession,
  target: BlockTarget,
  source: string,
  { now }: OperationOptions,
  statics: ReadonlyMap<string, Buffer> = new Map(),
): Promise<OperationDone> {
  if (session.isV2) {
    const root = parseXml(source)
    await refuseTypes(session, typesIn(root))
    const adding = { statics, taken: new Set<string>(), now: now().toISOString() }
    return addedToLibrary(session, target, source.slice(root.start, root.end), adding)
  }
  const { version } = session
  const first = namedOlx(source, () => false)
  const isTaken = (await version.block(keyOf(session, first.type, first.name))) !== undefined
  const { olx, type, name } = isTaken ? namedOlx(source, () => true) : first
  await session.block(target.parent)
  const {
    text,
    files: beside,
    renamed: renamedFiles,
  } = await withStaticFiles(olx, statics, 'static', session)
  const files = new EditedFiles(session.known)
  await inserted(session, files, target, text)
  // What has nothing but a name points to a file of its own.
  if (isPointer(parseXml(text))) files.put(`${type}/${name}.xml`, Buffer.from(`<${type}/>\n`))
  return { files: new Map([...beside, ...files.changes()]), usage: keyOf(session, type, name), renamedFiles }
}

/** An empty container of a v2 library. */
async function emptyAdded(
  session: EditSession,
  target: BlockTarget,
  kind: string,
  { now }: OperationOptions,
): Promise<OperationDone> {
  await refuseTypes(session, [kind])
  const adding = { statics: new Map<string, Buffer>(), taken: new Set<string>(), now: now().toISOString() }
  return emptyContainer(session, target, kind, '', adding)
}

/** A copy under names of its own, with the static files that it names. */
async function pasted(
  session: EditSession,
  from: VersionWithFiles,
  usage: string,
  target: BlockTarget,
  options: OperationOptions,
): Promise<OperationDone> {
  if (session.isV2 && isContainer(usage) && from.version.context === session.version.context)
    return containerCopy(session, target, usage, options.now())
  const keyIn = (type: string, name: string) =>
    session.isV2 ? libraryKey(session, type, name) : keyOf(session, type, name)
  const { olx, files } = await takenBlock(from, usage, session.version, {
    types: options.types,
    keyIn,
    settings: await originsOf(from, usage, session),
  })
  const isHere = from.version.context === session.version.context && !session.isV2
  return added(session, target, olx, options, isHere ? undefined : files)
}

/**
 * What copies say of where they come from: out of a library, in a course, what they are linked to (semantics 6), each component and container
 * of it; in a library what the whole was copied from.
 */
async function originsOf(
  { version, numberOf }: VersionWithFiles,
  usage: string,
  { isCourse, version: here }: EditSession,
): Promise<(usage: string, own: JsonObject) => JsonObject> {
  if (version.context === here.context) return () => ({})
  if (here.kind === 'library') return (key) => (key === usage ? { copied_from_block: usage } : {})
  if (!isCourse || !version.root.startsWith('lib:')) return () => ({})
  const numbers = new Map<string, number | undefined>()
  const members = new Map<string, readonly string[]>()
  for (let open = [usage]; open.length > 0;) {
    const blocks = await version.blocks(open)
    for (const key of open) numbers.set(key, await numberOf?.(key))
    for (const [key, { children }] of blocks) if (isContainer(key)) members.set(key, children)
    // What stands inside a component is no block of its own to the library.
    open = [...blocks].flatMap(([key, { children }]) => (isContainer(key) ? [...children] : []))
  }
  return (key, own) => (numbers.has(key) ? newLink(key, numbers.get(key), own, members.get(key)) : {})
}

/** Puts a block back where it stood when it was deleted, under its key, with its files as they were. */
async function restored(
  session: EditSession,
  usage: string,
  { types, lastWith }: OperationOptions,
): Promise<OperationDone> {
  if ((await session.version.block(usage)) !== undefined) throw fixed(usage, 'it is there')
  const last = await lastWith(usage)
  if (!last) await session.block(usage)
  const { version, files } = last ?? session
  const before = await EditSession.open(version, files, types)
  const block = await before.block(usage)
  if (session.isV2) return entityRestored(session, before, usage)
  const parent = block.parent ?? version.root
  if ((await session.version.block(parent)) === undefined)
    throw fixed(usage, `'${parent}', in which it stood, is gone; restore that first`)
  const siblings = (await before.block(parent)).children
  const here = new Set((await session.block(parent)).children)
  const index = siblings.slice(0, siblings.indexOf(usage)).filter((key) => here.has(key)).length
  const below = await subtree(before, usage)
  const { place } = await before.place(usage, true)
  const edited = new EditedFiles(session.known)
  for (const path of await ownFiles(before, below)) {
    if (path === place.file.path) continue
    const bytes = await files.bytes(path)
    const now = await session.files.bytes(path)
    if (!bytes) continue
    if (now && !Buffer.from(now).equals(bytes)) throw fixed(usage, `its file '${path}' is another one now`)
    edited.put(path, Buffer.from(bytes))
  }
  const text = named(
    sourceOf(place.element, place.file.text),
    urlNameOf(usage, block) || parseUsageKey(usage).blockId,
  )
  await inserted(session, edited, { parent, index }, text)
  return { files: edited.changes(), usage }
}
