import { CompositorError } from '../../runtime/errors/index.js'
import type { BlockTypes } from '../../runtime/block/index.js'
import type { BlockEdit } from '../edit/block-edit.js'
import type { DraftOperation } from '../edit/draft-operation.js'
import { customizingEdit } from '../edit/customizing-edit.js'
import { rewrittenBlock } from '../edit/rewrite-block.js'
import type { AuthoredContext } from '../olx/authored-block.js'
import type { TryBrought } from './brought-blocks.js'
import { contextHead, type ContextHead, type ContextTitle } from './context-head.js'
import { ContextHeads, type StoredHead } from './context-heads.js'
import { ContextVersions, type SeenEntry } from './context-versions.js'
import { DraftChanges, type MakeChanges } from './draft-changes.js'
import { DraftImports, type SavedVersion, type SaveOptions } from './draft-imports.js'
import { DraftOperations, type OperatedDraft } from './draft-operations.js'
import { DraftReverts, type DraftNow, type SelectionWords } from './draft-reverts.js'
import type { DraftRules } from './draft-rules.js'
import type { ExpectedWords } from './expected-draft.js'
import { KnownVersions, type KnownVersion } from './known-versions.js'
import type { LibraryPin } from './library-pin.js'
import type { LogWords, ReadingKind } from './log-entry.js'
import { makeVersion, type MadeVersion } from './made-version.js'
import { PublishedMarks } from './published-marks.js'
import type { StoredVersionView } from './stored-version-view.js'
import { keepFiles, type FilesToKeep } from './tree-of-files.js'
import type { BlockDefinition, TreeFile } from './version-block.js'
import type { EditedBlock } from './edited-block.js'
import type { FoundEntry } from './version-log.js'
import { VersionStore, type AuthorsStore } from './version-store.js'
import { WaitingContexts } from './waiting-contexts.js'

/** How what was read is stored. */
export interface MakeOptions {
  /** Whether drafts were taken where the files have both. */
  readonly variant: ReadingKind
  /** The folder that the files stood in in their archive. */
  readonly folder?: string | undefined
  readonly onFiles?: ((count: number, total: number) => void) | undefined
}

/**
 * The authors' store: courses and libraries as trees of files, what was read out of them beside, and a log of versions for each. What
 * versions have in common is there once. A version is written bottom-up and its head last, so an import that is cut off
 * was never there. Several processes may write: heads are compared as they are replaced.
 */
export class AuthoringStore {
  readonly versions: VersionStore
  private readonly heads: ContextHeads
  private readonly log: ContextVersions
  private readonly imports: DraftImports
  private readonly reverts: DraftReverts
  private readonly changes: DraftChanges
  private readonly operations: DraftOperations
  private readonly published: PublishedMarks
  private readonly waiting: WaitingContexts
  private readonly known: KnownVersions

  /** @param now the clock for logs @param rules what the site asks of drafts */
  constructor(
    private readonly store: AuthorsStore,
    now: () => Date = () => new Date(),
    rules?: DraftRules,
  ) {
    this.versions = new VersionStore(store)
    this.heads = new ContextHeads(store.heads)
    this.log = new ContextVersions(this.versions, now)
    this.imports = new DraftImports(this.versions, this.heads, this.log, rules)
    this.reverts = new DraftReverts(this.versions, this.heads, this.log, rules)
    this.changes = new DraftChanges(this.versions, this.heads, this.log, rules)
    this.published = new PublishedMarks(this.heads, this.log)
    this.waiting = new WaitingContexts(store, this.heads)
    this.known = new KnownVersions(store, this.heads, this.log)
    this.operations = new DraftOperations(this.versions, this.heads, this.log, now, rules)
  }

  /**
   * Stores what was read of an import, with the files themselves; it is in no log by this.
   * @param tree of the files, by {@link treeOf}
   * @throws CompositorError `source-changed`, `store-full`, `store-unavailable`
   */
  async make(
    authored: AuthoredContext,
    source: FilesToKeep,
    tree: ReadonlyMap<string, TreeFile>,
    { variant, folder, onFiles }: MakeOptions,
  ): Promise<MadeVersion> {
    await keepFiles(source, tree, this.store.files, onFiles)
    const { root } = await this.versions.trees.build(tree)
    const made = await makeVersion(authored, tree, root, variant, this.versions)
    return { ...made, ...(folder !== undefined && { folder }) }
  }

  /**
   * Makes an import that was stored the draft. One that is there but was read by other block types is then as it is
   * read now: its files are the same.
   * @throws CompositorError `draft-edited` where authors edited the draft since its import and nothing says what becomes
   *   of that, or it cannot be kept; `store-unavailable`; the draft is then what it was
   */
  save(made: MadeVersion, options: SaveOptions = {}): Promise<SavedVersion> {
    return this.imports.save(made, options)
  }

