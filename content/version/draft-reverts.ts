import type { BlockTypes } from '../../runtime/block/index.js'
import type { ContextHeads, StoredHead } from './context-heads.js'
import type { ContextVersions, EnteredVersion, SeenEntry } from './context-versions.js'
import type { DraftRules } from './draft-rules.js'
import { changedVersion } from './changed-version.js'
import { refuseOtherDraft, type ExpectedWords } from './expected-draft.js'
import { selectedBlocks } from './course-selection.js'
import { filesChanged, type FilesChanged } from './files-changed.js'
import { isV2, otherEntities, settledEntities, takenEntities, withNeeded } from './library-selection.js'
import type { LogDeed, LogWords } from './log-entry.js'
import type { VersionStore } from './version-store.js'

/** What became of a draft. */
export interface DraftNow {
  /** Name of the version that is the draft. */
  readonly version: string
  /** Its number in the log. */
  readonly number: number
  /** Whether it is another one than before. */
  readonly changed: boolean
}

/** What a selection is made of, and what is said of it. */
export interface SelectionWords extends ExpectedWords {
  /** Name of the version in which blocks were chosen. */
  readonly from?: string | undefined
}

/** Drafts that go back: to an older version, or to what is published. Nothing is lost: what is left stays in the log. */
export class DraftReverts {
  constructor(
    private readonly store: VersionStore,
    private readonly heads: ContextHeads,
    private readonly versions: ContextVersions,
    private readonly rules?: DraftRules,
  ) {}

  /** Makes a version of the log the draft again; nothing is published by that. */
  revert(
    context: string,
    find: (head: StoredHead) => Promise<SeenEntry>,
    { expected, ...words }: ExpectedWords,
  ): Promise<DraftNow> {
    return this.heads.alone(context, async () => {
      const head = await this.heads.get(context)
      const draft = await this.versions.expectedDraft(head, expected)
      const found = await find(head)
      return this.entered(head, draft, asEntered(found), 'revert', [head.draft, found.hash], words)
    })
  }

  /**
   * Takes what is published for the draft, the whole or some blocks of it.
   * @param usages keys of the blocks, as text; none for all
   * @throws CompositorError `version-unknown` where nothing is published; `block-not-found`
   */
  discard(
    context: string,
    types: BlockTypes,
    usages: readonly string[],
    { expected, ...words }: ExpectedWords,
  ): Promise<DraftNow> {
    return this.heads.apart(context, {
      make: async (head) => {
        const draft = await this.versions.expectedDraft(head, expected)
        const published = await this.versions.find(head, 'published')
        if (usages.length === 0) return { draft, published, made: asEntered(published) }
        const made = isV2(draft.view)
          ? await this.taken(draft, published, usages, types, false)
          : await selectedBlocks(draft, published, usages, types, this.store)
        return { draft, published, made }
      },
      holds: (was, now) => was.draft === now.draft && was.published === now.published,
      enter: ({ draft, published, made }, head) =>
        this.entered(head, draft, made, 'discard', [head.draft, published.hash], words),
    })
  }

  /**
   * Enters what is published with some blocks as the draft has them, to be published next; the draft stays.
   * @param from name of the version in which they were chosen; the draft when left out
   * @returns the name of that version
   * @throws CompositorError `version-unknown` where nothing is published; `block-not-found`
   */
  select(
    context: string,
    types: BlockTypes,
    usages: readonly string[],
    { expected, from: chosenIn, ...words }: SelectionWords,
  ): Promise<string> {
    return this.heads.apart(context, {
      make: async (head) => {
        const draft =
          chosenIn === undefined
            ? await this.versions.at(head, head.draft)
            : await this.versions.named(head, chosenIn)
        refuseOtherDraft(context, draft.entry.tree, expected)
        if (head.published === null && isV2(draft.view)) {
          const made = await this.first(draft, usages, types)
          return { made, from: draft, parents: [draft.hash] }
        }
        const published = await this.versions.find(head, 'published')
        const needed = isV2(draft.view) ? await withNeeded([draft.view, published.view], usages) : usages
        const { view, reading, ids } = isV2(draft.view)
          ? await this.taken(published, draft, needed, types, true)
          : await selectedBlocks(published, draft, needed, types, this.store)
        const there = [...(await draft.view.blocks(needed)).keys()]
        const numbers = await this.versions.numbersOf(draft.entry, there)
        const made = { view, reading, ids, numbers }
        return { made, from: published, parents: [published.hash, draft.hash] }
      },
      // The draft may go on: the part is of the one that it was chosen in.
      holds: (was, now) => was.published === now.published,
      enter: async ({ made, from, parents }, head) => {
        if (parents.length > 1 && made.view.name === from.view.name) return made.view.name
        const after = await this.versions.appended(head, made, { what: 'merge', parents, from, ...words })
        await this.heads.set(head, after.head)
        return made.view.name
      },
    })
  }

