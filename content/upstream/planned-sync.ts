import { CompositorError } from '../../runtime/errors/index.js'
import type { UpdateWishes } from '../reference/update-edit.js'
import type { AuthoringStore, DraftOperation, StoredVersionView } from '../version/index.js'
import { copyTree, isNewer, type Copy } from './copy-tree.js'
import { memberSteps } from './member-steps.js'
import { UpstreamBlocks, type UpstreamBlock } from './upstream-block.js'
import { syncEdit } from './upstream-edit.js'
import { UpstreamFiles, type BroughtFiles } from './upstream-files.js'

/** Which copies are brought to their libraries, and how. */
export interface SyncRequest extends UpdateWishes {
  /** Usage keys, as text. */
  readonly usages: readonly string[]
  /** Whether those that are named are brought there, though nothing newer is published. */
  readonly isForced?: boolean
  /** Whether what an author declined is taken, too, of blocks that stand in them. */
  readonly isAll?: boolean
}

/** The steps of an update of copies; nothing is changed yet. */
export interface PlannedSync {
  readonly steps: readonly DraftOperation[]
  /** Usage keys, as text, of the blocks that are brought to their libraries. */
  readonly usages: readonly string[]
  /** Those that stay as they are, and why. */
  readonly skipped: readonly { readonly usage: string; readonly why: string }[]
  readonly files: BroughtFiles
}

/**
 * What brings copies, and the linked blocks that stand in them, to what their libraries publish. Static files come along.
 * @throws CompositorError `block-not-found`; `library-block-missing` where one that is named is linked to nothing that is published
 */
export async function plannedSync(
  store: AuthoringStore,
  view: StoredVersionView,
  { usages, isForced = false, isAll = isForced, edited, removed = 'refuse' }: SyncRequest,
  found: UpstreamBlocks = new UpstreamBlocks(store),
): Promise<PlannedSync> {
  const files = new UpstreamFiles(view, found, store)
  const edits = new Map<string, DraftOperation>()
  const members: DraftOperation[] = []
  const skipped: { usage: string; why: string }[] = []
  const trees = await outermost(view, usages, found)
  for (const [usage, copies] of trees) {
    const isNamed = (copy: Copy) => isForced && usages.includes(copy.usage)
    for (const copy of copies) if (isNamed(copy)) linkedTo(copy.usage, copy)
    const newer = copies.filter((copy) => isNamed(copy) || isNewer(copy, isAll))
    const { steps, leaving } = memberSteps(newer)
    if (leaving.length > 0 && removed === 'refuse') {
      skipped.push({ usage, why: removes(usage, leaving) })
      continue
    }
    for (const copy of newer) {
      const { block, link, theirs } = copy
      if (!theirs || leaving.includes(copy.usage)) continue
      const content = (await view.definitions([block.definition])).get(block.definition)?.content ?? {}
      const edit = syncEdit(copy.usage, block, link.upstream, theirs, content, edited)
      const brought = await files.brought(copy.of, edit.content)
      edits.set(copy.usage, { do: 'edit', edit: { ...edit, content: brought } })
    }
    members.push(...steps)
  }
  const puts = await files.steps()
  return {
    steps: [...puts, ...edits.values(), ...members],
    usages: [...edits.keys()],
    skipped,
    files: files.notice,
  }
}

/** The copies that are named, with what stands in them; one that stands in another comes with that. @throws CompositorError `block-not-found`, `library-block-missing` for a block without a link */
async function outermost(
  view: StoredVersionView,
  usages: readonly string[],
  found: UpstreamBlocks,
): Promise<ReadonlyMap<string, readonly Copy[]>> {
  const trees = new Map<string, readonly Copy[]>()
  for (const usage of new Set(usages)) {
    const copies = await copyTree(view, usage, found)
    if (copies.length === 0) linkedTo(usage, undefined)
    trees.set(usage, copies)
  }
  const inside = new Set([...trees.values()].flatMap(([, ...below]) => below.map((copy) => copy.usage)))
  return new Map([...trees].filter(([usage]) => !inside.has(usage)))
}

/** @throws CompositorError `library-block-missing` */
export function linkedTo(usage: string, copy: Pick<Copy, 'link' | 'theirs'> | undefined): UpstreamBlock {
  if (copy?.theirs) return copy.theirs
  const message = `'${usage}' is linked to ${copy ? `'${copy.link.upstream}', which is not published` : 'no library block'}.`
  throw new CompositorError('library-block-missing', message, { usage })
}

function removes(usage: string, leaving: readonly string[]): string {
  const named = leaving.slice(0, 5).map((one) => `'${one}'`)
  const more = leaving.length > named.length ? ` and ${leaving.length - named.length} more` : ''
  return `'${usage}' would lose ${named.join(', ')}${more}, which its library has not there any more. Nothing was changed.`
}
