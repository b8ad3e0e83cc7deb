import {
  copyRun,
  draftOutline,
  errorBlockType,
  type AskedOutline,
  type AuthoringStore,
  type ContextHead,
  type DraftNow,
  type DraftOperation,
  type DraftOutline,
  type OperatedDraft,
  type SavedVersion,
  type VersionBlock,
} from '../../content/index.js'
import {
  CompositorError,
  parseUsageKey,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type ComposedUnit,
  type Json,
  type GatheredUnit,
  type UsageKey,
} from '../../runtime/index.js'
import {
  changedNames,
  noEdits,
  readEditedFields,
  readSentFields,
  type EditedFields,
  type ShownFields,
} from '../pages/edited-fields.js'
import type { SentFields } from '../pages/saved-fields.js'
import { DraftCheck, followed, type FieldWords, type TriedScripts } from './draft-check.js'
import { authoredFields, editOf, overridesField, overridesOf } from './draft-edit.js'
import { meanwhile, shownOf, type Meanwhile } from './draft-merge.js'
import { UnseenBlocks, type Unseen } from './unseen-blocks.js'
import { keptText, rereadEdit, type KeptText } from './kept-text.js'
import { troubleText } from './trouble.js'
import { withoutReturns } from '../pages/field-text.js'
import { contextOf, DraftReader, type DraftReading } from './draft-reader.js'

/** A block of a draft as its author has it before them. */
export interface Draft {
  /** The context, as text, and what it is called. */
  readonly context: string
  readonly contextTitle: string
  /** Whether learners see this very draft. */
  readonly isPublished: boolean
  readonly block: ComposedBlock
  /** Undefined where no plugin provides the type. */
  readonly type: BlockType | undefined
  /** The blocks above it, the root first. */
  readonly above: readonly { readonly key: string; readonly title: string }[]
  /** How many blocks stand directly below it in the draft. */
  readonly belowCount: number
  /** The first of them, and those that it refers to. */
  readonly below: readonly { readonly key: string; readonly type: string; readonly title: string }[]
  /** Why nothing can be changed here; undefined where it can. */
  readonly fixed: string | undefined
  /** What is kept of a block that could not be read; its text can be changed in place of fields. */
  readonly kept: KeptText | undefined
  /** Hash of the draft's version: names the values as they are, so that a change to other ones is not overwritten. */
  readonly base: string
  /** What is wrong with it, or odd, beside its fields. */
  readonly remarks: FieldWords
  /** Of a library block: OLX names of values that the referring block sets of all blocks, so that they are reset there. */
  readonly setForAll: readonly string[]
  /** What holds above the block, by OLX name, of what blocks take over from there. */
  readonly inherited: Readonly<Record<string, Json | undefined>>
}

/** What is to be changed. */
export type Saving = {
  /** What the editor was made of, by {@link Draft.base}; empty to change whatever is there. */
  readonly base: string
} & (
  | {
      /** `field.NAME`, `reset.NAME`, `null.NAME` and `take.NAME` as the editor form posts them. */
      readonly form: URLSearchParams
    }
  | {
      /** What an editor of the block's own sends. */
      readonly sent: SentFields
    }
)

/** What a person says of a change; with `expected`, what they thought the draft to be. */
export interface DraftWords {
  readonly comment?: string | undefined
  readonly author?: string | undefined
  readonly expected?: string | undefined
}

/** What became of a {@link Saving}: what was asked for, and what does not fit. */
export interface Saved extends EditedFields, Meanwhile {
  /** OLX names of further fields that changed with it. */
  readonly also: readonly string[]
  /** Whether all of it is saved; else nothing is. */
  readonly isSaved: boolean
  /** Hash of the version that is now the draft. */
  readonly base: string
}

/** Blocks that are listed of those below a block. */
const mostListed = 100

/** The drafts of courses and libraries, as authors see and change them. */
export class Drafts {
  readonly #reader: DraftReader
  readonly #check: DraftCheck
  readonly #unseen: UnseenBlocks
  readonly #compose: (unit: GatheredUnit) => Promise<ComposedUnit>

