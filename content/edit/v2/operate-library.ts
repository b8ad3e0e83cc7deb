import { parseUsageKey } from '../../../runtime/keys/index.js'
import { parseXml } from '../../../runtime/olx/index.js'
import { CompositorError } from '../../../runtime/errors/index.js'
import { blockId } from '../../olx/block-id.js'
import { renamedBlocks, renamedPath } from '../../olx/renamed-blocks.js'
import type { BlockTarget, OperationDone } from '../draft-operation.js'
import type { EditSession } from '../edit-session.js'
import { EditedFiles } from '../edited-files.js'
import { fixed } from '../structure.js'
import { componentAdded, componentRenamed, libraryKey } from './components.js'
import { containerAdded, containerCopied, containerMade, placedIn, type Adding } from './containers.js'
import { containerKind, isContainer } from './library-entities.js'

/** Adds what OLX says to a v2 library: a component, or a container with components of its own; into a container where that is the target. */
export async function addedToLibrary(
  session: EditSession,
  target: BlockTarget,
  olx: string,
  adding: Adding,
): Promise<OperationDone> {
  const files = new EditedFiles(session.known)
  const root = parseXml(olx)
  const kind = containerKind(root.name)
  // Inside a unit, what would be a unit itself is a component.
  const isInUnit = target.parent.split(':').at(-2) === 'unit' && isContainer(target.parent)
  const { usage, key } =
    kind !== undefined && !isInUnit
      ? await containerAdded(session, files, root, olx, adding)
      : await componentAdded(session, files, olx, adding)
  await placedWhere(session, files, target, usage, key)
  return { files: files.changes(), usage }
}

/** Adds an empty container. */
export async function emptyContainer(
  session: EditSession,
  target: BlockTarget,
  kind: string,
  title: string,
  adding: Adding,
): Promise<OperationDone> {
  const files = new EditedFiles(session.known)
  const { usage, key } = await containerMade(session, files, { kind, title, members: [] }, adding)
  await placedWhere(session, files, target, usage, key)
  return { files: files.changes(), usage }
}

/** A copy of a container of the library, that holds the same blocks. */
export async function containerCopy(
  session: EditSession,
  target: BlockTarget,
  usage: string,
  now: Date,
): Promise<OperationDone> {
  const files = new EditedFiles(session.known)
  const adding = { statics: new Map<string, Buffer>(), taken: new Set<string>(), now: now.toISOString() }
  const copy = await containerCopied(session, files, usage, adding)
  await placedWhere(session, files, target, copy.usage, copy.key)
  return { files: files.changes(), usage: copy.usage }
}

async function placedWhere(
  session: EditSession,
  files: EditedFiles,
  target: BlockTarget,
  usage: string,
  key: string,
): Promise<void> {
  if (target.parent !== session.version.root) await placedIn(session, files, target, usage, undefined, key)
}

/** Gives a component of a v2 library another id; the old key is noted to lead to the new one. */
export async function renamedInLibrary(
  session: EditSession,
  usage: string,
  name: string,
): Promise<OperationDone> {
  const id = name.trim()
  if (usage === session.version.root || isContainer(usage))
    throw fixed(usage, 'only components have an id of their own')
  if (id === '' || blockId(id).replaceAll(':', '_') !== id)
    throw fixed(usage, `'${name.slice(0, 100)}' is no id; use letters, digits and _ - . ~`)
  const key = libraryKey(session, parseUsageKey(usage).blockType, id)
  if ((await session.version.block(key)) !== undefined)
    throw new CompositorError('draft-fixed', `There is a block '${key}' already.`, { usage })
  const done = await componentRenamed(session, usage, id)
  const list = await session.known.settled(() => session.known.text(renamedPath))
  const all = { ...renamedBlocks(list), [usage]: done.after }
  const led = Object.entries(all).flatMap(([old, now]) =>
    old === done.after ? [] : [[old, now === usage ? done.after : now] as const],
  )
  const noted = Buffer.from(`${JSON.stringify(Object.fromEntries(led), null, 2)}\n`)
  return { files: new Map([...done.files, [renamedPath, noted]]), usage: done.after }
}
