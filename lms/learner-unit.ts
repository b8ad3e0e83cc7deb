import { holds, unitNotFound } from '../compositor/index.js'
import type { FieldUpdate, RecordAddress } from '../runtime/block/index.js'
import {
  Course,
  Partitions,
  PersonSource,
  Surroundings,
  User,
  type LearnerGroups,
  type ServiceForBlock,
} from '../runtime/service/index.js'
import {
  isContentFault,
  type BlockEvent,
  type BlockRuntime,
  type BlockRuntimeOptions,
  type Session,
  type StaffPort,
} from '../runtime/session/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import type { LookingAround } from './looking-around.js'
import type { BlockAddresses } from './block-addresses.js'

import type { DrawnBlocks } from './drawn-blocks.js'
import type { Learner } from './learner.js'
import type { LearnerBatch } from './learner-state/index.js'
import { blockNotFound, refusalOf, Release, type Closing } from './release/index.js'
import { factsOf, groupsOf, partitionsOf, withinBlock, withinNode } from './release/learners-place.js'
import type { SelectionFacts } from './selection-facts.js'
import { select, type Selection } from './selection.js'
import { UnitCourse } from './unit-course.js'
import { toldLearner } from './told-learner.js'

/** One unit as one learner has it in one request: the blocks they see, with their values, read when they are asked for. */
export class LearnerUnit {
  /** What the learner sees of the unit; nothing of one that is closed to them. */
  readonly selection: Selection | undefined
  /** What it was made from. */
  readonly facts: SelectionFacts | undefined
  /** The learner's groups; those that were drawn for this request are stored with its changes. */
  readonly groups: LearnerGroups
  readonly session: Session
  /** Above the course. */
  readonly top: Release
  /** What blocks found in the course; undefined where none looked. */
  #surroundings: LookingAround | undefined
  readonly #closing: Closing | undefined
  readonly #resultsAsked = new Set<string>()

  /** @param now epoch milliseconds @param only opens this block alone, whether or not the learner sees it: for staff, who work on a learner's record */
  constructor(
    runtime: BlockRuntime,
    private readonly known: BlockAddresses,
    readonly unit: ComposedUnit,
    readonly learner: Learner,
    readonly batch: LearnerBatch,
    readonly now: number,
    drawn: DrawnBlocks,
    only?: ComposedBlock,
    surroundings?: (one: LearnerUnit) => LookingAround,
    staff?: StaffPort,
  ) {
    const { types, services } = runtime.options
    const { context, place, root } = unit
    const partitions = partitionsOf(place?.path[0]) ?? root.fields['user_partitions']
    const asking = { learner, context, stored: batch, partitions, now }
    this.groups = groupsOf(asking)
    const resultOf = (usage: string) => {
      this.#resultsAsked.add(usage)
      return batch.result(usage)
    }
    const top = Release.top(factsOf(asking, this.groups))
    this.top = top
    const release = only ? top : withinBlock((place?.path ?? []).reduce(withinNode, top), root)
    this.#closing = learner.isStaff ? undefined : release.closing
    const seen = only ?? root
    if (!this.#closing) {
      const memberOf = drawn.of.bind(drawn)
      const { companions, former } = unit
      this.facts = {
        types,
        stored: batch,
        learner,
        groups: this.groups,
        resultOf,
        release,
        memberOf,
        companions,
        former,
      }
      this.selection = select(seen, this.facts)
    }
    const { requestId } = learner
    this.session = runtime.session({
      fieldData: batch.forBlocks,
      childrenOf: (block) => this.selection?.childrenOf.get(block),
      showFailures: learner.isStaff,
      staff,
      resultOf: (usage) => batch.result(usage),
      requestId,
      locale: learner.locale,
      timeZone: learner.timeZone,
      service: (token) => {
        if (token === User) return userOf(learner)
        if (token === PersonSource) return toldLearner(learner)
        if (token === Course) return UnitCourse.of(unit)
        if (token === Surroundings) return this.#around(surroundings)
        return token === Partitions && !services.isBound(Partitions) ? this.groups : undefined
      },
    })
  }

