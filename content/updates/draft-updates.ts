import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { UsageKey } from '../../runtime/keys/index.js'
import {
  ReferenceUpdates,
  type AskedVersions,
  type BulkUpdate,
  type UpdatedReferences,
  type UpdateWishes,
} from '../reference/index.js'
import { placeText } from '../reference/offered-updates.js'
import { updatedDraft } from '../reference/updated-draft.js'
import { copyTree, isNewer } from '../upstream/copy-tree.js'
import { linkOf } from '../upstream/upstream-link.js'
import { plannedSync } from '../upstream/planned-sync.js'
import { UpstreamBlocks } from '../upstream/upstream-block.js'
import type {
  AuthoringStore,
  BlockEdit,
  DraftOperation,
  ExpectedWords,
  StoredVersionView,
} from '../version/index.js'
import { copyEdit } from './copy-edit.js'
import { CopyUpdates } from './copy-updates.js'
import type { DraftUpdate, UpdatePreview } from './update-preview.js'

/** Which blocks are meant: references, and linked copies. */
interface Meant {
  readonly references: readonly UsageKey[] | undefined
  readonly copies: readonly string[]
}

/**
 * Brings references and linked copies of drafts to what their libraries publish: one list, and one step for many. A reference that
 * is itself a linked copy is brought to the block that it is a copy of first.
 */
export class DraftUpdates {
  readonly #references: ReferenceUpdates

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {
    this.#references = new ReferenceUpdates(store, types)
  }

  /**
   * The references and linked copies of a draft for which what their libraries have published last is another thing.
   * @param isAll whether those count, too, that were declined
   * @throws CompositorError `context-unknown`, `store-unavailable`
   */
  async updates(context: string, isAll = false): Promise<readonly DraftUpdate[]> {
    const view = await this.store.view(context, 'draft')
    const copies = await this.#copies(view).offered(isAll)
    const known = new Set(copies.map(({ preview }) => preview.usage))
    const references = await this.#references.updates(context, isAll)
    return [...copies, ...references.filter(({ preview }) => !known.has(preview.usage))].sort((one, other) =>
      placeText(one) < placeText(other) ? -1 : 1,
    )
  }

