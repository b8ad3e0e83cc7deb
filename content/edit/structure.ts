import { CompositorError } from '../../runtime/errors/index.js'
import {
  CourseBlockKey,
  parseCourseKey,
  parsePathwayKey,
  parseUsageKey,
  V1LibraryBlockKey,
  V1LibraryKey,
} from '../../runtime/keys/index.js'
import { escapeXmlAttribute, parseXml, sourceOf } from '../../runtime/olx/index.js'
import type { BlockPlace } from '../olx/block-place.js'
import { blockId } from '../olx/block-id.js'
import { pathwayBlockKey } from '../olx/pathway.js'
import { pointerPaths } from '../olx/pointer.js'
import { policyName } from '../olx/read-place.js'
import { renamedBlocks, renamedPath } from '../olx/renamed-blocks.js'
import type { TextEdit } from '../../runtime/olx/text-edit.js'
import type { VersionBlock } from '../version/version-block.js'
import type { BlockTarget, OperationDone } from './draft-operation.js'
import { EditedFiles } from './edited-files.js'
import type { EditSession } from './edit-session.js'
import { keyEdit } from './json-text.js'
import { appendEdit, removalEdit, StartTag } from '../../runtime/olx/start-tag.js'

/** Puts an element into the file of the block that is to hold it; all else of that file stays. */
export async function inserted(
  session: EditSession,
  files: EditedFiles,
  { parent, index }: BlockTarget,
  text: string,
  without?: string,
): Promise<void> {
  const { at, children } = await session.childPlaces(parent)
  const { children: keys } = await session.block(parent)
  const others = children.filter((_, place) => keys[place] !== without)
  const isHere = ({ element, file }: BlockPlace) => element.end > 0 && file.path === at.file.path
  const next = others.slice(index ?? others.length).find(isHere)
  const last = others.slice(0, index ?? others.length).findLast(isHere)
  const source = at.file.text
  const edit: TextEdit = next
    ? {
        start: next.element.start,
        end: next.element.start,
        text: text + spaceBefore(source, next.element.start),
      }
    : last
      ? {
          start: last.element.end,
          end: last.element.end,
          text: spaceBefore(source, last.element.start) + text,
        }
      : appendEdit(at.element, source, text)
  files.edit(at.file.path, [edit])
}

/** The white space with which an element begins a line of its own. */
function spaceBefore(text: string, start: number): string {
  return /(?:\r?\n)[ \t]*$/.exec(text.slice(Math.max(0, start - 1000), start))?.[0] ?? ''
}

/** Takes a block away with all below it, and the files that only they are read from. */
export async function deleted(session: EditSession, usage: string): Promise<OperationDone> {
  if (usage === session.version.root) throw fixed(usage, 'it is the whole')
  const files = new EditedFiles(session.known)
  const { place } = await session.place(usage, true)
  const below = await subtree(session, usage)
  if (place.element.end > 0) files.edit(place.file.path, [removalEdit(place.element, place.file.text)])
  for (const path of await ownFiles(session, below)) if (path !== place.file.path) files.remove(path)
  return { files: files.changes(), usage }
}

/** Puts a block into another one, or to another place in its own, under the key it has. */
export async function moved(
  session: EditSession,
  usage: string,
  target: BlockTarget,
): Promise<OperationDone> {
  const below = await subtree(session, usage)
  if (below.has(target.parent)) throw fixed(usage, 'it cannot stand inside itself')
  const { place, urlName } = await session.place(usage, true)
  if (place.element.end === 0) throw fixed(usage, 'it stands in a folder of drafts')
  const files = new EditedFiles(session.known)
  const text = sourceOf(place.element, place.file.text)
  files.edit(place.file.path, [removalEdit(place.element, place.file.text)])
  await inserted(session, files, target, named(text, urlName), usage)
  return { files: files.changes(), usage }
}

/** Gives a block another url_name, with its file; the old key is noted to lead to the new one. */
export async function renamed(session: EditSession, usage: string, name: string): Promise<OperationDone> {
  const { version } = session
  const urlName = name.trim()
  if (session.isV2 || usage === version.root) throw fixed(usage, 'its name is that of its files')
  if (blockId(urlName) === '' || blockId(urlName) !== urlName)
    throw fixed(usage, `'${name.slice(0, 100)}' is no url_name; use letters, digits and _ - . ~ :`)
  const key = keyOf(session, parseUsageKey(usage).blockType, urlName)
  if ((await version.block(key)) !== undefined) throw fixed(usage, `there is a block '${key}' already`)
  const at = await session.place(usage, true)
  const { place, typeName, urlName: before } = at
  if (place.element.end === 0) throw fixed(usage, 'it stands in a folder of drafts')
  const files = new EditedFiles(session.known)
  const tag = new StartTag(place.element, place.file.text)
  files.edit(place.file.path, tag.with(new Map([['url_name', urlName]]), place.element.attributes))
  await ownFilesRenamed(session, files, usage, { typeName, before, after: urlName })
  await childrenNamed(session, files, usage)
  if (session.isCourse) {
    const run = await session.run()
    const path = await session.known.settled(() =>
      session.olx.find([`policies/${run}/policy.json`, `policies/${run}.json`]),
    )
    const text = path === undefined ? undefined : files.text(path)?.text
    if (path !== undefined && text !== undefined)
      files.edit(path, keyEdit(text, policyName(typeName, before), policyName(typeName, urlName)))
  }
  await ledTo(session, files, new Map([[usage, key]]))
  return { files: files.changes(), usage: key }
}

