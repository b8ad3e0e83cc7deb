import { blockOlx } from '../../runtime/block/index.js'
import { ContextualKey, parseUsageKey, type UsageKey } from '../../runtime/keys/index.js'
import { renamedBlocks, renamedPath } from '../olx/renamed-blocks.js'
import { freshName } from './copied-block.js'
import type { OperationDone, Retyped } from './draft-operation.js'
import { EditedFiles } from './edited-files.js'
import type { EditSession } from './edit-session.js'
import { removalEdit } from '../../runtime/olx/start-tag.js'
import { fixed, inserted, keyOf, ledTo, ownFiles, subtree } from './structure.js'

/**
 * Makes a block of a course one of another type, which is part of its key. It keeps its id where no block has or had the key that makes, as what
 * learners did under a former key must not come before what they did since. Old keys lead to the new ones, those of what it refers to, too.
 * @throws CompositorError `block-not-found`, `draft-fixed`
 */
export async function retyped(
  session: EditSession,
  usage: string,
  { type, settings, inside }: Retyped,
): Promise<OperationDone> {
  const { parent = '', children, xmlAttributes, asides } = await session.block(usage)
  if (!session.isCourse) throw fixed(usage, 'only in courses do blocks become ones of another type')
  if (children.length > 0)
    throw fixed(usage, 'it has blocks of its own, which a reference of that type has not')
  const { place } = await session.place(usage, true)
  if (place.element.end === 0) throw fixed(usage, 'it stands in a folder of drafts')
  const index = (await session.block(parent)).children.indexOf(usage)
  const urlName = await freeName(session, type, parseUsageKey(usage).blockId)
  const key = keyOf(session, type, urlName)
  const text = blockOlx({ type, urlName, content: {}, settings, xmlAttributes, asides }, session.types)
  const files = new EditedFiles(session.known)
  files.edit(place.file.path, [removalEdit(place.element, place.file.text)])
  await inserted(session, files, { parent, index }, text, usage)
  for (const path of await ownFiles(session, await subtree(session, usage)))
    if (path !== place.file.path) files.remove(path)
  const [before, now] = [parseUsageKey(usage), parseUsageKey(key)]
  const led = inside.map((one) => [one, rebased(parseUsageKey(one), before, now).toString()] as const)
  await ledTo(session, files, new Map([[usage, key], ...led]))
  return { files: files.changes(), usage: key }
}

async function freeName(session: EditSession, type: string, id: string): Promise<string> {
  const key = keyOf(session, type, id)
  const list = await session.known.settled(() => session.known.text(renamedPath))
  const isTaken = (await session.version.block(key)) !== undefined || Object.hasOwn(renamedBlocks(list), key)
  return isTaken ? freshName() : id
}

/** The same key with another usage at its root. */
function rebased(key: UsageKey, before: UsageKey, now: UsageKey): UsageKey {
  if (key.equals(before)) return now
  if (!(key instanceof ContextualKey)) return key
  return new ContextualKey({ usage: rebased(key.usage, before, now), definition: key.definition })
}
