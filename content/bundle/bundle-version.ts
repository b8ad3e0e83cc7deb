import type { BlockTypes } from '../../runtime/block/index.js'
import { parseContextKey } from '../../runtime/keys/index.js'
import { Findings } from '../olx/findings.js'
import { readOlx } from '../olx/read-olx.js'
import {
  ChangedSource,
  givenIdsOf,
  idsPath,
  MemorySource,
  rootIn,
  type OlxSource,
  type Spool,
} from '../source/index.js'
import {
  previousOf,
  treeName,
  treeOf,
  type AuthoringStore,
  type KnownVersion,
  type SeenEntry,
  type TreeFile,
} from '../version/index.js'
import { bundlePaths } from './bundle-about.js'
import type { CarriedBundle } from './carried-libraries.js'
import { unreadable } from './library-about.js'
import { keyAtSite, mayNameLibraries, qualifiedByDefault } from './site-keys.js'
import { filesIn, joinedParts, partPath, partText, readPart, type TreePart } from './tree-part.js'

/** What reading bundles needs. */
export interface BundleOptions {
  readonly types: BlockTypes
  readonly store: AuthoringStore
  readonly spool?: Spool
  /** The name of this site. */
  readonly domain: string | undefined
}

/**
 * Reads a library version out of an archive, once its files are shown to be what its name says, and stores it; it is known to nobody by that.
 * Blocks of a library of another site are read with its domain in all keys of its site, and its files are kept as they are.
 * @returns undefined where all of it is here
 * @throws CompositorError `archive-unreadable` for files that are not those of the version; those of `readOlx`
 */
export async function bundleVersion(
  bundle: CarriedBundle,
  options: BundleOptions,
): Promise<KnownVersion | undefined> {
  const { store, types, spool, domain } = options
  const { about } = bundlePaths(bundle.id)
  const given = bundle.source
  const library = keyAtSite(bundle.key, domain, undefined)
  const rootFile = rootIn(given)
  if (rootFile !== 'package.toml' && rootFile !== 'library.xml')
    throw unreadable(about, 'has no library beside it')
  const bare = new ChangedSource(given, (path) => path === idsPath || path === partPath)
  const tree = await treeOf(bare)
  const part = await provenPart(bundle, given, tree)
  const here = await store.pinned(library, bundle.version)
  const kept = here && (await keptPart(store, here))
  if (here && !kept) return undefined
  if (kept && part && [...tree.keys()].every((path) => kept.paths.has(path))) return undefined
  const source = part ? await partSource(store, bare, tree, part, kept) : bare
  const read = readingOf(part ? withIds(source, given) : given, library)
  const ids = givenIdsOf(read)
  const authored = await readOlx(
    { source: new ChangedSource(read, (path) => path === idsPath || path === partPath), rootFile },
    {
      types,
      findings: new Findings(),
      draft: bundle.reading === 'draft',
      previous: async () => ids && previousOf(ids),
      spool,
    },
  )
  if (authored.context !== library)
    throw unreadable(about, `is of '${bundle.key}', and its files are those of '${authored.context}'`)
  const made = await store.make(authored, source, await treeOf(source), { variant: bundle.reading })
  const { version, number, name } = bundle
  return { made, version, number, name }
}

/** Checks that files are those of the version; of some of them by what leads to them. @throws CompositorError `archive-unreadable` */
async function provenPart(
  { id, version, tree: name = version, isPart }: CarriedBundle,
  given: OlxSource,
  tree: ReadonlyMap<string, TreeFile>,
): Promise<TreePart | undefined> {
  const { files } = bundlePaths(id)
  if (!isPart) {
    if ((await treeName(tree)) !== name)
      throw unreadable(files, `holds other files than version '${name}' has`)
    return undefined
  }
  const text = given.text(partPath)
  const part = text === undefined ? undefined : readPart(text)
  if (part?.version !== name) throw unreadable(files, `does not show that it is a part of version '${name}'`)
  const known = await filesIn(part, tree.keys())
  for (const [path, { hash, size }] of tree) {
    const proven = known.get(path)
    if (proven?.hash !== hash || proven.size !== size)
      throw unreadable(`${files}/${path}`, `is no file that version '${name}' has`)
  }
  return part
}

interface KeptPart {
  readonly part: TreePart
  readonly paths: ReadonlySet<string>
  readonly seen: SeenEntry
}

/** The part of a version that is here; undefined where all of it is. */
async function keptPart(store: AuthoringStore, seen: SeenEntry): Promise<KeptPart | undefined> {
  const file = await seen.view.tree.get(partPath)
  if (!file) return undefined
  const paths = new Set<string>()
  for await (const [path] of seen.view.tree.entries()) paths.add(path)
  return { part: readPart(Buffer.from(await store.file(file.hash)).toString('utf8')), paths, seen }
}

/** The files of a part with what shows that they are of their version, and those that are here already. */
async function partSource(
  store: AuthoringStore,
  bare: OlxSource,
  tree: ReadonlyMap<string, TreeFile>,
  part: TreePart,
  kept: KeptPart | undefined,
): Promise<OlxSource> {
  const files = new Map<string, Buffer>()
  if (kept)
    for await (const [path, { hash }] of kept.seen.view.tree.entries())
      files.set(path, Buffer.from(await store.file(hash)))
  for (const path of tree.keys()) files.set(path, bare.bytes(path) ?? Buffer.alloc(0))
  files.set(partPath, Buffer.from(partText(kept ? joinedParts(kept.part, part) : part)))
  return new MemorySource(bare.name, files)
}

function withIds(source: OlxSource, given: OlxSource): OlxSource {
  const ids = given.bytes(idsPath)
  if (!ids) return source
  const files = source.paths().map((path) => [path, source.bytes(path) ?? Buffer.alloc(0)] as const)
  return new MemorySource(source.name, [...files, [idsPath, ids] as const])
}

/** The files as they are read: in a library of another site, what names no site is of that one. */
function readingOf(source: OlxSource, library: string): OlxSource {
  const { domain } = parseContextKey(library).parts()
  if (typeof domain !== 'string') return source
  const changed = new Map<string, Buffer>()
  for (const path of source.paths()) {
    const bytes = mayNameLibraries(path) ? source.bytes(path) : undefined
    const after = bytes && qualifiedByDefault(bytes, domain)
    if (after && after !== bytes) changed.set(path, after)
  }
  return new ChangedSource(source, () => false, changed)
}
