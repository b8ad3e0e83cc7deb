import type { Finding } from '../runtime/errors/index.js'
import type { BlockTypes } from '../runtime/block/index.js'
import type { AuthoredScript } from '../runtime/olx/index.js'
import { intendedType, type AuthoredContext } from './olx/authored-block.js'
import { checkHealth } from './olx/content-health.js'
import { Findings } from './olx/findings.js'
import { readOlx } from './olx/read-olx.js'
import { madeSince } from './asked-import.js'
import { pastVersions } from './import-history.js'
import { ArrivedVersions } from './bundle/arrived-versions.js'
import { atHome } from './bundle/site-keys.js'
import { checkReferences, type CheckOptions } from './publish/index.js'
import { DraftGroups } from './publish/draft-groups.js'
import { drawsWithOthers } from './publish/draws-together.js'
import { locatedFinding } from './publish/located-finding.js'
import { AuthoredView } from './publish/authored-view.js'
import { OutlineLines } from './publish/outline-lines.js'
import { releaseFindings } from './publish/release-findings.js'
import { restoredUnder } from './restored-key.js'
import { policyFindings } from './values/policy-findings.js'
import {
  ChangedSource,
  GivenHistory,
  givenIdsOf,
  historyFolder,
  idsPath,
  openSource,
  Spool,
  type ArchiveBytes,
  type NamedInside,
  type OlxRoot,
  type SourceLimits,
} from './source/index.js'
import type { PreviousVersion } from './olx/previous-blocks.js'
import {
  countTypes,
  previousOf,
  previousVersion,
  treeName,
  treeOf,
  type AuthoringStore,
  type ContextHead,
  type EditedBlock,
  type LibraryPin,
  type OverEdits,
  type SavedVersion,
  type TreeFile,
} from './version/index.js'

/** How far an import has come. */
export interface ImportProgress {
  readonly step: 'opening' | 'reading' | 'storing' | 'history' | 'done'
  /** Blocks read, files stored, or older versions taken in, so far. */
  readonly count: number
  /** Of how many; absent where that is not known. */
  readonly total?: number
}

/** What an import reads with, and where it goes. */
export interface ImportOptions {
  /** Types whose own OLX is read by them; all others are read by attributes and kept whole. */
  readonly types: BlockTypes
  readonly store: AuthoringStore
  /** Take drafts where the OLX has them besides what is published. */
  readonly draft?: boolean
  /** The name of this site: keys that have it are its own, and lose it. */
  readonly domain?: string | undefined
  /** A key under which a library is taken in, as text, in place of its own. */
  readonly as?: string | undefined
  /** What becomes of edits that authors made of the draft; left out, an import over edits is refused. */
  readonly edits?: OverEdits | undefined
  /** Leave a context as it is where anybody edited it, or imported something else over this import. */
  readonly unlessChanged?: boolean
  /** Whether the caller publishes a first import; one that is cut off before goes on being the first. */
  readonly opens?: boolean
  /** Store nothing where there is a finding of level `error`. */
  readonly strict?: boolean
  /** Looks at the scripts of what was read before anything is stored, and gives what it finds. */
  readonly checkScripts?: ((read: ReadScripts) => Promise<readonly Finding[]>) | undefined
  /**
   * When it was asked for, epoch milliseconds, where a process that died may have begun with it: it is made once, and not over what
   * was imported since.
   */
  readonly asked?: number | undefined
  /** Called before the first thing changes that others see; what it throws ends the import. */
  readonly beforeSave?: (() => Promise<void>) | undefined
  /** Epoch milliseconds: what opens later than that is told; the machine's clock when left out. */
  readonly now?: (() => number) | undefined
  /** {@link sourceLimits} when left out. */
  readonly limits?: SourceLimits
  readonly onProgress?: (progress: ImportProgress) => void
}

/** What an import did. */
export interface ImportOutcome {
  /** Key of the course or library, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Whether it was stored: always, unless it was to be without errors and has some. */
  readonly stored: boolean
  /** Hash of the version that is now the draft: the import, or the import under edits that were kept. */
  readonly version: string
  /** Hash of the version as it was imported. */
  readonly imported: string
  /** Whether the draft is another one than before, or the same read by other block types. */
  readonly changed: boolean
  /** Whether the context was left as it is, see {@link ImportOptions.unlessChanged}. */
  readonly kept: boolean
  /** Whether it is the first import of its context, which {@link ImportOptions.opens} says is to be published. */
  readonly opening: boolean
  /** The version that learners saw before, or null. */
  readonly publishedBefore: string | null
  /** The edits that the import met in the draft, kept or replaced as it was told. */
  readonly edits: readonly EditedBlock[]
  /** Number of blocks by type; what could not be read counts as what it would have been. */
  readonly blocks: Readonly<Record<string, number>>
  /** Number of units. */
  readonly units: number
  /** Contexts that were published without this library version and can be published again. */
  readonly waiting: readonly string[]
  /** Contexts that were published without one of {@link libraries} and can be published again. */
  readonly healing: readonly string[]
  /** Library versions that came with it and were not here before. */
  readonly libraries: readonly LibraryPin[]
  /** Those that came with it and that references follow: to be published where nothing of their libraries is. */
  readonly followed: readonly LibraryPin[]
  readonly findings: readonly Finding[]
  /** References to libraries that lead nowhere yet; they may heal by an import of the library. */
  readonly references: readonly Finding[]
}

