import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockEdit } from './block-edit.js'
import { BlockRewriting } from './block-rewriting.js'
import { ChangedBlock } from './changed-block.js'
import { EditSession, type BlockAt, type NamedPlace } from './edit-session.js'
import type { FileChanges, ReadVersion, VersionFiles } from './version-files.js'
import { inOwnVersion } from './v2/component-versions.js'
import { describedEdit, isDescribed } from './v2/described.js'
import { writeAnew } from './write-anew.js'

/**
 * The files that change where a block does: of each, only what says the change; all else stays byte for byte. A change is
 * written in the first of several ways that reads as it was meant, from attributes up to the whole element.
 * @throws CompositorError `block-not-found`, `draft-fixed`, `olx-unwritable`, and those of reading an `anew` text
 */
export async function rewrittenBlock(
  version: ReadVersion,
  files: VersionFiles,
  edit: BlockEdit,
  types: BlockTypes,
): Promise<FileChanges> {
  const session = await EditSession.open(version, files, types)
  if (isDescribed(session, edit.usage)) return describedEdit(session, edit)
  const changes = await changesOf(session, edit)
  return session.isV2 ? inOwnVersion(session, edit.usage, changes) : changes
}

async function changesOf(session: EditSession, edit: BlockEdit): Promise<FileChanges> {
  if (edit.anew) return writeAnew(session, await session.place(edit.usage, true), edit, edit.anew)
  const named = await session.place(edit.usage)
  const at = await readable(session, named)
  if (!(await isShared(session, named, at)))
    return new BlockRewriting(new ChangedBlock(session, named, at, edit, false)).changes()
  const exact = await session.place(edit.usage, true)
  const own = await readable(session, exact)
  return new BlockRewriting(new ChangedBlock(session, exact, own, edit, true)).changes()
}

/** What stands at a place. @throws CompositorError `draft-fixed` where it cannot be read */
export async function readable(session: EditSession, named: NamedPlace): Promise<BlockAt> {
  const at = await session
    .at(named)
    .catch((thrown: unknown) => ({ error: CompositorError.from(thrown, 'block-failed') }))
  if (!('error' in at)) return at
  const message = `'${named.usage}' cannot be read, so it has no fields: ${at.error.message}`
  throw new CompositorError('draft-fixed', message, { usage: named.usage })
}

/** Whether other blocks are read from the same element. */
export async function isShared(session: EditSession, { usage }: NamedPlace, at: BlockAt): Promise<boolean> {
  if (at.pointers.length === 0) return false
  const others = (await session.version.readFrom(at.file.path)).filter((one) => one !== usage)
  const blocks = await session.version.blocks(others)
  return [...blocks.values()].some(
    ({ at: place }) =>
      place?.[0] === at.file.path && place[1] === at.element.line && place[2] === at.element.column,
  )
}