/** Notes which keys lead to which others; what led to one of them leads on. @param keys new ones by old ones */
export async function ledTo(
  session: EditSession,
  files: EditedFiles,
  keys: ReadonlyMap<string, string>,
): Promise<void> {
  const list = await session.known.settled(() => session.known.text(renamedPath))
  const taken = new Set(keys.values())
  const all = { ...renamedBlocks(list), ...Object.fromEntries(keys) }
  const led = Object.entries(all).flatMap(([old, now]) =>
    taken.has(old) || typeof now !== 'string' ? [] : [[old, keys.get(now) ?? now] as const],
  )
  files.put(renamedPath, Buffer.from(`${JSON.stringify(Object.fromEntries(led), null, 2)}\n`))
}

/** The files that a block is found in by its url_name go with it. */
async function ownFilesRenamed(
  session: EditSession,
  files: EditedFiles,
  usage: string,
  { typeName, before, after }: { readonly typeName: string; readonly before: string; readonly after: string },
): Promise<void> {
  const { at, texts = [], xmlAttributes = {} } = await session.block(usage)
  const below = await subtree(session, usage)
  // A text that is named by its file stays under that name.
  const isNamed = Object.hasOwn(xmlAttributes, 'filename')
  const path = (name: string) => name.replaceAll(':', '/')
  for (const file of new Set([...(at ? [at[0]] : []), ...texts])) {
    const isOwn =
      pointerPaths(typeName, before).includes(file) ||
      (!isNamed && file === `${typeName}/${path(before)}.html`)
    const others = (await session.version.readFrom(file)).filter((one) => !below.has(one))
    if (!isOwn) continue
    if (others.length > 0) throw fixed(usage, `'${file}' is the file of other blocks, too`)
    const bytes = await session.files.bytes(file)
    const ending = file.slice(file.lastIndexOf('.'))
    if (!bytes) continue
    // A file that is changed besides is written under its new name as it becomes.
    const edited = files.changes().get(file) ?? Buffer.from(bytes)
    files.remove(file).put(`${file.slice(0, file.indexOf('/'))}/${path(after)}${ending}`, edited)
  }
}

/** Blocks without a name inside one that is renamed get the one they have: it was found by their parent. */
async function childrenNamed(session: EditSession, files: EditedFiles, usage: string): Promise<void> {
  const { children: keys } = await session.block(usage)
  if (keys.length === 0) return
  const blocks = await session.version.blocks(keys)
  if (![...blocks.values()].some(({ unnamed }) => unnamed !== undefined)) return
  const { children } = await session.childPlaces(usage)
  for (const [index, { element, file }] of children.entries()) {
    const key = keys[index] ?? ''
    if (blocks.get(key)?.unnamed === undefined) continue
    const tag = new StartTag(element, file.text)
    const name = parseUsageKey(key).blockId
    files.edit(file.path, [
      { start: tag.nameEnd, end: tag.nameEnd, text: ` url_name="${escapeXmlAttribute(name)}"` },
    ])
  }
}

/** A block and all below it. */
export async function subtree(
  session: Pick<EditSession, 'version' | 'block'>,
  usage: string,
): Promise<ReadonlyMap<string, VersionBlock>> {
  const found = new Map<string, VersionBlock>([[usage, await session.block(usage)]])
  let level = [usage]
  while (level.length > 0) {
    const keys = level.flatMap((key) => found.get(key)?.children ?? []).filter((key) => !found.has(key))
    const blocks = await session.version.blocks(keys)
    for (const [key, block] of blocks) found.set(key, block)
    level = [...blocks.keys()]
  }
  return found
}

/** The files that these blocks are read from, and no others. */
export async function ownFiles(
  session: EditSession,
  blocks: ReadonlyMap<string, VersionBlock>,
): Promise<string[]> {
  const paths = new Set<string>()
  for (const { at, texts = [] } of blocks.values())
    for (const path of [...(at ? [at[0]] : []), ...texts]) paths.add(path)
  const own: string[] = []
  for (const path of paths) {
    if (path.startsWith('policies/')) continue
    const users = await session.version.readFrom(path)
    if (users.length > 0 && users.every((usage) => blocks.has(usage))) own.push(path)
  }
  return own
}

/** An element's text with a url_name, where it has none. */
export function named(source: string, urlName: string): string {
  const root = parseXml(source)
  if (root.attribute('url_name') !== undefined && root.attribute('url_name') !== '') return source
  const { nameEnd } = new StartTag(root, source)
  return `${source.slice(0, nameEnd)} url_name="${escapeXmlAttribute(urlName)}"${source.slice(nameEnd)}`
}

/** The usage key of a block of a course, pathway or v1 library, as text. */
export function keyOf({ version, isPathway }: EditSession, blockType: string, id: string): string {
  if (isPathway) return pathwayBlockKey(parsePathwayKey(version.context), blockType, id)
  if (version.kind === 'course')
    return new CourseBlockKey({ course: parseCourseKey(version.context), blockType, blockId: id }).toString()
  const { context } = parseUsageKey(version.root)
  if (!(context instanceof V1LibraryKey)) throw fixed(version.root, 'its blocks stand in files of their own')
  return new V1LibraryBlockKey({ library: context, blockType, blockId: id }).toString()
}

export function fixed(usage: string, why: string): CompositorError {
  return new CompositorError('draft-fixed', `'${usage}' cannot be changed so: ${why}.`, { usage })
}
