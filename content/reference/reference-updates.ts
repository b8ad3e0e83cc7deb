import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError } from '../../runtime/errors/index.js'
import type { UsageKey } from '../../runtime/keys/index.js'
import type { AuthoringStore, BlockEdit, ExpectedWords, StoredVersionView } from '../version/index.js'
import { listingReferenceAt, type DraftReference } from './draft-reference.js'
import { KnownLibraries } from './known-libraries.js'
import { OfferedUpdates, placeText, type OfferedUpdate } from './offered-updates.js'
import { PoolMatches } from './pool-matches.js'
import { isEmptyPreview, type ReferencePreview } from './reference-preview.js'
import { updatedDraft, type UpdatedReferences } from './updated-draft.js'
import { declineEdit, updateEdit, type UpdateWishes } from './update-edit.js'
import { VersionComparison, type AskedVersions } from './version-comparison.js'

/** Which references are updated at once. */
export interface BulkUpdate extends UpdateWishes {
  /** Usage keys; all that are offered when left out. */
  readonly usages?: readonly UsageKey[] | undefined
}

/** Brings references of drafts to other versions of their libraries, once their authors have seen what that changes. */
export class ReferenceUpdates {
  readonly #matches: PoolMatches

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {
    this.#matches = new PoolMatches(store, types)
  }

