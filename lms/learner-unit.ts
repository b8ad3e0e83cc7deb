import type { FieldUpdate } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { LearnerGroups, Partitions, unknownStanding, User } from '../runtime/service/index.js'
import type { BlockEvent, BlockRuntime, Session } from '../runtime/session/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import type { BlockAddresses } from './block-addresses.js'
import type { Learner } from './learner.js'
import type { LearnerBatch } from './learner-state/index.js'
import { maySee, select, type Selection } from './selection.js'

/** One unit as one learner has it in one request: the blocks they see, with their values, read when they are asked for. */
export class LearnerUnit {
  readonly selection: Selection
  /** The learner's groups; those that were drawn for this request are stored with its changes. */
  readonly groups: LearnerGroups
  readonly session: Session
  readonly #blocks = new Map<string, ComposedBlock>()

  /**
   * @param only opens this block alone, whether or not the learner sees it: for staff, who work on a learner's record
   * @throws CompositorError `block-not-found` for a unit that only staff may see
   */
  constructor(
    runtime: BlockRuntime,
    private readonly addresses: BlockAddresses,
    readonly unit: ComposedUnit,
    readonly learner: Learner,
    readonly batch: LearnerBatch,
    only?: ComposedBlock,
  ) {
    if (!only && !maySee(unit.root, learner)) throw notFound(unit.key)
    const root = only ?? unit.root
    const { types, onFailure, services } = runtime.options
    const { id, anonymousId, isStaff, name, standing = unknownStanding } = learner
    this.groups = new LearnerGroups({
      learner: id,
      context: unit.context,
      standing,
      partitions: unit.root.fields.user_partitions,
      stored: batch,
    })
    const resultOf = (usage: string) => batch.result(usage)
    this.selection = select(root, { types, stored: batch, learner, groups: this.groups, resultOf })
    for (const { error, block } of this.selection.failures) onFailure?.(error, block)
    this.#collect(root)
    this.session = runtime.session({
      fieldData: batch,
      childrenOf: (block) => this.selection.childrenOf.get(block),
      showFailures: isStaff,
      bind: (own) => {
        own.bind(User).toConstantValue({ id, anonymousId, isStaff, name })
        if (!services.isBound(Partitions)) own.bind(Partitions).toConstantValue(this.groups)
      },
    })
  }

  /** Reads what all blocks know of the learner, so that what is shown of them is of one moment. */
  loadAll(): this {
    for (const block of this.#blocks.values()) this.batch.include(this.addresses.of(block))
    return this
  }

  /** The blocks this learner sees, parents before their children. */
  get blocks(): Iterable<ComposedBlock> {
    return this.#blocks.values()
  }

  /** The children of a block that this learner sees. */
  childrenOf(block: ComposedBlock): readonly ComposedBlock[] {
    return this.selection.childrenOf.get(block) ?? block.children
  }

  /**
   * A block this learner sees.
   * @throws CompositorError `block-not-found`, also for a block of the unit that others see
   */
  block(usageKey: string): ComposedBlock {
    const block = this.#blocks.get(usageKey)
    if (!block) throw notFound(usageKey)
    return block
  }

  /** What is to be stored: groups and the selection where they are new, then what blocks changed. */
  get updates(): readonly FieldUpdate[] {
    return [...this.groups.updates, ...this.selection.updates, ...this.session.updates()]
  }

  /** What happened, in order: the selection where it is new, then what blocks published. */
  get events(): readonly BlockEvent[] {
    return [...this.selection.events, ...this.session.events]
  }

  #collect(block: ComposedBlock): void {
    this.#blocks.set(block.key, block)
    for (const child of this.childrenOf(block)) this.#collect(child)
  }
}

function notFound(usageKey: string): CompositorError {
  return new CompositorError(
    'block-not-found',
    `This learner has no block '${usageKey.slice(0, 300)}' in this unit.`,
    { usage: usageKey },
  )
}
