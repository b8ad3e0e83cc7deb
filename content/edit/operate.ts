import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { parseUsageKey } from '../../runtime/keys/index.js'
import { parseXml, sourceOf } from '../../runtime/olx/index.js'
import { isPointer } from '../olx/pointer.js'
import type { BlockDefinition, VersionBlock } from '../version/version-block.js'
import { rewrittenBlock } from './rewrite-block.js'
import { copiedOlx, freshName, namedOlx } from './copied-block.js'
import type { BlockTarget, DraftOperation, OperationDone } from './draft-operation.js'
import { EditSession, urlNameOf } from './edit-session.js'
import { EditedFiles } from './edited-files.js'
import { withStaticFiles } from './static-files.js'
import { deleted, fixed, inserted, keyOf, moved, named, ownFiles, renamed, subtree } from './structure.js'
import { componentAdded, componentDeleted } from './v2-structure.js'
import type { ReadVersion, VersionFiles } from './version-files.js'

/** A version with its files. */
export interface VersionWithFiles {
  readonly version: ReadVersion
  readonly files: VersionFiles
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
    return { files: await rewrittenBlock(version, files, edit, types), usage: edit.usage }
  }
  const session = await EditSession.open(version, files, types)
  switch (operation.do) {
    case 'add': {
      const olx = 'olx' in operation ? operation.olx : emptyOlx(operation.type, types)
      return added(session, operation, olx, options)
    }
    case 'duplicate': {
      const { parent: above = version.root } = await session.block(operation.usage)
      const parent = session.isV2 ? version.root : above
      const index = (await session.block(parent)).children.indexOf(operation.usage) + 1
      return pasted(session, { version, files }, operation.usage, { parent, index }, options)
    }
    case 'paste':
      return pasted(session, await options.draftOf(operation.usage), operation.usage, operation, options)
    case 'move':
      if (session.isV2) throw fixed(operation.usage, 'components of a library have no place')
      return moved(session, operation.usage, operation)
    case 'rename':
      return renamed(session, operation.usage, operation.urlName)
    case 'delete':
      return session.isV2 ? componentDeleted(session, operation.usage) : deleted(session, operation.usage)
    case 'restore':
      return restored(session, operation.usage, options)
  }
}

function emptyOlx(type: string, types: BlockTypes): string {
  return blockOlx({ type, content: {}, settings: {} }, types)
}

async function added(
  session: EditSession,
  target: BlockTarget,
  source: string,
  { now }: OperationOptions,
): Promise<OperationDone> {
  const { version } = session
  const first = namedOlx(source, () => false)
  const key = session.isV2
    ? `${version.context.replace(/^lib:/, 'lb:')}:${first.type}:${first.name}`
    : keyOf(session, first.type, first.name)
  const isTaken = (await version.block(key)) !== undefined
  const { olx, type, name } = isTaken ? namedOlx(source, () => true) : first
  if (session.isV2) {
    if (target.parent !== version.root)
      throw fixed(target.parent, 'components are added to the library itself')
    return componentAdded(session, type, name, olx, now().toISOString())
  }
  await session.block(target.parent)
  const files = new EditedFiles(session.known)
  await inserted(session, files, target, olx)
  // What has nothing but a name points to a file of its own.
  if (isPointer(parseXml(olx))) files.put(`${type}/${name}.xml`, Buffer.from(`<${type}/>\n`))
  return { files: files.changes(), usage: keyOf(session, type, name) }
}

/** A copy under names of its own, with the static files that it names. */
async function pasted(
  session: EditSession,
  from: VersionWithFiles,
  usage: string,
  target: BlockTarget,
  options: OperationOptions,
): Promise<OperationDone> {
  const source = await EditSession.open(from.version, from.files, options.types)
  const blocks = await subtree(source, usage)
  const definitions = await definitionsOf(from.version, blocks)
  const keyIn = (type: string, name: string) => (session.isV2 ? '' : keyOf(session, type, name))
  const olx = copiedOlx({ usage, blocks, definitions }, options.types, () => freshName(), keyIn)
  const { text, files } = await withStaticFiles(olx, source, session)
  const done = await added(session, target, text, options)
  return { ...done, files: new Map([...files, ...done.files]) }
}

async function definitionsOf(
  version: ReadVersion,
  blocks: ReadonlyMap<string, VersionBlock>,
): Promise<ReadonlyMap<string, BlockDefinition>> {
  return version.definitions([...blocks.values()].map(({ definition }) => definition))
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
  if (session.isV2) throw fixed(usage, 'go back to an earlier version of the library to have it again')
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
