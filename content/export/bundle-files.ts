import { localised, keyAtSite, isOfOtherSite } from '../bundle/site-keys.js'
import { nodesOf, partOf, partPath, partText, readPart, type TreePart } from '../bundle/tree-part.js'
import { bundleId } from '../bundle/bundle-id.js'
import { idsPath } from '../source/index.js'
import { bundlePaths, bundleText } from '../bundle/bundle-about.js'
import { parseContextKey } from '../../runtime/keys/index.js'
import type { AuthoringStore, TreeFile } from '../version/index.js'
import { bytesFile, textFile, type ExportFile } from './export-file.js'
import type { ReferredVersion } from './referred-versions.js'
import { filesOfVersion } from './version-files.js'

/** A library version as a bundle of an export. */
export interface Bundle {
  readonly id: string
  /** Key of the library as it leaves the site. */
  readonly key: string
  readonly files: readonly ExportFile[]
}

/**
 * The files of a library version below its bundle: all of them, or those of the blocks that are needed with what shows that they are of that
 * version. What is here in part only is written as far as it is here.
 * @param domain of this site
 */
export async function bundleOf(
  store: AuthoringStore,
  referred: ReferredVersion,
  domain: string | undefined,
): Promise<Bundle> {
  const { seen, library, version, blocks } = referred
  const { entry, view } = seen
  const key = keyAtSite(library, undefined, domain)
  const id = bundleId(key, version)
  const paths = bundlePaths(id)
  const kept = await keptPart(store, seen.view.tree.get(partPath))
  const wanted = blocks && (await filesOfBlocks(referred, blocks))
  const isPart = kept !== undefined || wanted !== undefined
  const tree = kept?.version ?? entry.tree
  const files: ExportFile[] = []
  const taken: string[] = []
  for await (const file of filesOfVersion(store, seen)) {
    if (file.path === idsPath) files.push(await atHome(file, library, paths.files))
    if (file.path === idsPath || file.path === partPath || (wanted && !wanted.has(file.path))) continue
    taken.push(file.path)
    files.push({ ...file, path: `${paths.files}/${file.path}` })
  }
  if (isPart) {
    const nodes = kept ? nodesOf(kept) : store.versions.store.blobs
    files.push(textFile(`${paths.files}/${partPath}`, partText(await partOf(nodes, tree, taken))))
  }
  const about = {
    key,
    version,
    tree: tree === version ? undefined : tree,
    title: view.title,
    number: entry.originNumber ?? entry.number,
    name: entry.name,
    reading: entry.reading,
    isPart,
  }
  files.push(textFile(paths.about, bundleText(about)))
  return { id, key, files }
}

async function keptPart(
  store: AuthoringStore,
  finding: Promise<TreeFile | undefined>,
): Promise<TreePart | undefined> {
  const file = await finding
  return file && readPart(Buffer.from(await store.file(file.hash)).toString('utf8'))
}

/** What nameless blocks are called, by keys as the files of the library have them. */
async function atHome(ids: ExportFile, library: string, folder: string): Promise<ExportFile> {
  const pieces: Uint8Array[] = []
  for await (const piece of ids.bytes()) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  const { domain } = parseContextKey(library).parts()
  const isForeign = isOfOtherSite(library) && typeof domain === 'string'
  return bytesFile(`${folder}/${ids.path}`, isForeign ? localised(bytes, domain) : bytes)
}

/**
 * The paths of the files that blocks of a v2 library are read from: of components with all versions and static files, and of the library what
 * stands for the whole. Undefined for a library of another form, which is never parted.
 */
async function filesOfBlocks(
  { seen: { view } }: ReferredVersion,
  blocks: ReadonlySet<string>,
): Promise<ReadonlySet<string> | undefined> {
  if (!(await view.tree.has('package.toml'))) return undefined
  const named = new Set<string>()
  for (const [, { at, pointer, texts = [] }] of await view.blocks(blocks))
    for (const path of [at?.[0], pointer?.[0], ...texts]) if (path !== undefined) named.add(path)
  const paths = new Set<string>()
  for await (const [path] of view.tree.entries()) {
    const [entity = '', inside] = path.split('/component_versions/')
    const isNeeded = named.has(path) || (inside !== undefined && named.has(`${entity}.toml`))
    const isOfWhole =
      path === 'package.toml' || path.startsWith('static/') || path.startsWith('unit-compositor.')
    if (isNeeded || isOfWhole) paths.add(path)
  }
  return paths
}
