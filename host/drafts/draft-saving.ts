import type { AuthoringStore, BlockEdit } from '../../content/index.js'
import {
  CompositorError,
  parseUsageKey,
  type AskedChoices,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type JsonObject,
  type UsageKey,
} from '../../runtime/index.js'
import {
  changedNames,
  heldToChoices,
  noEdits,
  readEditedFields,
  readSentFields,
  unchosen,
  type EditedFields,
  type ShownFields,
} from '../pages/authors/edited-fields.js'
import type { SentFields } from '../pages/authors/saved-fields.js'
import { followed, type DraftCheck } from './draft-check.js'
import { authoredFields, editOf, overridesOf } from './draft-edit.js'
import { contentRefused, contentWords, takenContent } from './library-content.js'
import { meanwhile, shownOf, type Meanwhile } from './draft-merge.js'
import { contextOf, type DraftReader, type DraftReading } from './draft-reader.js'
import type { DraftWords } from './draft-words.js'
import { titleOf } from './draft.js'
import { whyFixed } from './fixed-block.js'

/** What is to be changed. */
export type Saving = {
  /** What the editor was made of, by {@link Draft.base}; empty to change whatever is there. */
  readonly base: string
  /** Whether content of library blocks may become the course's own here, so that updates of the library leave it alone. */
  readonly customizeContent?: boolean | undefined
  /** Policy groups that the course gets in the same change, by name. */
  readonly besides?: JsonObject | undefined
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

/** What became of a {@link Saving}: what was asked for, and what does not fit. */
export interface Saved extends EditedFields, Meanwhile {
  /** OLX names of further fields that changed with it. */
  readonly also: readonly string[]
  /** Whether all of it is saved; else nothing is. */
  readonly isSaved: boolean
  /** Hash of the version that is now the draft. */
  readonly base: string
  /** OLX names of content of the library that was to be changed without saying so; nothing is saved then. */
  readonly libraryContent?: readonly string[]
}

/** Asks a block's type what there is to choose from for its fields. */
export type AskChoices = (block: ComposedBlock) => Promise<AskedChoices>

/** Saves what authors change of fields, all of it or nothing. */
export class DraftSaving {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly reader: DraftReader,
    private readonly check: DraftCheck,
    private readonly asked: AskChoices = () => Promise.resolve(new Map<string, never>()),
  ) {}

  /** See `Drafts.save`. */
  async save(usage: UsageKey, saving: Saving, words: DraftWords): Promise<Saved> {
    const refused = await this.#failing(usage, saving)
    if (refused) return refused
    let saved: Omit<Saved, 'base'> = { ...noEdits, also: [], isSaved: false, theirs: {}, others: {} }
    const edit = async () => {
      const now = await this.reader.read(usage)
      const type = this.types.get(now.block.type)
      const fixed = whyFixed(now, this.types)
      if (!type || fixed !== undefined)
        throw new CompositorError('draft-fixed', fixed ?? 'It cannot be edited.')
      saved = await this.#judged(now, type, saving)
      return saved.isSaved && changedNames(saved).length > 0 ? editOf(now, type, saved) : undefined
    }
    const base = await this.store.edit(contextOf(usage), this.types, edit, words)
    return { ...saved, base }
  }

  /**
   * Refuses of an edit what its editor would refuse.
   * @param meant see {@link Saving}
   * @throws CompositorError `field-value`, `library-content`, `draft-fixed`, `context-unknown`; nothing of a block that is not there yet
   */
  async refuse(
    { usage, content, settings, reset, anew }: BlockEdit,
    { customizeContent = false, besides }: Pick<Saving, 'customizeContent' | 'besides'> = {},
  ): Promise<void> {
    if (anew) return
    const now = await this.#found(usage)
    const type = now && this.types.get(now.block.type)
    if (!now) return
    const fixed = whyFixed(now, this.types)
    if (!type || fixed !== undefined)
      throw new CompositorError('draft-fixed', fixed ?? 'It cannot be edited.', { usage })
    const sent = { set: { ...content, ...settings }, reset }
    const saving = { sent, base: '', customizeContent, besides }
    const { isSaved, errors, libraryContent } = await this.#judged(now, type, saving, true)
    if (isSaved) return
    if (libraryContent) throw contentRefused(libraryContent, usage)
    const why = Object.entries(errors).map(([name, text]) => (name === '' ? text : `${name}: ${text}`))
    throw new CompositorError('field-value', why.join(' '), { usage })
  }

  async #found(usage: string): Promise<DraftReading | undefined> {
    try {
      return await this.reader.read(parseUsageKey(usage))
    } catch (thrown) {
      if (CompositorError.from(thrown, 'host-failed').code === 'block-not-found') return undefined
      throw thrown
    }
  }

  /** What scripts that fail, and choices that are asked for, refuse of an edit. They run before others are kept from editing. */
  async #failing(usage: UsageKey, saving: Saving): Promise<Saved | undefined> {
    const now = await this.reader.read(usage)
    const type = this.types.get(now.block.type)
    const { scripts, references } = type?.capabilities ?? {}
    if (!type || (!scripts && !references && type.choiceMethods.size === 0)) return undefined
    if (whyFixed(now, this.types) !== undefined) return undefined
    const judged = await this.#judged(now, type, saving, true)
    return judged.isSaved ? undefined : { ...judged, base: now.source.head.draft }
  }

  /** @param runs whether scripts are run, and choices asked for */
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
    const read =
      'form' in saving
        ? readEditedFields(fields, shown, saving.form)
        : readSentFields(fields, shown, saving.sent)
    const asked = heldToChoices(fields, shown, read)
    const met = meanwhile(asked, before, shownNow)
    const { theirs } = met
    const { edited, also } = followed(now, type, this.#resettable(now, asked))
    const refused = { ...edited, also: [], isSaved: false, ...met }
    if (Object.keys(edited.errors).length + Object.keys(theirs).length > 0) return refused
    if (changedNames(edited).length === 0) return { ...refused, isSaved: true }
    const words = await this.check.refusals(now, type, edited, runs, saving.besides)
    const errors: Record<string, string> = {}
    for (const [name, all] of Object.entries(words)) {
      // What follows from another field is corrected there.
      const [asker = name] = also.includes(name) ? changedNames(asked) : []
      const why = asker === name ? all : all.map((one) => `In “${name}”, which follows from it: ${one}`)
      errors[asker] = [...(errors[asker] === undefined ? [] : [errors[asker]]), ...why].join('\n')
    }
    Object.assign(errors, runs ? await this.#unchosen(now.block, type, edited) : {})
    if (Object.keys(errors).length > 0) return { ...refused, errors }
    const isMeant = saving.customizeContent ?? ('form' in saving && saving.form.get('customize') === 'on')
    const libraryContent = isMeant ? [] : takenContent(now, type, edited, (name) => this.types.get(name))
    if (libraryContent.length > 0) {
      const why = Object.fromEntries(libraryContent.map((name) => [name, contentWords]))
      return { ...refused, errors: why, libraryContent }
    }
    return { ...edited, also, isSaved: true, ...met }
  }

  /** Why what is set is none of what the type says there is to choose from. */
  async #unchosen(block: ComposedBlock, type: BlockType, { set, reset }: EditedFields) {
    if (!Object.keys(set).some((name) => type.choiceMethods.has(name))) return {}
    const kept = Object.entries(block.fields).filter(([name]) => !reset.includes(name))
    const choices = await this.asked({ ...block, fields: { ...Object.fromEntries(kept), ...set } })
    return unchosen(type.fields, set, choices)
  }

  /** The values that an editor showed which was made of an earlier version. */
  async #shownAt({ block }: DraftReading, version: string): Promise<ShownFields | undefined> {
    try {
      const { block: before } = await this.reader.read(parseUsageKey(block.key), version)
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
}