  /**
   * Lets the files of a draft say that what they hold is published: archives of v2 libraries say of each block which version is. What
   * is read of them stays.
   * @returns the name of the draft
   */
  settle(context: string, { expected, ...words }: ExpectedWords): Promise<string> {
    return this.heads.apart(context, {
      make: async (head) => {
        const draft = await this.versions.expectedDraft(head, expected)
        if (!isV2(draft.view) || draft.view.variant !== 'draft') return { draft, made: asEntered(draft) }
        const published = head.published === null ? undefined : await this.versions.at(head, head.published)
        const files = await settledEntities(draft.view, published?.view, this.store)
        if (files.size === 0) return { draft, made: asEntered(draft) }
        const changes = { files, blocks: new Map(), definitions: new Map() }
        return { draft, made: await changedVersion(draft.view, changes, this.store) }
      },
      holds: (was, now) => was.draft === now.draft && was.published === now.published,
      enter: async ({ draft, made }, head) =>
        (await this.entered(head, draft, made, 'edit', [head.draft], words)).version,
    })
  }

  /** What is published first of a library of which only some blocks are. */
  private async first(draft: SeenEntry, usages: readonly string[], types: BlockTypes): Promise<FilesChanged> {
    const needed = await withNeeded([draft.view], usages)
    const gone = await otherEntities(draft.view, needed)
    const alone = await filesChanged(draft.view, draft.entry.ids, gone, types, this.store)
    const taking = { target: alone.view, source: draft.view, usages: needed, publishes: true }
    const files = await takenEntities(taking, this.store)
    return filesChanged(alone.view, alone.ids, files, types, this.store)
  }

  /** A v2 library with some blocks as in another version of it, whether they are new there or gone. */
  private async taken(
    target: SeenEntry,
    source: SeenEntry,
    usages: readonly string[],
    types: BlockTypes,
    publishes: boolean,
  ): Promise<FilesChanged> {
    const needed = publishes ? usages : await withNeeded([target.view, source.view], usages)
    const taking = { target: target.view, source: source.view, usages: needed, publishes }
    const files = await takenEntities(taking, this.store)
    if (files.size === 0) return { ...target, ids: target.entry.ids }
    return filesChanged(target.view, target.entry.ids, files, types, this.store)
  }

  private async entered(
    head: StoredHead,
    draft: SeenEntry,
    version: EnteredVersion,
    what: LogDeed,
    parents: readonly string[],
    words: LogWords,
  ): Promise<DraftNow> {
    const { view } = version
    const { tree, reading, number } = draft.entry
    if (tree === view.name && reading === view.variant) return { version: tree, number, changed: false }
    await this.store.renew(view.name, version.reading)
    await this.rules?.refuseChange(head.context)
    const after = await this.versions.appended(head, version, { what, parents, from: draft, ...words })
    await this.heads.set(head, { ...after.head, title: view.title, draft: after.hash })
    return { version: view.name, number: after.entry.number, changed: true }
  }
}

/** A version of the log, to be entered once more. */
function asEntered({ entry, view, reading }: SeenEntry): EnteredVersion {
  return { view, reading, ids: entry.ids, folder: entry.folder }
}
