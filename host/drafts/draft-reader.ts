import {
  draftBlock,
  editedDraftBlock,
  type AuthoringStore,
  type BlockEdit,
  type DraftBlock,
  type ViewMoment,
} from '../../content/index.js'
import {
  CompositorError,
  ContextualKey,
  PathwayBlockKey,
  type BlockTypes,
  type ComposedBlock,
  type ComposedUnit,
  type GatheredUnit,
  type UsageKey,
} from '../../runtime/index.js'
import { troublesOf, type Trouble } from './trouble.js'

/** A block of a draft, composed where it stands. */
export interface DraftReading {
  /** The block of the draft itself: for a library block the one that refers to it. */
  readonly source: DraftBlock
  readonly root: ComposedBlock
  /** What is looked at: the root, or a library block that it brings in. */
  readonly block: ComposedBlock
  /** Whether the block is one of a library, so that overrides are kept at the root. */
  readonly isReferred: boolean
  readonly troubles: readonly Trouble[]
}

/** Reads blocks of drafts as learners' side will read them once they are published. */
export class DraftReader {
  /** @param compose composes what is not stored @param now epoch milliseconds */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly compose: (unit: GatheredUnit) => Promise<ComposedUnit>,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * A block of the draft, or a library block where a block of the draft refers to it.
   * @param version hash of the version to read; the draft when left out
   * @throws CompositorError `context-unknown`, `version-unknown`, `block-not-found`
   */
  async read(usage: UsageKey, version?: string): Promise<DraftReading> {
    const own = await this.#ownUsage(usage)
    const context = contextOf(own)
    const source = await draftBlock(this.store, this.types, context, own.toString(), {
      version,
      at: this.now(),
    })
    return this.#composed(source, usage.withoutBranchOrVersion().toString())
  }

  /**
   * A block of the draft as learners would have it, on its own as if it were a unit; for a library block the one of the
   * draft that refers to it.
   * @param looking `edit`: one of the block itself, as if it had been made; `at`: epoch milliseconds, by which the dates of policy groups hold,
   *   the time it is when left out; `version`: another than the draft
   * @throws CompositorError `context-unknown`, `block-not-found`
   */
  async unit(
    usage: UsageKey,
    { edit, at = this.now(), version }: Partial<ViewMoment> & { readonly edit?: BlockEdit | undefined } = {},
  ): Promise<{ readonly source: DraftBlock; readonly unit: ComposedUnit }> {
    const own = await this.#ownUsage(usage)
    const block = await draftBlock(this.store, this.types, contextOf(own), own.toString(), {
      at,
      version,
    })
    const source = edit ? await editedDraftBlock(block, edit, this.store, this.types) : block
    const { path } = source
    const unit = await this.compose(source.gathered)
    return { source, unit: { ...unit, place: { path, name: 'draft' } } }
  }

  /** The same block as an edit would make it. What stands inside it, and is not referred to, is left out. */
  async edited({ source, root, block }: DraftReading, edit: BlockEdit): Promise<DraftReading> {
    const whole = await editedDraftBlock(source, edit, this.store, this.types)
    if (this.types.get(root.type)?.capabilities.references) return this.#composed(whole, block.key)
    const { unit } = whole.gathered
    const alone = { ...whole.gathered, unit: { ...unit, root: { ...unit.root, children: [] } } }
    return this.#composed({ ...whole, gathered: alone }, block.key)
  }

  /** The block of the draft that brings a library block in, through however many references; else the block itself. */
  async #ownUsage(usage: UsageKey): Promise<UsageKey> {
    let own = usage
    while (own instanceof ContextualKey) own = own.usage
    own = own.withoutBranchOrVersion()
    if (!(own instanceof PathwayBlockKey) || own.isItem) return own
    const head = await this.store.findHead(contextOf(own))
    const view = head && (await this.store.view(head.context, 'draft'))
    return (await view?.block(own.toString())) ? own : own.item
  }

  async #composed(source: DraftBlock, key: string): Promise<DraftReading> {
    // Authors see and set the dates that close nothing in a self-paced course.
    const { self_paced: _, ...inherited } = source.gathered.inherited
    const unit = await this.compose({ ...source.gathered, inherited })
    const { root } = unit
    const block = key === root.key ? root : blockIn(root, key)
    if (!block) {
      throw new CompositorError(
        'block-not-found',
        `The draft of '${unit.context}' has no block '${key.slice(0, 300)}'.`,
      )
    }
    const troubles = troublesOf(unit, block, source.findings, this.types)
    return { source, root, block, isReferred: block !== root, troubles }
  }
}

/** The context of a block, as text, without branch or version. */
export function contextOf(usage: UsageKey): string {
  return usage.context.withoutBranchOrVersion().toString()
}

function blockIn(root: ComposedBlock, key: string): ComposedBlock | undefined {
  for (const child of root.children) {
    const found = child.key === key ? child : blockIn(child, key)
    if (found) return found
  }
  return undefined
}
