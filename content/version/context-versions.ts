import { CompositorError } from '../../runtime/errors/index.js'
import { BlockNumbers } from './block-numbers.js'
import type { StoredHead } from './context-heads.js'
import { refuseOtherDraft } from './expected-draft.js'
import type { LogDeed, LogEntry, LogWords } from './log-entry.js'
import { StoredVersionView } from './stored-version-view.js'
import { VersionLog, type FoundEntry } from './version-log.js'
import { readingBlob } from './version-reading.js'
import type { VersionStore } from './version-store.js'

/** An entry of a log with what is to be seen of its version. */
export interface SeenEntry extends FoundEntry {
  readonly view: StoredVersionView
}

/** A version to be entered in a log. */
export interface EnteredVersion {
  readonly view: StoredVersionView
  readonly reading: string
  readonly numbers?: ReadonlyMap<string, number>
  readonly ids?: string | undefined
  readonly folder?: string | undefined
}

/** What is said of an entry. */
export interface EntryWords extends LogWords {
  readonly what: LogDeed
  /** Hashes of the entries it was made of. */
  readonly parents: readonly string[]
  /** When, ISO 8601; now when left out. */
  readonly at?: string
  /** Whether its files were written from its blocks, as they were not kept. */
  readonly rewritten?: true
  /** Its number in the log in which it was made. */
  readonly originNumber?: number | undefined
  /** The entry whose numbers it goes on from, and whose names of nameless blocks and folder it takes over. */
  readonly from?: SeenEntry
}

/** A log with an entry more. */
export interface Appended {
  /** Hash of the entry. */
  readonly hash: string
  readonly entry: Pick<LogEntry, 'number'>
  readonly ids: string | undefined
  /** The head with the longer log; what is draft and what is published is as it was. */
  readonly head: StoredHead
}

/** The versions in the logs of contexts. */
export class ContextVersions {
  private readonly numbers: BlockNumbers

  constructor(
    private readonly store: VersionStore,
    private readonly now: () => Date,
  ) {
    this.numbers = new BlockNumbers(store)
  }

  log(head: StoredHead): VersionLog {
    return new VersionLog(this.store, head)
  }

  /** An entry by its hash. @throws CompositorError `store-damaged` */
  async at(head: StoredHead, hash: string): Promise<SeenEntry> {
    return this.seen(await this.log(head).at(hash))
  }

  /** The draft, where it is the one that a change of it was thought of for. @throws CompositorError `draft-changed`, `store-damaged` */
  async expectedDraft(head: StoredHead, expected: string | undefined): Promise<SeenEntry> {
    const draft = await this.at(head, head.draft)
    refuseOtherDraft(head.context, draft.entry.tree, expected)
    return draft
  }

  /** What somebody means by a version, see {@link VersionLog.find}. @throws CompositorError `version-unknown`, `version-ambiguous` */
  async find(head: StoredHead, asked: string): Promise<SeenEntry> {
    return this.seen(await this.log(head).find(asked))
  }

  /**
   * What somebody means by a version: as {@link find}, or the whole name of one that an older store knew under it.
   * @throws CompositorError `version-unknown`, `version-ambiguous`
   */
  async named(head: StoredHead, asked: string): Promise<SeenEntry> {
    const draft = await this.at(head, head.draft)
    // Of two readings of one tree, authors mean the one that they work on.
    if (draft.entry.tree === asked) return draft
    const old = /^[0-9a-f]{64}$/.test(asked) ? await this.pinned(head, asked) : undefined
    return old ? this.seen(old) : this.find(head, asked)
  }

  /** The newest entry of a version by its whole name, as references pin it; names of older stores lead where they led. */
  async pinned(head: StoredHead, name: string): Promise<FoundEntry | undefined> {
    const log = this.log(head)
    const found = await log.ofTree(name)
    if (found) return found
    const [renamed] = await this.store.store.heads.texts([`old:${head.context}:${name}`])
    return renamed === undefined ? undefined : log.ofTree(renamed)
  }

  /** Whether a log has a version that somebody called so. */
  names(head: StoredHead, name: string): Promise<boolean> {
    return this.log(head).hasName(name)
  }

  async seen(found: FoundEntry): Promise<SeenEntry> {
    const { entry, reading } = found
    await this.refuseCollected(entry, reading)
    const read = await this.store.reading(reading)
    return { ...found, view: new StoredVersionView(entry.tree, entry.reading, read, this.store) }
  }

  /** The content of old drafts that nobody refers to goes after a time. @throws CompositorError `version-collected` */
  private async refuseCollected({ tree, number, context }: LogEntry, reading: string): Promise<void> {
    if ((await this.store.store.blobs.having([readingBlob(reading)])).size > 0) return
    const message = `The content of version ${number} of '${context}' ('${tree}') was removed, as it was an old draft that nobody published, named or referred to.`
    throw new CompositorError('version-collected', message)
  }

  /** The numbers that blocks have in an entry. */
  numbersOf(entry: LogEntry, usages: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.numbers.of(entry.numbers, usages)
  }

  /** Name of the version of an entry, by the entry's hash. */
  async nameOf(hash: string | null): Promise<string | null> {
    return hash === null ? null : (await this.store.entry(hash)).tree
  }

  /** Adds a version to the log of a context; its head is not stored by this. */
  async appended(head: StoredHead, version: EnteredVersion, words: EntryWords): Promise<Appended> {
    const { what, parents, from, name, comment, author, rewritten, originNumber } = words
    const { view, reading } = version
    const numbers = await this.numbers.after(from?.entry.numbers, from?.view, view, version.numbers)
    const isImport = what === 'import'
    const ids = isImport ? version.ids : (version.ids ?? from?.entry.ids)
    const folder = isImport ? version.folder : (version.folder ?? from?.entry.folder)
    const entry = {
      tree: view.name,
      reading: view.variant,
      parents,
      what,
      ...(name !== undefined && { name }),
      ...(comment !== undefined && { comment }),
      ...(author !== undefined && { author }),
      at: words.at ?? this.time(),
      ...(ids !== undefined && { ids }),
      ...(numbers !== undefined && { numbers }),
      ...(folder !== undefined && { folder }),
      ...(rewritten && { rewritten }),
      ...(originNumber !== undefined && { originNumber }),
    }
    const { hash, number, log } = await this.log(head).with(entry, reading)
    return { hash, entry: { number }, ids, head: { ...head, log, entries: number } }
  }

  /** The time for entries, ISO 8601. */
  time(): string {
    return this.now().toISOString()
  }
}