  /**
   * The unit's own block, as this learner has it.
   * @throws CompositorError `unit-not-found` of a unit for staff only; `not-yet-open`, `closed`, `not-in-group`
   */
  get root(): ComposedBlock {
    if (this.selection) return this.selection.root
    const { context, key } = this.unit
    if (!this.#closing || this.#closing.code === 'block-not-found') throw unitNotFound(context, key)
    throw refusalOf(this.#closing, key)
  }

  /** Reports banks whose rule failed. */
  reportFailures({ types, onFailure }: BlockRuntimeOptions): void {
    const { requestId } = this.learner
    for (const { error, block } of this.selection?.failures ?? []) {
      onFailure?.(error, block, { plugin: types.get(block.type)?.plugin, requestId })
    }
  }

  /** Whether what the learner sees rests on what they have achieved at a block. */
  restsOnResult(usageKey: string): boolean {
    return this.#resultsAsked.has(usageKey)
  }

  /** Where is kept what the blocks that this learner sees know of them. */
  *addresses(): Iterable<RecordAddress> {
    for (const block of this.blocks) yield* this.known.of(block)
  }

  /** The blocks this learner sees, parents before their children. */
  get blocks(): Iterable<ComposedBlock> {
    return this.selection?.blocks.values() ?? []
  }

  /** The children of a block that this learner sees. */
  childrenOf(block: ComposedBlock): readonly ComposedBlock[] {
    return this.selection?.childrenOf.get(block) ?? block.children
  }

  /**
   * A block this learner sees.
   * @throws CompositorError `block-not-found`, also for a block of the unit that others see, and for learners where its
   *   content is at fault, as its reason is for staff; `not-yet-open`, `closed`, `not-in-group`
   */
  block(usageKey: string): ComposedBlock {
    const block = this.selection?.blocks.get(usageKey)
    if (block && isContentFault(block) && !this.learner.isStaff) throw blockNotFound(usageKey)
    if (block) return block
    const closing = this.#closing ?? this.selection?.closed.get(usageKey)
    throw closing ? refusalOf(closing, usageKey) : blockNotFound(usageKey)
  }

  /** Whether a block stands in the unit that is not for this learner. */
  hides(usageKey: string): boolean {
    if (this.#closing || this.selection?.closed.has(usageKey)) return true
    return !this.selection?.blocks.has(usageKey) && holds(this.unit.root, usageKey)
  }

  /** Epoch milliseconds until which no date that the unit, what stands above it or in it, or a view of it named passes. */
  get validUntil(): number {
    const { until = Infinity } = this.unit.place ?? {}
    const { validUntil = Infinity } = this.#surroundings ?? {}
    return Math.min(this.session.validUntil, this.selection?.validUntil ?? Infinity, until, validUntil)
  }

  /** What a block learned of its course; undefined where none asked. */
  get course(): UnitCourse | undefined {
    return this.session.hasAsked(Course) ? UnitCourse.of(this.unit) : undefined
  }

  /** Whether a block looked around in the course. */
  get lookedAround(): boolean {
    return this.#surroundings !== undefined
  }

  #around(
    surroundings: ((one: LearnerUnit) => LookingAround) | undefined,
  ): ServiceForBlock<Surroundings> | undefined {
    if (!surroundings) return undefined
    return {
      forBlock: (block) => (this.#surroundings ??= surroundings(this)).around(block),
    }
  }

  /** What is to be stored: groups and the selection where they are new, then what blocks changed. */
  get updates(): readonly FieldUpdate[] {
    return [...this.groups.updates, ...(this.selection?.updates ?? []), ...this.session.updates()]
  }

  /** What happened, in order: the selection where it is new, then what blocks published. */
  get events(): readonly BlockEvent[] {
    return [...(this.selection?.events ?? []), ...this.session.events]
  }
}

/** What blocks learn of a learner. */
function userOf({ id, anonymousId, isStaff, name }: Learner): User {
  return { id, anonymousId, isStaff, name }
}
