import type { Finding } from '../../runtime/errors/index.js'
import { GivenHistory, type OlxRoot, type Spool } from '../source/index.js'
import type { AuthoringStore, ContextHead, SavedVersion } from '../version/index.js'
import { madeSince } from './asked-import.js'
import type { ImportOptions } from './import-options.js'
import { pastVersions } from './past-versions.js'
import type { ReadImport } from './read-import.js'

/** What became of an import that was read. */
export interface SavedImport extends SavedVersion {
  /** Whether it was stored; see {@link ImportOptions.strict}. */
  readonly stored: boolean
  /** Whether the context was left as it is; see {@link ImportOptions.unlessChanged}. */
  readonly kept: boolean
  /** Contexts that a library version which came with it heals. */
  readonly healing: readonly string[]
}

/**
 * Stores what was read, and makes it the draft as the last step.
 * @throws CompositorError `draft-edited`, `job-overtaken`, `source-changed`, `store-unavailable`
 */
export async function savedImport(
  read: ReadImport,
  opened: OlxRoot,
  spool: Spool,
  options: ImportOptions,
): Promise<SavedImport> {
  const { store, asked } = options
  const { authored, source, name, arrived, findings } = read
  const { context } = authored
  const isWrong = [...findings.list, ...read.references].some(({ level }) => level === 'error')
  const stored = !(options.strict && isWrong)
  const head = await store.findHead(context)
  const kept = head !== undefined && options.unlessChanged === true && (await isChanged(store, head, name))
  const carried = GivenHistory.of(opened.source)
  if (carried && head) findings.add(leftHistory(context, source.name))
  const variant = options.draft ? 'draft' : 'published'
  const before =
    head && asked !== undefined && (await madeSince(store, head, { context, name, variant, asked }))
  const past = head ? undefined : carried
  const saved =
    before || (stored && !kept ? await save(read, opened, past, spool, options) : asItIs(head, name))
  // After the course, so that one that is refused leaves nothing behind.
  const healing = stored ? await arrived.know() : []
  if (saved.unrelated) findings.add(unrelatedTo(context, source.name))
  return { ...saved, stored, kept, healing: healing.filter((one) => one !== context) }
}

async function save(
  { authored, source, tree }: ReadImport,
  { folder }: OlxRoot,
  carried: GivenHistory | undefined,
  spool: Spool,
  options: ImportOptions,
): Promise<SavedVersion> {
  const { types, store, draft, edits, as, opens = false, onProgress } = options
  const told = (step: 'storing' | 'history') => (count: number, total: number) =>
    onProgress?.({ step, count, total })
  const variant = draft ? 'draft' : 'published'
  const made = await store.make(authored, source, tree, { variant, folder, onFiles: told('storing') })
  const past =
    carried && (await pastVersions(carried, { types, store, spool, as, onVersion: told('history') }))
  await options.beforeSave?.()
  return store.save(made, { edits, opens, types, past })
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

function leftHistory(context: string, source: string): Finding {
  const message = `${source} carries a history of '${context}', which has one here; its versions were not taken in.`
  return { level: 'note', code: 'history-left', message }
}

function unrelatedTo(context: string, source: string): Finding {
  const message = `${source} shares no block with any version of '${context}' that is here; it may be another course or library of the same key. What was here stays among its versions.`
  return { level: 'warning', code: 'import-unrelated', message }
}
