import { CompositorError } from '../../../runtime/errors/index.js'
import { parseLibraryKey } from '../../../runtime/keys/index.js'
import { packagePath, withSettings } from '../../library/library-settings.js'
import type { BlockEdit } from '../block-edit.js'
import type { EditSession } from '../edit-session.js'
import { EditedFiles } from '../edited-files.js'
import type { FileChanges } from '../version-files.js'
import { isContainer, LibraryEntities } from './library-entities.js'

/** Whether a block of a v2 library stands in no XML: the library itself, and its containers. */
export function isDescribed({ isV2, version }: EditSession, usage: string): boolean {
  return isV2 && (usage === version.root || isContainer(usage))
}

/**
 * The files that change where a library or a container of it gets another name: the TOML that describes it, and in that one value.
 * @throws CompositorError `draft-fixed` for any other field, as nothing holds those
 */
export async function describedEdit(session: EditSession, edit: BlockEdit): Promise<FileChanges> {
  const { usage, settings, content, reset, asides, anew } = edit
  const { version, known } = session
  await session.block(usage)
  const others = [...Object.keys({ ...settings, ...content, ...asides }), ...reset].filter(
    (one) => one !== 'display_name',
  )
  if (others.length > 0 || anew) {
    const named = others.join(', ') || 'other than its name'
    const message = `'${usage}' cannot be changed so: archives of libraries keep the name of it and what it holds, but nothing ${named}.`
    throw new CompositorError('draft-fixed', message, { usage })
  }
  const isReset = reset.includes('display_name')
  const given = settings['display_name']
  if (given === undefined && !isReset) return new Map()
  const name = typeof given === 'string' ? given : ''
  const files = new EditedFiles(known)
  if (usage === version.root) {
    const text = (await known.settled(() => session.olx.text(packagePath))) ?? ''
    const title = name.trim() === '' ? parseLibraryKey(version.context).slug : name
    return files.rewrite(packagePath, withSettings(text, { title })).changes()
  }
  const entity = await new LibraryEntities(session).of(usage)
  entity.setTitle(name)
  return files.rewrite(entity.path, entity.text).changes()
}