  /** Keys of the libraries that a reference names, as text; of a linked copy none, as it has no version of them to choose. @throws CompositorError as {@link preview} does */
  async librariesOf(usage: UsageKey): Promise<readonly string[]> {
    const view = await this.#draftOf(usage)
    return (await this.#isCopy(view, textOf(usage))) ? [] : this.#references.librariesOf(usage)
  }

  /**
   * What other versions would change for a reference, or what is published for a linked copy.
   * @throws CompositorError those of {@link ReferenceUpdates.preview}; `draft-fixed` where a version is asked of a copy;
   *   `library-block-missing`
   */
  async preview(usage: UsageKey, to: AskedVersions = {}): Promise<UpdatePreview> {
    const view = await this.#draftOf(usage)
    if (!(await this.#isCopy(view, textOf(usage)))) return this.#references.preview(usage, to)
    refuseVersion(usage, to)
    return this.#copies(view).preview(textOf(usage))
  }

  /**
   * The change that brings a reference to other versions, or a linked copy to what is published, without making it.
   * @throws CompositorError as {@link update} does; `draft-fixed` for a copy of a container, which takes more than one
   */
  async edit(usage: UsageKey, to: AskedVersions = {}, wishes: UpdateWishes = {}): Promise<BlockEdit> {
    const view = await this.#draftOf(usage)
    if (!(await this.#isCopy(view, textOf(usage)))) return this.#references.edit(usage, to, wishes)
    refuseVersion(usage, to)
    return copyEdit(this.store, view, textOf(usage), wishes)
  }

  /**
   * Brings a reference to other versions, newer or older ones, or a linked copy to what is published: one entry of the log. Learners notice it
   * once the draft is published, and keep what they did wherever the same block is still used.
   * @throws CompositorError those of {@link preview}; `update-removes` where blocks would leave that may not; `draft-changed`,
   *   `library-closed`
   */
  async update(
    usage: UsageKey,
    to: AskedVersions = {},
    { edited, removed, ...words }: UpdateWishes & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const view = await this.#draftOf(usage)
    if (!(await this.#isCopy(view, textOf(usage))))
      return this.#references.update(usage, to, { edited, removed, ...words })
    refuseVersion(usage, to)
    const usages = [textOf(usage)]
    const plan = await plannedSync(this.store, view, { usages, isForced: true, edited, removed })
    const [refused] = plan.skipped
    if (refused) throw new CompositorError('update-removes', refused.why, { usage: refused.usage })
    return this.#made(view, plan.steps, { updated: usages, skipped: [] }, words)
  }

  /**
   * Brings many references and copies of a course to what their libraries have published last: one entry of the log. Those of which blocks
   * would leave that may not stay as they are, and are told.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for what is neither; `library-block-missing`,
   *   `draft-changed`
   */
  async updateMany(
    context: string,
    { usages, edited, removed, ...words }: BulkUpdate & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const view = await this.store.view(context, 'draft')
    const meant = await this.#meant(view, usages)
    const plan = await plannedSync(this.store, view, {
      usages: meant.copies,
      isAll: usages !== undefined,
      edited,
      removed,
    })
    const of = meant.references
    const stepped = await this.#references.edits(view, { usages: of, edited, removed })
    const edits = stepped.edits.filter((edit) => !plan.usages.includes(edit.usage))
    const skipped = [...plan.skipped, ...stepped.skipped]
    const stayed = new Set(skipped.map(({ usage }) => usage))
    const copies = meant.copies.filter((usage) => !stayed.has(usage))
    const steps = [...plan.steps, ...edits.map((edit) => ({ do: 'edit', edit }) as const)]
    const updated = [...copies, ...edits.map(({ usage }) => usage)]
    return this.#made(view, steps, { updated, skipped }, words)
  }

  /**
   * Does without what libraries have published last: nothing of it is offered any more, until there is another version that differs.
   * One entry of the log.
   * @throws CompositorError as {@link updateMany} does
   */
  async decline(
    context: string,
    { usages, ...words }: { readonly usages?: readonly UsageKey[] | undefined } & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const view = await this.store.view(context, 'draft')
    const meant = await this.#meant(view, usages)
    const blocks = new UpstreamBlocks(this.store)
    const edits: BlockEdit[] = []
    for (const usage of meant.copies)
      for (const copy of await copyTree(view, usage, blocks)) {
        if (!isNewer(copy, false) || !copy.theirs) continue
        const settings = { upstream_version_declined: copy.theirs.number }
        edits.push({ usage: copy.usage, content: {}, settings, reset: [] })
      }
    const said = await this.#references.declineEdits(view, meant.references)
    const known = new Set(edits.map(({ usage }) => usage))
    edits.push(...said.filter(({ usage }) => !known.has(usage)))
    const steps = edits.map((edit) => ({ do: 'edit', edit }) as const)
    return this.#made(view, steps, { updated: edits.map(({ usage }) => usage), skipped: [] }, words)
  }

  /** Which blocks are meant; all that are offered where none is named. */
  async #meant(view: StoredVersionView, usages: readonly UsageKey[] | undefined): Promise<Meant> {
    if (!usages) {
      const copies = await this.#copies(view).offered(false)
      return { references: undefined, copies: copies.map(({ preview }) => preview.usage) }
    }
    const copies: string[] = []
    const references: UsageKey[] = []
    for (const usage of usages)
      if (await this.#isCopy(view, textOf(usage))) copies.push(textOf(usage))
      else references.push(usage)
    return { references, copies: [...new Set(copies)] }
  }

  #made(
    view: StoredVersionView,
    steps: readonly DraftOperation[],
    told: Pick<UpdatedReferences, 'updated' | 'skipped'>,
    words: ExpectedWords,
  ): Promise<UpdatedReferences> {
    return updatedDraft(this.store, this.types, view, { steps, told, words })
  }

  /** Whether a block is taken for a linked copy: a reference that is one, too, only while it is behind. */
  async #isCopy(view: StoredVersionView, usage: string): Promise<boolean> {
    const block = await view.block(usage)
    if (!block || !linkOf(block.settings)) return false
    if (!this.types.get(block.type)?.capabilities.references) return true
    const [copy] = await copyTree(view, usage, new UpstreamBlocks(this.store))
    return copy !== undefined && isNewer(copy, false)
  }

  #copies(view: StoredVersionView): CopyUpdates {
    return new CopyUpdates(this.store, this.types, view)
  }

  #draftOf(usage: UsageKey): Promise<StoredVersionView> {
    return this.store.view(usage.context.withoutBranchOrVersion().toString(), 'draft')
  }
}

/** @throws CompositorError `draft-fixed` */
function refuseVersion(usage: UsageKey, to: AskedVersions): void {
  if (typeof to !== 'string' && Object.keys(to).length === 0) return
  const message = `'${textOf(usage)}' is a linked copy, which takes what its library publishes; no version can be chosen.`
  throw new CompositorError('draft-fixed', message, { usage: textOf(usage) })
}

function textOf(usage: UsageKey): string {
  return usage.withoutBranchOrVersion().toString()
}
