import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { Json, JsonObject } from '../../runtime/values/json.js'
import type {
  AuthoringStore,
  DraftOperation,
  ExpectedWords,
  OperatedDraft,
  StoredVersionView,
  VersionBlock,
} from '../version/index.js'
import type { UpdateWishes } from '../reference/update-edit.js'
import { outermostCopies } from './copy-tree.js'
import { plannedSync, type PlannedSync } from './planned-sync.js'
import { contextOf, draftBlockOf, UpstreamBlocks } from './upstream-block.js'
import type { BroughtFiles } from './upstream-files.js'
import { linkSettings } from './upstream-fields.js'
import { linkOf } from './upstream-link.js'
import { statusOf } from './upstream-status.js'

/** A draft after updates of links. */
export interface SyncedDraft extends OperatedDraft, Pick<PlannedSync, 'skipped'> {
  readonly files: BroughtFiles
}

/**
 * Brings blocks to what their libraries publish, as one edit, which one `revert` undoes: their content becomes the library's, and their
 * settings but for those that are customised (semantics 6). Of containers what stands in them comes along: linked blocks that are behind,
 * members that are new or stand elsewhere; what the course added or took away stays so. Static files come along; one whose name the
 * course has for another file gets a name of its own, by which the text calls it then.
 * @param usages usage keys, as text, of blocks of one course; all that are behind when left out, but for those that would lose members that
 *   may not leave
 * @throws CompositorError `context-unknown`, `block-not-found`, `library-block-missing` where one that is named is linked to nothing that
 *   is published, `update-removes` where one that is named would lose members that may not leave, `draft-changed`
 */
export async function syncUpstreams(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  usages?: readonly string[],
  { expected, edited, removed, ...words }: UpdateWishes & ExpectedWords = {},
): Promise<SyncedDraft> {
  const view = await store.view(context, 'draft')
  const found = new UpstreamBlocks(store)
  const isForced = usages !== undefined
  const named = usages ?? (await outermostCopies(view))
  const plan = await plannedSync(store, view, { usages: named, isForced, edited, removed }, found)
  const [refused] = plan.skipped
  if (isForced && refused) throw new CompositorError('update-removes', refused.why, { usage: refused.usage })
  const done = await store.operate(context, types, plan.steps, { ...words, expected: expected ?? view.name })
  return { ...done, usages: plan.usages, files: plan.files, skipped: plan.skipped }
}

/** Brings one block to what its library publishes. @throws CompositorError see {@link syncUpstreams} */
export function syncUpstream(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  words: ExpectedWords = {},
): Promise<SyncedDraft> {
  return syncUpstreams(store, types, contextOf(usage), [usage], words)
}

/** Notes of blocks of one course that the newest versions are not wanted, as one edit. @throws CompositorError `context-unknown`, `block-not-found` */
export async function declineUpstreams(
  store: AuthoringStore,
  types: BlockTypes,
  context: string,
  usages: readonly string[],
  words: ExpectedWords = {},
): Promise<OperatedDraft> {
  const view = await store.view(context, 'draft')
  const found = new UpstreamBlocks(store)
  const steps: DraftOperation[] = []
  for (const usage of usages) {
    const { settings } = await blockIn(view, usage)
    const { newest } = await statusOf(usage, settings, found)
    if (newest === null) continue
    const declined = { upstream_version_declined: newest }
    steps.push({ do: 'edit', edit: { usage, content: {}, settings: declined, reset: [] } })
  }
  return store.operate(context, types, steps, words)
}

/**
 * Ends the link and keeps what the block was copied from; the version that was declined stays, and so does what it shows: what the
 * library gave it becomes its own. @throws CompositorError `context-unknown`, `block-not-found`
 */
export async function severUpstream(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  words: ExpectedWords = {},
): Promise<OperatedDraft> {
  const { settings } = await draftBlockOf(store, usage)
  const link = linkOf(settings)
  const gone = linkSettings.filter(
    (name) =>
      name !== 'upstream_version_declined' && name !== 'copied_from_block' && Object.hasOwn(settings, name),
  )
  const given = Object.entries(link?.spelling === 'seed' ? link.defaults : {}).filter(
    ([name]) => settings[name] === undefined,
  )
  const kept = { ...Object.fromEntries(given), ...(link && { copied_from_block: link.upstream }) }
  return set(store, types, usage, kept, gone, words)
}

/**
 * Gives fields of a block back to its upstream: settings take the value that the library had when the block was last brought to it, whether
 * or not the library is there; the content of a field becomes the library's with the next update.
 * @param fields OLX names
 * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for a block without a link
 */
export async function revertToUpstream(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  fields: readonly string[],
  words: ExpectedWords = {},
): Promise<OperatedDraft> {
  const { settings } = await draftBlockOf(store, usage)
  const link = linkOf(settings)
  if (!link || fields.some((name) => linkSettings.includes(name))) {
    const what = link ? 'the link itself goes back to nothing' : 'it is linked to no library block'
    throw new CompositorError('draft-fixed', `'${usage}': ${what}.`, { usage })
  }
  const set: Record<string, Json> = {}
  const reset: string[] = []
  for (const name of fields) {
    const given = link.defaults[name]
    // Outlines show the name that a block says itself.
    if (given !== undefined && (name === 'display_name' || link.spelling === 'incumbent')) set[name] = given
    else if (given !== undefined || link.spelling === 'seed') reset.push(name)
    else if (settings[name] !== undefined && !link.customized.includes(name))
      throw new CompositorError(
        'draft-fixed',
        `'${usage}' does not know what '${name}' was in the library; an update brings it.`,
        { usage },
      )
  }
  const left = link.customized.filter((name) => !fields.includes(name))
  const customized =
    left.length > 0 ? { downstream_customized: left } : ({} as Readonly<Record<string, Json>>)
  if (left.length === 0) reset.push('downstream_customized')
  const named = reset.filter((name) => settings[name] !== undefined)
  return store.operate(
    contextOf(usage),
    types,
    [{ do: 'edit', edit: { usage, content: {}, settings: { ...set, ...customized }, reset: named } }],
    words,
  )
}

async function blockIn(view: StoredVersionView, usage: string): Promise<VersionBlock> {
  const block = await view.block(usage)
  if (block) return block
  const message = `The draft of '${view.context}' has no block '${usage.slice(0, 300)}'.`
  throw new CompositorError('block-not-found', message, { usage })
}

function set(
  store: AuthoringStore,
  types: BlockTypes,
  usage: string,
  settings: JsonObject,
  reset: readonly string[],
  words: ExpectedWords,
): Promise<OperatedDraft> {
  const edit = { usage, content: {}, settings, reset }
  return store.operate(contextOf(usage), types, [{ do: 'edit', edit }], words)
}