  /** The blocks of a draft that authors changed since its import. @throws CompositorError `context-unknown` */
  async edits(context: string): Promise<readonly EditedBlock[]> {
    return this.imports.edits(await this.heads.get(context))
  }

  /**
   * Lets go of a course or library: it is not there any more, and `store gc` removes what was in it.
   * @throws CompositorError `context-unknown`, `store-unavailable`
   */
  remove(context: string): Promise<void> {
    return this.heads.alone(context, async () => this.heads.remove(await this.heads.get(context)))
  }

  /** Keys of everything imported, as text, in the order of the first import. */
  contexts(): Promise<readonly string[]> {
    return this.heads.contexts()
  }

  /** What everything imported is called, in one read, however many versions there are. */
  async titles(): Promise<readonly ContextTitle[]> {
    return (await this.heads.all()).map(({ context, kind, title }) => ({ context, kind, title }))
  }

  /** @throws CompositorError `context-unknown` */
  async head(context: string): Promise<ContextHead> {
    return contextHead(await this.heads.get(context), this.versions)
  }

  /** The head of a context, or undefined where it has not been imported. */
  async findHead(context: string): Promise<ContextHead | undefined> {
    const head = await this.heads.find(context)
    return head && contextHead(head, this.versions)
  }

  /**
   * What is to be seen of a version, read as it is asked for. @param name `draft`, `published`, a version's number, name or the name
   *   that somebody gave it, or a start of that of 8 characters or more
   * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous`
   */
  async view(context: string, name: string): Promise<StoredVersionView> {
    return (await this.entry(context, name)).view
  }

  /** The view of a version by its whole name, as references pin it, or undefined; names of older stores lead where they led. */
  async findView(context: string, name: string): Promise<StoredVersionView | undefined> {
    return (await this.pinned(context, name))?.view
  }

  /** An entry by the whole name of its version, as references pin it, or undefined; see {@link findView}. */
  async pinned(context: string, name: string): Promise<SeenEntry | undefined> {
    const head = await this.heads.find(context)
    const found = head && (await this.log.pinned(head, name))
    return found && this.log.seen(found)
  }

  /**
   * Makes a version that was stored known by its name, and nothing else of it: see {@link KnownVersions.know}.
   * @throws CompositorError `store-unavailable`
   */
  know(version: KnownVersion): Promise<boolean> {
    return this.known.know(version)
  }

  /** Definitions by hash. @throws CompositorError `store-damaged` when one is missing */
  definitions(hashes: Iterable<string>): Promise<ReadonlyMap<string, BlockDefinition>> {
    return this.versions.definitions(hashes)
  }

  /** The bytes of a file by its hash. @throws CompositorError `store-damaged` */
  file(hash: string): Promise<Uint8Array> {
    return this.versions.bytes(hash)
  }

  /** The names of versions of a context, the newest first, each once. */
  async *names(context: string): AsyncIterable<string> {
    const seen = new Set<string>()
    for await (const { entry } of this.log.log(await this.heads.get(context)).downFrom()) {
      if (!seen.has(entry.tree)) yield entry.tree
      seen.add(entry.tree)
    }
  }

  /**
   * Changes one block of the draft: a new version, which becomes the draft.
   * @param make looks at the draft, again when another process changed it meanwhile, and says what to change, if anything; what it throws comes
   *   through, and nothing is changed
   * @returns the name of the version that is now the draft
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, `olx-unwritable`, `store-unavailable`; the
   *   draft is then what it was
   */
  edit(
    context: string,
    types: BlockTypes,
    make: () => Promise<BlockEdit | undefined>,
    words: ExpectedWords = {},
  ): Promise<string> {
    return this.change(
      context,
      types,
      async (version, files) => {
        const edit = await make()
        const said = edit && customizingEdit(edit, await version.block(edit.usage))
        return said && rewrittenBlock(version, files, said, types)
      },
      words,
    )
  }

  /**
   * Changes files of the draft: a new version, which becomes the draft. Its blocks are read out of them again.
   * @param make says which files become what, again when another process changed the draft meanwhile
   * @returns the name of the version that is now the draft
   * @throws CompositorError `context-unknown`, `store-unavailable`, and what `make` throws; the draft is then what it was
   */
  change(context: string, types: BlockTypes, make: MakeChanges, words: ExpectedWords = {}): Promise<string> {
    return this.changes.run(context, types, make, words)
  }

