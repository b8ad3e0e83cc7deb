import { compose } from '../../compositor/index.js'
import { draftBlock, draftOutline, type AuthoringStore, type DraftOutline } from '../../content/index.js'
import {
  CompositorError,
  contentHash,
  ContextualKey,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type Json,
  type UsageKey,
} from '../../runtime/index.js'
import { readEditedFields, type EditedFields } from '../pages/edited-fields.js'
import { defaultOf, editableFields } from '../pages/editor-form.js'
import { ownEdit, overrideEdit, overridesField } from './draft-edit.js'

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
  /** What stands below it in the draft. */
  readonly below: readonly { readonly key: string; readonly type: string; readonly title: string }[]
  /** Why nothing can be changed here; undefined where it can. */
  readonly fixed: string | undefined
  /** Names the values as they are, so that a change to other ones is not overwritten. */
  readonly base: string
}

/** What is to be changed: `field.NAME`, `reset.NAME` and `null.NAME` as the editor form posts them. */
export interface Saving {
  readonly form: URLSearchParams
  /** What the form was made of, by {@link Draft.base}; empty to change whatever is there. */
  readonly base: string
}

/** The drafts of courses and libraries, as authors see and change them. */
export class Drafts {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
  ) {}

  /** @throws CompositorError `context-unknown` */
  outline(context: string): Promise<DraftOutline> {
    return draftOutline(this.store, context)
  }

  /**
   * A block of the draft, or a library block where a block of the draft refers to it.
   * @throws CompositorError `context-unknown`, `block-not-found`
   */
  async block(usage: UsageKey): Promise<Draft> {
    const { draft } = await this.#standing(usage)
    return draft
  }

  /**
   * Saves what an author changed, all of it or nothing. Of a library block, overrides are stored at the block that
   * refers to it; the library stays as it is.
   * @returns what does not fit, by OLX name; nothing is saved then
   * @throws CompositorError `context-unknown`, `block-not-found`; `draft-changed` where others changed the block since
   */
  async save(usage: UsageKey, { form, base }: Saving): Promise<EditedFields> {
    let edited: EditedFields = { set: {}, reset: [], errors: {}, typed: {} }
    await this.store.edit(contextOf(usage), async () => {
      const { draft, referring } = await this.#standing(usage)
      const { block, type, fixed } = draft
      if (!type || fixed !== undefined)
        throw new CompositorError('draft-fixed', fixed ?? 'It cannot be edited.')
      if (base !== '' && base !== draft.base) throw changedMeanwhile(block.key)
      const fields = editableFields(type)
      const shown = fields.map(
        (field) => [field.olxName, block.fields[field.olxName] ?? defaultOf(field)] as const,
      )
      edited = readEditedFields(fields, Object.fromEntries(shown), form)
      const { errors, set, reset } = edited
      if (Object.keys(errors).length > 0 || Object.keys(set).length + reset.length === 0) return undefined
      return referring ? overrideEdit(referring, block, edited) : ownEdit(block.key, type, edited)
    })
    return edited
  }

  /** A block of the draft as the draft has it, and for a library block the one that refers to it. */
  async #standing(usage: UsageKey): Promise<{ draft: Draft; referring: ComposedBlock | undefined }> {
    const { types } = this
    const key = usage.withoutBranchOrVersion().toString()
    const own = ownUsage(usage)
    const context = contextOf(own)
    const { head, version, above, unit } = await draftBlock(this.store, types, context, own.toString())
    const { root } = compose(unit, head.draft, types)
    const block = own === usage ? root : blockIn(root, key)
    if (!block)
      throw new CompositorError(
        'block-not-found',
        `The draft of '${context}' has no block '${key.slice(0, 300)}'.`,
      )
    const type = types.get(block.type)
    const titled = (one: string) => {
      const found = version.blocks[one]
      return {
        key: one,
        type: found?.type ?? '',
        title: titleOf(one, found?.type ?? '', found?.settings['display_name']),
      }
    }
    const path = own === usage ? above : [...above, own.toString()]
    const ownChildren = own === usage ? (version.blocks[key]?.children ?? []) : []
    const referred = block.children.filter((one) => one.origin)
    const referring = own === usage ? undefined : root
    return {
      referring,
      draft: {
        context,
        contextTitle: head.title,
        isPublished: head.published === head.draft,
        block,
        type,
        above: path.map(titled),
        below: [
          ...ownChildren.map(titled),
          ...referred.map((one) => ({
            key: one.key,
            type: one.type,
            title: titleOf(one.key, one.type, one.fields['display_name']),
          })),
        ],
        fixed: this.#whyFixed(block, referring),
        base: contentHash({ fields: block.fields, sources: { ...block.sources } }),
      },
    }
  }

  #whyFixed(block: ComposedBlock, referring: ComposedBlock | undefined): string | undefined {
    if (!this.types.get(block.type))
      return `No plugin of this host provides '${block.type}', so it is only kept.`
    if (block.failure) return `It could not be read: ${block.failure.message}`
    if (!referring) return undefined
    const takesOverrides = overridesField(this.types.get(referring.type)) !== undefined
    if (takesOverrides && referring.children.includes(block)) return undefined
    return 'It stands inside a block of the library; only the library can change it.'
  }
}

/** The context of a block, as text, without branch or version. */
export function contextOf(usage: UsageKey): string {
  return usage.context.withoutBranchOrVersion().toString()
}

/** The block of the draft that brings a library block in, through however many references; else the block itself. */
function ownUsage(usage: UsageKey): UsageKey {
  let own = usage
  while (own instanceof ContextualKey) own = own.usage
  return own
}

function blockIn(root: ComposedBlock, key: string): ComposedBlock | undefined {
  for (const child of root.children) {
    const found = child.key === key ? child : blockIn(child, key)
    if (found) return found
  }
  return undefined
}

function titleOf(key: string, type: string, name: Json | undefined): string {
  return typeof name === 'string' && name.trim() !== '' ? name : type || key
}

function changedMeanwhile(usage: string): CompositorError {
  return new CompositorError(
    'draft-changed',
    'Somebody changed this block since you opened it. Nothing of yours was saved.',
    { usage },
  )
}
