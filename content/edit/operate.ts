import { parseUsageKey } from '../../runtime/keys/index.js'
import { errorBlockType } from '../olx/authored-block.js'
import { added, emptyAdded, templateOlx } from './added-block.js'
import { customizingEdit } from './customizing-edit.js'
import type { DraftOperation, OperationDone } from './draft-operation.js'
import { EditSession } from './edit-session.js'
import { gradingPolicySet } from './grading-policy-edit.js'
import { pasted } from './pasted-block.js'
import { withPointedFiles } from './pointed-files.js'
import { casesPut } from './problem-cases-file.js'
import { referred } from './referred-block.js'
import { restored } from './restored-step.js'
import { retyped } from './retyped-block.js'
import { rewrittenBlock } from './rewrite-block.js'
import type { OperationOptions, VersionWithFiles } from './step-options.js'
import { deleted, fixed, moved, renamed } from './structure.js'
import { filePut, fileRemoved, fileRenamed } from './v2/assets.js'
import { entityDeleted } from './v2/components.js'
import { movedBetween, placed, taken } from './v2/containers.js'
import { containerKind } from './v2/library-entities.js'
import { renamedInLibrary } from './v2/operate-library.js'

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
  const done = await stepped(session, operation, { version, files }, options)
  return { ...done, files: await withPointedFiles(session, done.files, await lostBy(session, operation)) }
}

/** A block that a step calls otherwise though its file is missing. */
async function lostBy(session: EditSession, operation: DraftOperation): Promise<string | undefined> {
  if (operation.do !== 'rename') return undefined
  const { blockType } = parseUsageKey(operation.usage)
  const block = await session.version.block(operation.usage)
  return block?.type === errorBlockType ? `${blockType} ${operation.urlName.trim()}` : undefined
}

async function stepped(
  session: EditSession,
  operation: Exclude<DraftOperation, { do: 'edit' }>,
  { version, files }: VersionWithFiles,
  options: OperationOptions,
): Promise<OperationDone> {
  switch (operation.do) {
    case 'add': {
      const kind = 'type' in operation && session.isV2 ? containerKind(operation.type) : undefined
      if (kind !== undefined) return emptyAdded(session, operation, kind, options)
      const olx = 'olx' in operation ? operation.olx : templateOlx(operation, options.types)
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
