import {
  copyRun,
  draftOutline,
  provenance,
  isOfOtherSite,
  newCourse,
  restoreBlocks,
  type AskedOutline,
  type AuthoringStore,
  type ContextHead,
  type ContextTitle,
  type DraftNow,
  type DraftOperation,
  type DraftOutline,
  type NewCourse,
  type OperatedDraft,
  type Provenance,
  type SavedVersion,
} from '../../content/index.js'
import {
  isJsonObject,
  type BlockTypes,
  type ComposedUnit,
  type GatheredUnit,
  type JsonObject,
  type UsageKey,
} from '../../runtime/index.js'
import { DraftCheck, type TriedScripts } from './draft-check.js'
import { DraftReader } from './draft-reader.js'
import { DraftSaving, type AskChoices, type Saved, type Saving } from './draft-saving.js'
import { draftOf, type Draft } from './draft.js'
import type { DraftWords } from './draft-words.js'
import { TextSaving } from './text-saving.js'
import { UnseenBlocks, type Unseen, type UnseenBlock } from './unseen-blocks.js'

/** The drafts of courses and libraries, as authors see and change them. */
export class Drafts {
  readonly #reader: DraftReader
  readonly #check: DraftCheck
  readonly #saving: DraftSaving
  readonly #texts: TextSaving
  readonly #unseen: UnseenBlocks

  /**
   * @param compose composes a unit that is not stored; where it is not awaited, after everything that is
   * @param now epoch milliseconds
   * @param tried runs the scripts of a block before they are saved; without it none is run
   * @param asked asks what there is to choose from; without it fields are not held to that
   */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    compose: (unit: GatheredUnit, isAwaited?: boolean) => Promise<ComposedUnit>,
    private readonly now: () => number,
    tried?: TriedScripts,
    asked?: AskChoices,
  ) {
    this.#unseen = new UnseenBlocks(store, types, (unit) => compose(unit, false), now)
    this.#reader = new DraftReader(store, types, compose, now)
    this.#check = new DraftCheck(this.#reader, types, tried)
    this.#saving = new DraftSaving(store, types, this.#reader, this.#check, asked)
    this.#texts = new TextSaving(store, types, this.#reader, (unit) => compose(unit))
  }

  /** Everything of this site that was imported or made, in the order of keys. @param isMeant which of it; the versions of others are not read */
  async contexts(isMeant: (title: ContextTitle) => boolean = () => true): Promise<readonly ContextHead[]> {
    return this.#heads((title) => !isOfOtherSite(title.context) && isMeant(title))
  }

  /** What everything of this site is called, in the order of keys. It costs one read, whatever is in them. */
  async titles(): Promise<readonly ContextTitle[]> {
    const titles = (await this.store.titles()).filter(({ context }) => !isOfOtherSite(context))
    return titles.toSorted(({ context: one }, { context: other }) => (one < other ? -1 : 1))
  }

  /** Libraries of other sites, of which versions came with courses, in the order of keys. */
  async fromElsewhere(): Promise<readonly ContextHead[]> {
    return this.#heads(({ context }) => isOfOtherSite(context))
  }

  async #heads(isMeant: (title: ContextTitle) => boolean): Promise<readonly ContextHead[]> {
    const keys = (await this.store.titles())
      .filter(isMeant)
      .map(({ context }) => context)
      .sort()
    return Promise.all(keys.map((key) => this.store.head(key)))
  }

  /** The part of a draft's outline that is asked for. @throws CompositorError `context-unknown`, `block-not-found` */
  outline(context: string, asked?: AskedOutline): Promise<DraftOutline> {
    return draftOutline(this.store, context, asked)
  }

  /** Which versions of a context count. @throws CompositorError `context-unknown` */
  head(context: string): Promise<ContextHead> {
    return this.store.head(context)
  }

  /**
   * What learners would not see if the draft were published: blocks that cannot be read or shown.
   * @throws CompositorError `context-unknown`
   */
  unseen(context: string): Promise<Unseen> {
    return this.#unseen.of(context)
  }

  /** The same of some blocks of the draft alone. @throws CompositorError `context-unknown`, `block-not-found` */
  unseenAmong(context: string, usages: readonly string[]): Promise<readonly UnseenBlock[]> {
    return this.#unseen.among(context, usages)
  }

  /**
   * A block of the draft, or a library block where a block of the draft refers to it.
   * @throws CompositorError `context-unknown`, `block-not-found`
   */
  async block(usage: UsageKey): Promise<Draft> {
    return draftOf(await this.#reader.read(usage), {
      types: this.types,
      store: this.store,
      check: this.#check,
    })
  }

  /**
   * Saves what an author changed, all of it or nothing. What others changed meanwhile stays; where both changed the same
   * field, nothing is saved. Of a library block, overrides are stored at the block that refers to it; the library stays
   * as it is.
   * @param words with `expected`, a draft that is another one by now is not changed
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, `draft-changed`
   */
  save(usage: UsageKey, saving: Saving, words: DraftWords = {}): Promise<Saved> {
    return this.#saving.save(usage, saving, words)
  }

  /**
   * Saves the text of a block that could not be read, which is read anew.
   * @param base as of a {@link Saving}
   * @returns why it is refused, with line and column; undefined where it is saved
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, `draft-changed`
   */
  saveText(usage: UsageKey, text: string, base: string, words: DraftWords = {}): Promise<string | undefined> {
    return this.#texts.save(usage, text, base, words)
  }

  /**
   * Changes a draft in many steps, all of them or none. Fields of blocks that the draft has are checked as their editors check
   * them. @throws CompositorError `field-value`, `library-content`, and those of `AuthoringStore.operate`
   */
  async operate(
    context: string,
    operations: readonly DraftOperation[],
    words: DraftWords = {},
  ): Promise<OperatedDraft> {
    let besides: JsonObject = {}
    for (const step of operations) {
      if (step.do !== 'edit') continue
      const { edit, customizeContent } = step
      await this.#saving.refuse(edit, { customizeContent, besides })
      const { policy_groups: groups } = edit.settings
      if (isJsonObject(groups)) besides = { ...besides, ...groups }
    }
    return this.store.operate(context, this.types, operations, words)
  }

  /** Makes blocks what they were in an older version, as one edit. @throws CompositorError see {@link restoreBlocks} */
  restore(
    context: string,
    usages: readonly string[],
    version: string,
    words: DraftWords = {},
  ): Promise<OperatedDraft> {
    return restoreBlocks(this.store, this.types, context, usages, version, words)
  }

  /** Where the values of a block come from. @throws CompositorError see {@link provenance} */
  provenance(usage: UsageKey, asked: Omit<Parameters<typeof provenance>[3], 'at'> = {}): Promise<Provenance> {
    return provenance(this.store, this.types, usage, { ...asked, at: this.now() })
  }

  /** Makes a course with nothing in it. @throws CompositorError see {@link newCourse} */
  create(made: NewCourse, words: DraftWords = {}): Promise<DraftNow & { readonly context: string }> {
    return newCourse(this.store, this.types, made, words)
  }

  /** Copies a course to another run. @throws CompositorError see {@link copyRun} */
  copyRun(context: string, to: string, words: DraftWords = {}): Promise<SavedVersion> {
    return copyRun(this.store, this.types, context, to, words)
  }

  /** Takes what is published for the draft, or for some blocks of it. @throws CompositorError see `AuthoringStore.discard` */
  discard(context: string, usages: readonly string[], words: DraftWords = {}): Promise<DraftNow> {
    return this.store.discard(context, this.types, usages, words)
  }
}