  /**
   * The references of a draft for which what their libraries have published last is another thing than what they name; for how many
   * libraries change costs what changed in these, and the references themselves.
   * @param isAll whether those count, too, that were declined
   * @throws CompositorError `context-unknown`, `store-unavailable`
   */
  async updates(context: string, isAll = false): Promise<readonly OfferedUpdate[]> {
    const view = await this.store.view(context, 'draft')
    const found: OfferedUpdate[] = []
    for await (const { offered } of this.#offered(view, this.#libraries()))
      if (isAll || !offered.isDeclined) found.push(offered)
    return found.sort((one, other) => (placeText(one) < placeText(other) ? -1 : 1))
  }

  /** Keys of the libraries that a reference names, as text. @throws CompositorError as {@link preview} does */
  async librariesOf(usage: UsageKey): Promise<readonly string[]> {
    const { libraries } = await listingReferenceAt(await this.#draftOf(usage), textOf(usage), this.types)
    return [...new Set(libraries.map(({ library }) => library))]
  }

  /**
   * What other versions would change for a reference.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for what is no reference; `version-unknown`,
   *   `version-ambiguous`
   */
  async preview(usage: UsageKey, to: AskedVersions = {}): Promise<ReferencePreview> {
    return (await this.#at(usage, to)).preview
  }

  /**
   * The change that brings a reference to other versions, without making it.
   * @throws CompositorError those of {@link preview} and {@link update}
   */
  async edit(usage: UsageKey, to: AskedVersions = {}, wishes: UpdateWishes = {}): Promise<BlockEdit> {
    const { reference, preview } = await this.#at(usage, to)
    return updateEdit(reference, preview, wishes, this.types)
  }

  /**
   * Brings a reference to other versions, newer or older ones: one entry of the log. Learners notice it once the draft is published,
   * and keep what they did wherever the same block is still used.
   * @throws CompositorError those of {@link preview}; `update-removes` where blocks would leave that may not; `draft-changed`,
   *   `library-closed`
   */
  async update(
    usage: UsageKey,
    to: AskedVersions = {},
    { edited, removed, ...words }: UpdateWishes & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const { view, reference, preview } = await this.#at(usage, to)
    const edit = updateEdit(reference, preview, { edited, removed }, this.types)
    return this.#made(view, [edit], [], words)
  }

  /**
   * Brings many references of a course to what their libraries have published last: one entry of the log. Those of which blocks would
   * leave that may not stay as they are, and are told.
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed` for what is no reference; `draft-changed`
   */
  async updateMany(
    context: string,
    { usages, edited, removed, ...words }: BulkUpdate & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const view = await this.store.view(context, 'draft')
    const { edits, skipped: stayed } = await this.edits(view, { usages, edited, removed })
    return this.#made(view, edits, stayed, words)
  }

  /** The changes by which many references are updated, without making them. @throws CompositorError as {@link updateMany} does */
  async edits(
    view: StoredVersionView,
    { usages, edited, removed }: BulkUpdate,
  ): Promise<{ readonly edits: readonly BlockEdit[]; readonly skipped: UpdatedReferences['skipped'] }> {
    const edits: BlockEdit[] = []
    const skipped: { usage: string; why: string }[] = []
    for (const { reference, preview } of await this.#asked(view, usages)) {
      try {
        if (isEmptyPreview(preview)) skipped.push({ usage: preview.usage, why: 'nothing changed for it' })
        else edits.push(updateEdit(reference, preview, { edited, removed }, this.types))
      } catch (thrown) {
        const { message } = CompositorError.from(thrown, 'host-failed')
        skipped.push({ usage: preview.usage, why: message })
      }
    }
    return { edits, skipped }
  }

  /**
   * Does without what libraries have published last: references are not offered it any more, until there is another version that
   * differs for them. One entry of the log.
   * @throws CompositorError as {@link updateMany} does
   */
  async decline(
    context: string,
    { usages, ...words }: { readonly usages?: readonly UsageKey[] | undefined } & ExpectedWords = {},
  ): Promise<UpdatedReferences> {
    const view = await this.store.view(context, 'draft')
    return this.#made(view, await this.declineEdits(view, usages), [], words)
  }

  /** The changes that note what references do without, without making them. @throws CompositorError as {@link decline} does */
  async declineEdits(view: StoredVersionView, usages?: readonly UsageKey[]): Promise<readonly BlockEdit[]> {
    const asked = await this.#asked(view, usages)
    return asked
      .filter(({ preview }) => preview.libraries.length > 0)
      .map(({ reference, preview }) => declineEdit(reference, preview.libraries))
  }

  /** A reference of the draft, with what other versions would change for it. */
  async #at(usage: UsageKey, to: AskedVersions) {
    const view = await this.#draftOf(usage)
    const reference = await listingReferenceAt(view, textOf(usage), this.types)
    const comparison = this.#comparison(this.#libraries())
    const steps = await comparison.steps(reference, to)
    return { view, reference, preview: await comparison.preview(view, reference, steps) }
  }

  async #asked(
    view: StoredVersionView,
    usages: readonly UsageKey[] | undefined,
  ): Promise<{ reference: DraftReference; preview: ReferencePreview }[]> {
    const libraries = this.#libraries()
    const asked: { reference: DraftReference; preview: ReferencePreview }[] = []
    if (usages) {
      for (const usage of new Set(usages.map(textOf))) {
        const reference = await listingReferenceAt(view, usage, this.types)
        const comparison = this.#comparison(libraries)
        const steps = await comparison.steps(reference)
        asked.push({ reference, preview: await comparison.preview(view, reference, steps) })
      }
      return asked
    }
    for await (const { reference, offered } of this.#offered(view, libraries))
      if (!offered.isDeclined) asked.push({ reference, preview: offered.preview })
    return asked
  }

  async #made(
    view: StoredVersionView,
    edits: readonly BlockEdit[],
    skipped: UpdatedReferences['skipped'],
    words: ExpectedWords,
  ): Promise<UpdatedReferences> {
    const steps = edits.map((edit) => ({ do: 'edit', edit }) as const)
    const told = { updated: edits.map(({ usage }) => usage), skipped }
    return updatedDraft(this.store, this.types, view, { steps, told, words })
  }

  #libraries(): KnownLibraries {
    return new KnownLibraries(this.store, this.types)
  }

  #comparison(libraries: KnownLibraries): VersionComparison {
    return new VersionComparison(libraries, this.types, this.#matches)
  }

  #offered(view: StoredVersionView, libraries: KnownLibraries) {
    return new OfferedUpdates(view, this.types, libraries, this.#comparison(libraries)).all()
  }

  #draftOf(usage: UsageKey): Promise<StoredVersionView> {
    return this.store.view(usage.context.withoutBranchOrVersion().toString(), 'draft')
  }
}

function textOf(usage: UsageKey): string {
  return usage.withoutBranchOrVersion().toString()
}
