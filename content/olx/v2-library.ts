import { CompositorError } from '../../runtime/errors/index.js'
import { LibraryBlockKey, parseLibraryKey, type LibraryKey } from '../../runtime/keys/index.js'
import type { Json } from '../../runtime/values/json.js'
import type { AuthoredContext } from './authored-block.js'
import { blockId } from './block-id.js'
import { BlockWalk } from './block-walk.js'
import type { ReadOptions } from './read-options.js'
import { renamedIn } from './renamed-blocks.js'
import type { Findings } from './findings.js'
import { emptyBlock, readContainers } from './library-containers.js'
import { folderOf, readEntities, type LibraryEntity } from './library-entity.js'
import type { OlxFiles } from './olx-files.js'
import { PinnedMembers } from './pinned-members.js'
import { componentPlace } from './component-place.js'
import { readToml, table, text, texts, tomlPlace, tryToml } from './package-toml.js'

/**
 * Reads a v2 library archive from the folder that holds `package.toml`. A container has a usage key like a
 * component's (`lb:ORG:SLUG:unit:ID`), so that it can be shown and referred to like one.
 * @throws CompositorError `olx-unreadable`, `olx-malformed`, `olx-too-large`
 */
export async function readV2Library(files: OlxFiles, options: ReadOptions): Promise<AuthoredContext> {
  const { findings, types, draft, onBlocks } = options
  const packed = readToml(files, 'package.toml')
  refuseNewer(table(packed['meta'])['format_version'])
  const about = table(packed['learning_package'])
  const library = libraryOf(files, text(about['key']))
  const keyOf = (blockType: string, id: string) => libraryBlockKey(library, blockType, id)
  const entities = await readEntities(files, draft, findings)
  const walk = new BlockWalk({
    files,
    types,
    findings,
    keyOf,
    onBlocks: (count) => onBlocks?.(count, entities.length),
    spool: options.spool,
    previous: await options.previous?.(library.toString()),
  })
  const keys = new Map<string, string>()
  for (const entity of entities) {
    if (!entity.isContainer) keys.set(entity.entityKey, await walk.from(componentPlace(files, entity)))
  }
  walk.reportNamed()
  for (const entity of entities) {
    if (entity.isContainer) keys.set(entity.entityKey, keyOf(entity.type, entity.id))
  }
  const { blocks } = walk
  const pinned = new PinnedMembers(files, entities, keys, { types, findings, keyOf })
  for (const container of readContainers(files, entities, keys, findings).values())
    blocks.set({ ...(await pinned.of(container)), children: [...container.children] })
  const title = text(about['title']) ?? library.slug
  const standing = entities.filter((one) => one.canStandAlone)
  const inOrder = [
    ...standing.filter((one) => !one.isContainer),
    ...standing.filter((one) => one.isContainer),
  ]
  const root = library.toString()
  blocks.set({
    ...emptyBlock(root, 'library', title),
    children: inOrder.map((one) => keys.get(one.entityKey)).filter((key) => key !== undefined),
  })
  const description = text(about['description']) ?? ''
  const collections = readCollections(files, keys, findings)
  const others = files.source
    .paths()
    .filter((path) => !/^(?:entities|collections|static)\/|^package\.toml$/.test(path))
  const { assets, aliases } = componentAssets(files, entities, keys)
  for (const [name, path] of pinned.assets) assets.set(name, path)
  noteEntities(walk, entities, keys)
  return {
    context: root,
    kind: 'library',
    title,
    root,
    blocks,
    sources: walk.sources,
    assets,
    assetAliases: aliases,
    files: others,
    metadata: {
      description,
      collections,
      ...renamedIn(files),
      version_numbers: Object.fromEntries(
        entities.map((one) => [keys.get(one.entityKey) ?? '', one.versionNumber]),
      ),
    },
  }
}

/** The form of archives that is read. */
const formatVersion = 1

/** @throws CompositorError `olx-unreadable` for an archive of a form that is not known, of which much might be lost */
function refuseNewer(version: unknown): void {
  if (version === undefined || version === formatVersion) return
  const message = `package.toml says format_version = ${JSON.stringify(version)}; archives of format ${formatVersion} are read.`
  throw new CompositorError('olx-unreadable', message, { location: { file: 'package.toml' } })
}

/** Notes where containers stand, and of components besides the file that says which of their versions counts. */
function noteEntities(
  walk: BlockWalk,
  entities: readonly LibraryEntity[],
  keys: ReadonlyMap<string, string>,
): void {
  for (const { entityKey, path } of entities) {
    const key = keys.get(entityKey) ?? ''
    const { at = { file: path, line: 1, column: 1 }, texts, ...source } = walk.sources.get(key) ?? {}
    walk.note(key, { ...source, at, texts: texts ? [...texts, path] : [] })
  }
}

function libraryOf(files: OlxFiles, key: string | undefined): LibraryKey {
  try {
    return parseLibraryKey(key ?? '')
  } catch (cause) {
    const message = `package.toml names the library '${key ?? ''}'; expected lib:ORG:SLUG.`
    throw new CompositorError('olx-unreadable', message, {
      location: tomlPlace(files, 'package.toml', key ?? ''),
      cause,
    })
  }
}

function libraryBlockKey(library: LibraryKey, blockType: string, id: string): string {
  const [cleanType, cleanId] = [blockType, id].map((part) => blockId(part).replaceAll(':', '_'))
  return new LibraryBlockKey({ library, blockType: cleanType ?? '', blockId: cleanId ?? '' }).toString()
}

/**
 * Static files stand beside each component, so names repeat. Each file goes by its block's usage key, a slash and
 * its name, and by its name alone for the first component that has it.
 */
function componentAssets(
  files: OlxFiles,
  entities: readonly LibraryEntity[],
  keys: ReadonlyMap<string, string>,
) {
  const assets = new Map<string, string>()
  const aliases: Record<string, string> = {}
  // What belongs to the whole, such as what scripts of its problems import from.
  for (const path of files.source.paths())
    if (path.startsWith('static/')) assets.set(path.slice('static/'.length).normalize('NFC'), path)
  const paths = files.source.paths().filter((path) => path.includes('/static/'))
  if (paths.length === 0) return { assets, aliases }
  const entityOf = new Map(entities.map((entity) => [`${folderOf(entity)}/static`, entity]))
  for (const path of paths) {
    const at = path.indexOf('/static/')
    const entity = entityOf.get(path.slice(0, at + '/static'.length))
    if (entity === undefined) continue
    const name = path.slice(at + '/static/'.length).normalize('NFC')
    const qualified = `${keys.get(entity.entityKey) ?? ''}/${name}`
    assets.set(qualified, path)
    if (!Object.hasOwn(aliases, name)) aliases[name] = qualified
  }
  return { assets, aliases }
}

function readCollections(files: OlxFiles, keys: ReadonlyMap<string, string>, findings: Findings): Json {
  return files.source
    .paths()
    .filter((path) => path.startsWith('collections/') && path.endsWith('.toml'))
    .map((path) => table(tryToml(files, path, findings)?.['collection']))
    .filter((collection) => text(collection['key']) !== undefined)
    .map((collection) => ({
      key: text(collection['key']) ?? '',
      title: text(collection['title']) ?? '',
      description: text(collection['description']) ?? '',
      blocks: texts(collection['entities'])
        .map((entity) => keys.get(entity))
        .filter((key) => key !== undefined),
    }))
}
