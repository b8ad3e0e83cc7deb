import { blockOlx } from '../../runtime/block/index.js'
import { ContextualKey, LibraryBlockKey, parseUsageKey, V1LibraryBlockKey } from '../../runtime/keys/index.js'
import { freshName } from './copied-block.js'
import type { OperationDone, Reference } from './draft-operation.js'
import { EditedFiles } from './edited-files.js'
import type { EditSession } from './edit-session.js'
import { removalEdit } from '../../runtime/olx/start-tag.js'
import { fixed, inserted, keyOf, ledTo, ownFiles, subtree } from './structure.js'

/** The type of blocks that stand for blocks of libraries. */
const referenceType = 'library_content_v2'

/** Blocks that hold units, and units: what is addressed by itself is not replaced. */
const above: ReadonlySet<string> = new Set(['course', 'chapter', 'sequential', 'vertical'])

/** @throws CompositorError `draft-fixed` for a block that no reference can stand for */
export function refuseWhole(usage: string, type: string): void {
  if (above.has(type)) throw fixed(usage, 'only what stands in a unit is referred to')
}

/**
 * Puts a reference to a library block in the place of a block of a course. The keys of before lead to those that the library's block has by
 * the reference, so that what learners have goes along (docs/decisions/0071-operations-on-drafts.md).
 * @throws CompositorError `block-not-found`, `draft-fixed`
 */
export async function referred(
  session: EditSession,
  usage: string,
  { library, blocks, settings: here = {} }: Reference,
): Promise<OperationDone> {
  const { type, parent = '' } = await session.block(usage)
  if (!session.isCourse) throw fixed(usage, 'only courses refer to libraries so')
  refuseWhole(usage, type)
  const below = await subtree(session, usage)
  const block = blocks[usage]
  const missing = [...below.keys()].find((key) => blocks[key] === undefined)
  if (block === undefined || missing !== undefined)
    throw fixed(usage, `nothing of the library is named for '${missing ?? usage}'`)
  const { place } = await session.place(usage, true)
  if (place.element.end === 0) throw fixed(usage, 'it stands in a folder of drafts')
  const index = (await session.block(parent)).children.indexOf(usage)
  const id = parseUsageKey(usage).blockId
  const isFree = (await session.version.block(keyOf(session, referenceType, id))) === undefined
  const urlName = isFree ? id : freshName()
  const key = keyOf(session, referenceType, urlName)
  const settings = { ...here, source_libraries: [library], library_blocks: [block] }
  const text = blockOlx({ type: referenceType, urlName, content: {}, settings }, session.types)
  const files = new EditedFiles(session.known)
  files.edit(place.file.path, [removalEdit(place.element, place.file.text)])
  await inserted(session, files, { parent, index }, text, usage)
  for (const path of await ownFiles(session, below)) if (path !== place.file.path) files.remove(path)
  await ledTo(
    session,
    files,
    new Map([...below.keys()].map((old) => [old, contextual(key, blocks[old] ?? '')])),
  )
  return { files: files.changes(), usage: key }
}

function contextual(usage: string, block: string): string {
  const definition = parseUsageKey(block)
  if (!(definition instanceof LibraryBlockKey || definition instanceof V1LibraryBlockKey))
    throw fixed(usage, `'${block}' is no block of a library`)
  return new ContextualKey({ usage: parseUsageKey(usage), definition }).toString()
}
