import { parseUsageKey } from '../../runtime/keys/index.js'
import { sourceOf } from '../../runtime/olx/index.js'
import type { OperationDone } from './draft-operation.js'
import { EditSession, urlNameOf } from './edit-session.js'
import { EditedFiles } from './edited-files.js'
import type { OperationOptions } from './step-options.js'
import { fixed, inserted, named, ownFiles, subtree } from './structure.js'
import { entityRestored } from './v2/components.js'

/** Puts a block back where it stood when it was deleted, under its key, with its files as they were. */
export async function restored(
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