  /**
   * Changes the draft in many steps, all or none of which are made: blocks are edited, added, duplicated, pasted, moved, renamed,
   * deleted and restored. What is made by copying is a new usage, without anybody's state.
   * @throws CompositorError see {@link DraftOperations.run}
   */
  operate(
    context: string,
    types: BlockTypes,
    operations: readonly DraftOperation[],
    words: ExpectedWords = {},
  ): Promise<OperatedDraft> {
    return this.operations.run(context, types, operations, words)
  }

  /** Lets what steps bring into drafts be tried from now on, before it is stored. */
  tryBrought(tried: TryBrought): void {
    this.operations.triedBy = tried
  }

  /**
   * Notes which version learners see, after they do.
   * @throws CompositorError `context-unknown`, `version-unknown`
   */
  markPublished(context: string, version: string, words: LogWords = {}): Promise<void> {
    return this.published.set(context, version, words)
  }

  /** Notes which library versions a context refers to that are not there; replaces what was noted before. */
  setWaiting(context: string, pins: readonly LibraryPin[]): Promise<void> {
    return this.waiting.set(context, pins)
  }

  /** Keys of the contexts that refer to a library version and did not find it when they were last published. */
  contextsWaitingFor(library: string, version: string): Promise<string[]> {
    return this.waiting.for(library, version)
  }

  /**
   * Makes a version of the log the draft again, as a new entry; nothing is published by that. @param asked see {@link view}
   * @throws CompositorError `context-unknown`, `version-unknown`, `version-ambiguous`
   */
  revert(context: string, asked: string, words: ExpectedWords = {}): Promise<DraftNow> {
    return this.reverts.revert(context, (head) => this.log.find(head, asked), words)
  }

  /**
   * Takes what is published for the draft, as a new entry. @param usages keys of the blocks that go back, as text; none for all
   * @throws CompositorError `context-unknown`, `version-unknown` where nothing is published, `block-not-found`
   */
  discard(
    context: string,
    types: BlockTypes,
    usages: readonly string[] = [],
    words: ExpectedWords = {},
  ): Promise<DraftNow> {
    return this.reverts.discard(context, types, usages, words)
  }

  /**
   * Lets the files of a v2 library say that its draft is published, as archives do; what is read of them stays. Of anything else the draft
   * stays as it is.
   * @returns the name of the draft, which is then to be published
   * @throws CompositorError `context-unknown`, `draft-changed`
   */
  settle(context: string, words: ExpectedWords = {}): Promise<string> {
    return this.reverts.settle(context, words)
  }

  /**
   * Makes a version of what is published with some blocks as the draft has them, so that it can be published; the draft stays.
   * @param usages keys of the blocks, as text @param words with the version that they were chosen in, if that is not to be the draft as it is by then
   * @returns its name
   * @throws CompositorError `context-unknown`, `version-unknown` where nothing is published, `block-not-found`
   */
  select(
    context: string,
    types: BlockTypes,
    usages: readonly string[],
    words: SelectionWords = {},
  ): Promise<string> {
    return this.reverts.select(context, types, usages, words)
  }

  /** The entries of a log, the newest first. @param after only those that are older than the one of this number */
  async *entries(context: string, after?: number): AsyncIterable<FoundEntry> {
    const head = await this.heads.get(context)
    yield* this.log.log(head).downFrom(after === undefined ? head.entries : after - 1)
  }

  /** An entry with its version; undefined where that was collected, though the entry stays. */
  async seen(found: FoundEntry): Promise<SeenEntry | undefined> {
    return this.log.seen(found).catch((thrown: unknown) => {
      if (thrown instanceof CompositorError && thrown.code === 'version-collected') return undefined
      throw thrown
    })
  }

  /** An entry by its own hash. @throws CompositorError `context-unknown`, `store-damaged` */
  async entryAt(context: string, hash: string): Promise<SeenEntry> {
    return this.log.at(await this.heads.get(context), hash)
  }

  /** Hashes of the entries that count. @throws CompositorError `context-unknown` */
  async standing(context: string): Promise<Pick<StoredHead, 'draft' | 'published' | 'imported'>> {
    return this.heads.get(context)
  }

  /** The whole numbers of blocks in a version: one up for each new content of a block. @param asked see {@link view} */
  async blockNumbers(
    context: string,
    asked: string,
    usages: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    const { entry } = await this.entry(context, asked)
    return this.log.numbersOf(entry, usages)
  }

  /** An entry of a log with its version. @param asked see {@link view} */
  async entry(context: string, asked: string): Promise<SeenEntry> {
    const head = await this.heads.get(context)
    return this.log.named(head, asked)
  }
}