  /**
   * @param compose composes a unit that is not stored; where it is not awaited, after everything that is
   * @param tried runs the scripts of a block before they are saved; without it none is run
   */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    compose: (unit: GatheredUnit, isAwaited?: boolean) => Promise<ComposedUnit>,
    tried?: TriedScripts,
  ) {
    this.#compose = (unit) => compose(unit)
    this.#unseen = new UnseenBlocks(store, types, (unit) => compose(unit, false))
    this.#reader = new DraftReader(store, types, compose)
    this.#check = new DraftCheck(this.#reader, types, tried)
  }

  /** Everything that was imported or made, in the order of keys. */
  async contexts(): Promise<readonly ContextHead[]> {
    const keys = [...(await this.store.contexts())].sort()
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

  /**
   * A block of the draft, or a library block where a block of the draft refers to it.
   * @throws CompositorError `context-unknown`, `block-not-found`
   */
  async block(usage: UsageKey): Promise<Draft> {
    const reading = await this.#reader.read(usage)
    const { source, block, root, isReferred } = reading
    const { head, view } = source
    const type = this.types.get(block.type)
    const own = isReferred ? [] : source.block.children
    const inside = await view.blocks(own.slice(0, mostListed))
    const path = [...source.above, ...(isReferred ? [[root.key, source.block] as const] : [])]
    const { ofAll, own: ofThis } = isReferred ? overridesOf(root, block) : { ofAll: {}, own: {} }
    return {
      context: head.context,
      contextTitle: head.title,
      isPublished: head.published === head.draft,
      block,
      type,
      above: path.map(([key, one]) => listed(key, one)),
      belowCount: own.length,
      below: [
        ...[...inside].map(([key, one]) => listed(key, one)),
        ...block.children
          .filter((one) => one.origin)
          .map((one) => ({
            key: one.key,
            type: one.type,
            title: titleOf(one.key, one.type, one.fields['display_name']),
          })),
      ],
      fixed: this.#whyFixed(reading),
      kept: await keptText(reading, this.types, this.store),
      base: head.draft,
      remarks: type ? await this.#check.remarks(reading, type) : {},
      setForAll: Object.keys(ofAll).filter((name) => !Object.hasOwn(ofThis, name)),
      inherited: isReferred ? {} : source.gathered.inherited,
    }
  }

  /**
   * Saves what an author changed, all of it or nothing. What others changed meanwhile stays; where both changed the same
   * field, nothing is saved. Of a library block, overrides are stored at the block that refers to it; the library stays
   * as it is.
   * @param words with `expected`, a draft that is another one by now is not changed
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, `draft-changed`
   */
  async save(usage: UsageKey, saving: Saving, { expected, ...words }: DraftWords = {}): Promise<Saved> {
    const refused = await this.#failing(usage, saving)
    if (refused) return refused
    let saved: Omit<Saved, 'base'> = { ...noEdits, also: [], isSaved: false, theirs: {}, others: {} }
    const base = await this.store.edit(
      contextOf(usage),
      this.types,
      async () => {
        const now = await this.#reader.read(usage)
        refuseOtherDraft(now.source.head, expected)
        const type = this.types.get(now.block.type)
        const fixed = this.#whyFixed(now)
        if (!type || fixed !== undefined)
          throw new CompositorError('draft-fixed', fixed ?? 'It cannot be edited.')
        saved = await this.#judged(now, type, saving)
        return saved.isSaved && changedNames(saved).length > 0 ? editOf(now, type, saved) : undefined
      },
      words,
    )
    return { ...saved, base }
  }

  /**
   * Saves the text of a block that could not be read, which is read anew.
   * @param base as of a {@link Saving}
   * @returns why it is refused, with line and column; undefined where it is saved
   * @throws CompositorError `context-unknown`, `block-not-found`, `draft-fixed`, `draft-changed`
   */
  async saveText(
    usage: UsageKey,
    text: string,
    base: string,
    { expected, ...words }: DraftWords = {},
  ): Promise<string | undefined> {
    let refusal: string | undefined
    await this.store.edit(
      contextOf(usage),
      this.types,
      async () => {
        const now = await this.#reader.read(usage)
        refuseOtherDraft(now.source.head, expected)
        const kept = await keptText(now, this.types, this.store)
        if (!kept) throw new CompositorError('draft-fixed', 'It has no text of its own to edit.')
        if (base !== '' && base !== now.source.head.draft) {
          const before = await this.#keptAt(now, base)
          if (before?.text !== kept.text) {
            refusal = 'Somebody else changed this text meanwhile; save again to replace it with yours.'
            return undefined
          }
        }
        try {
          return await rereadEdit(now, kept, withoutReturns(text), this.types, this.#compose)
        } catch (thrown) {
          const error = CompositorError.from(thrown, 'block-failed')
          refusal = troubleText({ level: 'error', usage: '', message: error.message, ...error.location }, '')
          return undefined
        }
      },
      words,
    )
    return refusal
  }

  /** Changes a draft in many steps, all of them or none. @throws CompositorError see `AuthoringStore.operate` */
  operate(
    context: string,
    operations: readonly DraftOperation[],
    words: DraftWords = {},
  ): Promise<OperatedDraft> {
    return this.store.operate(context, this.types, operations, words)
  }

  /** Copies a course to another run. @throws CompositorError see {@link copyRun} */
  copyRun(context: string, to: string, words: DraftWords = {}): Promise<SavedVersion> {
    return copyRun(this.store, this.types, context, to, words)
  }

  /** Takes what is published for the draft, or for some blocks of it. @throws CompositorError see `AuthoringStore.discard` */
  discard(context: string, usages: readonly string[], words: DraftWords = {}): Promise<DraftNow> {
    return this.store.discard(context, this.types, usages, words)
  }

  /** What scripts that fail refuse of an edit. They run before others are kept from editing. */
  async #failing(usage: UsageKey, saving: Saving): Promise<Saved | undefined> {
    const now = await this.#reader.read(usage)
    const type = this.types.get(now.block.type)
    if (!type?.capabilities.scripts && !type?.capabilities.references) return undefined
    if (this.#whyFixed(now) !== undefined) return undefined
    const judged = await this.#judged(now, type, saving, true)
    return judged.isSaved ? undefined : { ...judged, base: now.source.head.draft }
  }

  async #keptAt({ block }: DraftReading, version: string): Promise<KeptText | undefined> {
    try {
      return await keptText(
        await this.#reader.read(parseUsageKey(block.key), version),
        this.types,
        this.store,
      )
    } catch {
      return undefined
    }
  }

  /** @param runs whether scripts are run */
  async #judged(
    now: DraftReading,
    type: BlockType,
    saving: Saving,
    runs = false,
  ): Promise<Omit<Saved, 'base'>> {
    const { base } = saving
    const shownNow = shownOf(now.block, type)
    const isOlder = base !== '' && base !== now.source.head.draft
    const before = isOlder ? await this.#shownAt(now, base) : shownNow
    const fields = authoredFields(type)
    const shown = before ?? shownNow
    const asked =
      'form' in saving
        ? readEditedFields(fields, shown, saving.form)
        : readSentFields(fields, shown, saving.sent)
    const { theirs, others } = meanwhile(asked, before, shownNow)
    const { edited, also } = followed(now, type, this.#resettable(now, asked))
    const refused = { ...edited, also: [], isSaved: false, theirs, others }
    if (Object.keys(edited.errors).length + Object.keys(theirs).length > 0) return refused
    if (changedNames(edited).length === 0) return { ...refused, isSaved: true }
    const words = await this.#check.refusals(now, type, edited, runs)
    const errors: Record<string, string> = {}
    for (const [name, all] of Object.entries(words)) {
      // What follows from another field is corrected there.
      const [asker = name] = also.includes(name) ? changedNames(asked) : []
      const why = asker === name ? all : all.map((one) => `In “${name}”, which follows from it: ${one}`)
      errors[asker] = [...(errors[asker] === undefined ? [] : [errors[asker]]), ...why].join('\n')
    }
    if (Object.keys(errors).length > 0) return { ...refused, errors }
    return { ...edited, also, isSaved: true, theirs, others }
  }

  /** The values that an editor showed which was made of an earlier version. */
  async #shownAt({ block }: DraftReading, version: string): Promise<ShownFields | undefined> {
    try {
      const { block: before } = await this.#reader.read(parseUsageKey(block.key), version)
      const type = this.types.get(before.type)
      return type && shownOf(before, type)
    } catch (thrown) {
      const { code } = CompositorError.from(thrown, 'host-failed')
      if (code === 'version-unknown' || code === 'block-not-found') return undefined
      throw thrown
    }
  }

  /** What the referring block sets of all blocks cannot be reset at one of them. */
  #resettable({ root, block, isReferred }: DraftReading, edited: EditedFields): EditedFields {
    if (!isReferred) return edited
    const { ofAll, own } = overridesOf(root, block)
    const elsewhere = edited.reset.filter((name) => Object.hasOwn(ofAll, name) && !Object.hasOwn(own, name))
    if (elsewhere.length === 0) return edited
    const why = `It is set for all blocks of “${titleOf(root.key, root.type, root.fields['display_name'])}”, in its field_overrides; take it away there, or set another value here.`
    return {
      ...edited,
      errors: { ...edited.errors, ...Object.fromEntries(elsewhere.map((name) => [name, why])) },
    }
  }

  #whyFixed({ source, root, block, isReferred }: DraftReading): string | undefined {
    if (!isReferred && source.block.type === errorBlockType)
      return 'It could not be read when it was imported, so it has no fields; only its text can be edited.'
    if (!this.types.get(block.type))
      return `No plugin of this host provides '${block.type}', so it is only kept.`
    if (!isReferred) return undefined
    const takesOverrides = overridesField(this.types.get(root.type)) !== undefined
    if (takesOverrides && root.children.includes(block)) return undefined
    return 'It stands inside a block of the library; only the library can change it.'
  }
}

/** @throws CompositorError `draft-changed` */
export function refuseOtherDraft({ context, draft }: ContextHead, expected: string | undefined): void {
  if (expected === undefined || expected === draft) return
  const message = `The draft of '${context}' is ${draft} now, not ${expected.slice(0, 100)}. Nothing was changed.`
  throw new CompositorError('draft-changed', message)
}

function listed(key: string, { type, settings }: VersionBlock) {
  return { key, type, title: titleOf(key, type, settings['display_name']) }
}

function titleOf(key: string, type: string, name: Json | undefined): string {
  return typeof name === 'string' && name.trim() !== '' ? name : type || key
}
