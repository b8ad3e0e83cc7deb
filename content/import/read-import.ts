import { ArrivedVersions } from '../bundle/arrived-versions.js'
import { atHome } from '../bundle/site-keys.js'
import type { AuthoredContext } from '../olx/authored-block.js'
import { checkHealth } from '../olx/content-health.js'
import { Findings } from '../olx/findings.js'
import type { PreviousVersion } from '../olx/previous-blocks.js'
import { readOlx } from '../olx/read-olx.js'
import {
  ChangedSource,
  givenIdsOf,
  historyFolder,
  idsPath,
  type NamedInside,
  type OlxRoot,
  type OlxSource,
  type Spool,
} from '../source/index.js'
import {
  previousOf,
  previousVersion,
  treeName,
  treeOf,
  type AuthoringStore,
  type TreeFile,
} from '../version/index.js'
import { checkedImport, type CheckedImport } from './checked-import.js'
import type { ImportOptions, ReadScripts } from './import-options.js'
import { restoredUnder } from './restored-key.js'

/** A folder or archive that was read and checked; nothing of it is stored yet. */
export interface ReadImport extends CheckedImport {
  readonly authored: AuthoredContext
  /** Its files, without what our exports write beside them. */
  readonly source: OlxSource
  readonly tree: ReadonlyMap<string, TreeFile>
  /** Name of the version that it is. */
  readonly name: string
  /** Library versions that came with it. */
  readonly arrived: ArrivedVersions
  readonly findings: Findings
}

/** Reads what was opened, and finds what is odd in it. @throws CompositorError those of `readOlx` */
export async function readImport(opened: OlxRoot, spool: Spool, options: ImportOptions): Promise<ReadImport> {
  const { types, store, draft = false, domain, checkScripts, onProgress, now = Date.now } = options
  const changed = changedFiles(opened, options)
  const arrived = await ArrivedVersions.read(opened.around, { types, store, spool, domain })
  const source = new ChangedSource(opened.source, isBeside, changed)
  const given = givenIdsOf(new ChangedSource(opened.source, () => false, changed))
  const tree = await treeOf(source)
  const name = await treeName(tree)
  const findings = new Findings()
  for (const finding of arrived.findings) findings.add(finding)
  const authored = await readOlx(
    { ...opened, source },
    {
      types,
      findings,
      draft,
      previous: (context) => namesBefore(store, context, name, given),
      onBlocks: (count, total) =>
        onProgress?.({ step: 'reading', count, ...(total !== undefined && { total }) }),
      spool,
    },
  )
  checkHealth(source, authored, { types, findings })
  const versions = arrived.foreseen
  const checked = await checkedImport(authored, tree, { store, versions, types, findings, at: now() })
  const read = { ...checked, authored, source, tree, name, arrived, findings }
  const tried = (await checkScripts?.(scriptsOf(read))) ?? []
  for (const finding of tried) findings.add(finding)
  return read
}

function scriptsOf({
  authored,
  source,
  tree,
  findings,
}: Omit<ReadImport, 'references' | 'units'>): ReadScripts {
  return {
    context: authored.context,
    scripts: findings.scripts,
    asset(asked) {
      const path = authored.assets.get(asked)
      const bytes = path === undefined ? undefined : source.bytes(path)
      const hash = tree.get(path ?? '')?.hash
      return bytes && hash !== undefined ? { hash, bytes } : undefined
    },
  }
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
