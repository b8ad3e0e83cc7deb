import { blockOlx, type BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import { parseXml } from '../../runtime/olx/index.js'
import { namedOlx } from './copied-block.js'
import type { BlockTarget, OperationDone } from './draft-operation.js'
import type { EditSession } from './edit-session.js'
import { EditedFiles } from './edited-files.js'
import { withStaticFiles } from './static-files.js'
import type { OperationOptions } from './step-options.js'
import { inserted, keyOf } from './structure.js'
import { refuseTypes, typesIn } from './v2/allowed-types.js'
import { addedToLibrary, emptyContainer } from './v2/operate-library.js'

/** What a template of a block type says, an empty block where none is named. @throws CompositorError `draft-fixed` */
export function templateOlx(
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

/** Adds what OLX says. @param statics files that the OLX names, by name */
export async function added(
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
  return { files: new Map([...beside, ...files.changes()]), usage: keyOf(session, type, name), renamedFiles }
}

/** An empty container of a v2 library. */
export async function emptyAdded(
  session: EditSession,
  target: BlockTarget,
  kind: string,
  { now }: OperationOptions,
): Promise<OperationDone> {
  await refuseTypes(session, [kind])
  const adding = { statics: new Map<string, Buffer>(), taken: new Set<string>(), now: now().toISOString() }
  return emptyContainer(session, target, kind, '', adding)
}