/** The scripts of authors in an import, none of them run. */
export interface ReadScripts {
  /** Key of the course or library, as text. */
  readonly context: string
  readonly scripts: readonly AuthoredScript[]
  /** A static file of the import by its name; undefined where there is none. */
  asset(name: string): { readonly hash: string; readonly bytes: Uint8Array } | undefined
}

/**
 * Imports a folder or archive, by its path or from elsewhere: reads it, stores it as an immutable version, and makes that the draft as the last
 * step. Faults of single blocks are findings; faults of the whole throw, and change nothing.
 * Library versions beside a course become known by their names, and nothing else of them (docs/decisions/0113-courses-travel-with-libraries.md).
 * @throws CompositorError those of `openSource` and `readOlx`; `archive-unreadable` for libraries beside it that are not what they say; `draft-edited`, `job-overtaken`, `source-changed`, `store-unavailable`
 */
export async function importPath(
  path: string | ArchiveBytes,
  options: ImportOptions,
): Promise<ImportOutcome> {
  options.onProgress?.({ step: 'opening', count: 0 })
  const opened = await openSource(path, options.limits)
  const spool = new Spool()
  try {
    return await imported(opened, spool, options)
  } finally {
    spool.close()
    opened.source.close?.()
  }
}

async function imported(opened: OlxRoot, spool: Spool, options: ImportOptions): Promise<ImportOutcome> {
  const {
    types,
    store,
    draft = false,
    edits,
    opens = false,
    unlessChanged,
    strict,
    checkScripts,
    onProgress,
  } = options
  const { as, domain, now = Date.now } = options
  const changed = changedFiles(opened, options)
  const arrived = await ArrivedVersions.read(opened.around, { types, store, spool, domain })
  const source = new ChangedSource(opened.source, isBeside, changed)
  const root = { ...opened, source }
  const given = givenIdsOf(new ChangedSource(opened.source, () => false, changed))
  const tree = await treeOf(source)
  const name = await treeName(tree)
  const findings = new Findings()
  for (const finding of arrived.findings) findings.add(finding)
  const authored = await readOlx(root, {
    types,
    findings,
    draft,
    previous: (context) => namesBefore(store, context, name, given),
    onBlocks: (count, total) =>
      onProgress?.({ step: 'reading', count, ...(total !== undefined && { total }) }),
    spool,
  })
  const { context, kind, title } = authored
  checkHealth(source, authored, { types, findings })
  const { references, units } = await checked(authored, tree, {
    store,
    versions: arrived.foreseen,
    types,
    findings,
    at: now(),
  })
  const asset = (asked: string) => {
    const path = authored.assets.get(asked)
    const bytes = path === undefined ? undefined : source.bytes(path)
    const hash = tree.get(path ?? '')?.hash
    return bytes && hash !== undefined ? { hash, bytes } : undefined
  }
  const tried = (await checkScripts?.({ context, scripts: findings.scripts, asset })) ?? []
  for (const finding of tried) findings.add(finding)
  const isWrong = [...findings.list, ...references].some(({ level }) => level === 'error')
  const stored = !(strict && isWrong)
  const head = await store.findHead(context)
  const kept = head !== undefined && unlessChanged === true && (await isChanged(store, head, name))
  const onFiles = (count: number, total: number) => onProgress?.({ step: 'storing', count, total })
  const variant = draft ? 'draft' : 'published'
  const { folder } = opened
  const carried = GivenHistory.of(opened.source)
  if (carried && head) findings.add(leftHistory(context, source.name))
  const save = async () => {
    const made = await store.make(authored, source, tree, { variant, folder, onFiles })
    const onVersion = (count: number, total: number) => onProgress?.({ step: 'history', count, total })
    const past =
      carried && !head ? await pastVersions(carried, { types, store, spool, as, onVersion }) : undefined
    await options.beforeSave?.()
    return store.save(made, { edits, opens, types, past })
  }
  const { asked } = options
  const before =
    head && asked !== undefined && (await madeSince(store, head, { context, name, variant, asked }))
  const saved = before || (stored && !kept ? await save() : asItIs(head, name))
  // After the course, so that one that is refused leaves nothing behind.
  const healing = stored ? await arrived.know() : []
  if (saved.unrelated) findings.add(unrelatedTo(context, source.name))
  onProgress?.({ step: 'done', count: authored.blocks.size })
  return {
    context,
    kind,
    title,
    stored,
    version: saved.draft,
    imported: name,
    changed: saved.changed,
    kept,
    opening: saved.opening,
    publishedBefore: saved.published,
    edits: saved.edits,
    blocks: countTypes(typesOf(authored)),
    units,
    waiting: stored ? await store.contextsWaitingFor(context, name) : [],
    healing: healing.filter((one) => one !== context),
    libraries: stored ? arrived.pins : [],
    followed: stored ? arrived.followed : [],
    findings: findings.all(),
    references,
  }
}

/** What is to be said of the whole of it. */
async function checked(
  authored: AuthoredContext,
  tree: ReadonlyMap<string, TreeFile>,
  { findings, ...looked }: CheckOptions & { readonly findings: Findings; readonly at: number },
): Promise<{ readonly references: readonly Finding[]; readonly units: number }> {
  const view = new AuthoredView(authored, tree)
  for (const finding of await releaseFindings(view, looked.at)) findings.add(finding)
  for (const finding of policyFindings(authored, looked.types))
    findings.add(await locatedFinding(finding, view))
  const isGrouped = [...authored.blocks.values()].some(({ key, type, settings }) => {
    const block = { key, type, definition: '', content: {}, settings, children: [] }
    return drawsWithOthers(block, looked.types)
  })
  for (const finding of isGrouped ? await new DraftGroups(view, looked).findings() : [])
    findings.add(await locatedFinding(finding, view))
  const referring: string[] = []
  for (const { key, type } of authored.blocks.values())
    if (looked.types.get(type)?.capabilities.references) referring.push(key)
  const references = await checkReferences(view, referring, looked)
  const units = authored.kind === 'library' ? topCount(authored) : await unitCount(view)
  return { references, units }
}

async function unitCount(view: AuthoredView): Promise<number> {
  let count = 0
  for await (const { isUnit } of new OutlineLines(view, undefined).all()) if (isUnit) count++
  return count
}

/** The units of a library: what stands at its top, see {@link OutlineLines}. */
function topCount({ root, blocks }: AuthoredContext): number {
  return new Set(blocks.get(root)?.children.filter((key) => blocks.has(key))).size
}

function* typesOf({ blocks }: AuthoredContext): Iterable<string> {
  for (const { type, content } of blocks.values()) yield intendedType(type, content)
}

/** What blocks without a name were called: in this very version where it is here, as others may pin it, else in the import before. */
async function namesBefore(
  store: AuthoringStore,
  context: string,
  name: string,
  given: ReadonlyMap<string, NamedInside> | undefined,
): Promise<PreviousVersion | undefined> {
  const head = await store.findHead(context)
  if (head === undefined) return given && previousOf(given)
  const before = (await store.findView(context, name)) ?? (await store.view(context, head.imported))
  return previousVersion(before)
}

/** What saving would have answered where nothing was saved. @param hash of the import */
function asItIs(head: ContextHead | undefined, hash: string): SavedVersion {
  const { draft = hash, published = null } = head ?? {}
  return { draft, published, changed: false, opening: false, edits: [], unrelated: false }
}

/** Whether a context is not as an import left and published it, or went on from the import of this version. */
async function isChanged(
  store: AuthoringStore,
  { context, draft, published, imported, opening }: ContextHead,
  next: string,
): Promise<boolean> {
  if (opening) return false
  if (draft !== published || draft !== imported) return true
  return draft !== next && (await store.findView(context, next)) !== undefined
}

/** Files that are taken in otherwise than they came: keys of this site without its domain, and a library under another key. */
function changedFiles(
  { source, rootFile }: OlxRoot,
  { as, domain }: Pick<ImportOptions, 'as' | 'domain'>,
): ReadonlyMap<string, Buffer> {
  const changed = domain === undefined ? new Map<string, Buffer>() : atHome(source, domain)
  if (as === undefined) return changed
  const restored = restoredUnder(as, rootFile, new ChangedSource(source, () => false, changed))
  return new Map([...changed, ...restored])
}

/** Whether a file is one that our exports write beside those of a course or library. */
function isBeside(path: string): boolean {
  return path === idsPath || path.startsWith(historyFolder)
}

function leftHistory(context: string, source: string): Finding {
  const message = `${source} carries a history of '${context}', which has one here; its versions were not taken in.`
  return { level: 'note', code: 'history-left', message }
}

function unrelatedTo(context: string, source: string): Finding {
  const message = `${source} shares no block with any version of '${context}' that is here; it may be another course or library of the same key. What was here stays among its versions.`
  return { level: 'warning', code: 'import-unrelated', message }
}
