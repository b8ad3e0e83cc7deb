import type { Choice, Chosen, FieldUpdate } from '../runtime/block/index.js'
import { bankPool, type Drawn } from '../compositor/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { BlockEvent } from '../runtime/session/index.js'
import type { ComposedBlock } from '../runtime/unit/index.js'
import { typeOf } from './block-addresses.js'
import { ChoiceRequests } from './choice-request.js'
import { everybodysBlocks } from './everybodys-blocks.js'
import { withinBlock } from './release/learners-place.js'
import type { Closing, Release } from './release/release.js'
import type { SelectionFacts } from './selection-facts.js'
import { selectionEvents } from './selection-events.js'

/** Which blocks of a unit one learner sees (docs/decisions/0006-selection.md). */
export interface Selection {
  /** The block it was made for, as this learner has it. */
  readonly root: ComposedBlock
  /** The blocks this learner sees, by usage key, parents before their children. */
  readonly blocks: ReadonlyMap<string, ComposedBlock>
  /**
   * The children to show, of blocks that do not simply show what everybody is shown in them: such a block, and all above
   * it, must not be taken for what others see.
   */
  readonly childrenOf: ReadonlyMap<ComposedBlock, readonly ComposedBlock[]>
  /** Why blocks that the learner would see else are closed to them, with all that is in those. */
  readonly closed: ReadonlyMap<string, Closing>
  /** Epoch milliseconds until which no date that a block names changes it. */
  readonly validUntil: number
  /** What to store when the learner is shown the unit; empty when everything was stored before. */
  readonly updates: readonly FieldUpdate[]
  /** What to publish when it is stored. */
  readonly events: readonly BlockEvent[]
  /** Members that were drawn and are not composed yet; the selection is whole without any. */
  readonly wanted: readonly Drawn[]
  /** Banks whose rule failed; they show nothing, as showing all would be worse. */
  readonly failures: readonly { readonly error: CompositorError; readonly block: ComposedBlock }[]
  /** Whether it is known without looking at the learner: there is nothing to choose, and nothing is closed. */
  readonly isEverybodys?: true
}

/** What is seen where nothing is chosen, closed or drawn. */
const everything = {
  childrenOf: new Map(),
  closed: new Map(),
  updates: [],
  events: [],
  wanted: [],
  failures: [],
  isEverybodys: true,
} satisfies Partial<Selection>

/**
 * Asks every bank the learner meets, nested ones too, which of its children they see, and leaves out what is closed to
 * them. Banks choose for staff as for anybody, unless the rule of the type looks who asks, and before anything is left
 * out. Nothing is stored here: the same question gives the same answer before and after.
 */
export function select(root: ComposedBlock, facts: SelectionFacts): Selection {
  const { types, learner, release, memberOf } = facts
  const isAsOthers = !learner.standing?.extensions && withinBlock(release, root) === release
  const shared = isAsOthers ? everybodysBlocks(root, types) : undefined
  if (shared) return { ...everything, root, blocks: shared, validUntil: release.validUntil }
  const requests = new ChoiceRequests(facts)
  const blocks = new Map<string, ComposedBlock>()
  const closed = new Map<string, Closing>()
  let { validUntil } = release
  const childrenOf = new Map<ComposedBlock, readonly ComposedBlock[]>()
  const updates: FieldUpdate[] = []
  const events: BlockEvent[] = []
  const wanted: Drawn[] = []
  const failures: { error: CompositorError; block: ComposedBlock }[] = []

  const isLeaf = (block: ComposedBlock): boolean =>
    block.children.length === 0 && !typeOf(types, block)?.capabilities.choice
  const chosenOf = (block: ComposedBlock): readonly ComposedBlock[] => {
    if (block.failure) return []
    const type = typeOf(types, block)
    const choice: Choice<never> | undefined = type?.capabilities.choice
    if (!type || !choice) return block.children
    const { key: usage } = block
    const members = bankPool(block)
    let chosen: Chosen
    try {
      const request = requests.of(block, type, choice)
      const { fields } = request
      chosen = choice.choose(request)
      if (chosen.changed && choice.field !== undefined) {
        const prefix = choice.eventPrefix?.(fields)
        const published =
          prefix === undefined ? [] : selectionEvents(block, chosen, prefix, choice.maxCount?.(fields) ?? 0)
        updates.push({ scope: 'userState', id: usage, field: choice.field, value: chosen.toStore })
        events.push(...published)
      }
    } catch (thrown) {
      failures.push({ error: CompositorError.from(thrown, 'block-failed', { usage }), block })
      return []
    }
    return chosen.selected.flatMap((key) => {
      const place = members.placeOf(key)
      if (place < block.children.length) return block.children[place] ?? []
      const drawn = { bank: block, key }
      const member = memberOf?.(drawn)
      if (!member) wanted.push(drawn)
      return member ?? []
    })
  }

  const walk = (block: ComposedBlock, place: Release): ComposedBlock => {
    const own = ofLearner(block, place)
    blocks.set(own.key, own)
    if (own === block && isLeaf(block)) return own
    const children = chosenOf(block).flatMap((child) => {
      // A component that a bank drew for itself and in a unit with it stands where it is met first.
      if (blocks.has(child.key)) return []
      const inside = withinBlock(place, child)
      validUntil = Math.min(validUntil, inside.validUntil)
      if (!inside.closing || learner.isStaff) return [walk(child, inside)]
      close(child, inside.closing)
      return []
    })
    const isEverybodys =
      own === block &&
      !typeOf(types, block)?.capabilities.choice &&
      children.length === block.children.length &&
      children.every((child, index) => child === block.children[index] && !childrenOf.has(child))
    if (!isEverybodys) childrenOf.set(own, children)
    return own
  }
  const close = (block: ComposedBlock, closing: Closing): void => {
    closed.set(block.key, closing)
    for (const child of block.children) close(child, closing)
  }
  return {
    root: walk(root, release),
    blocks,
    childrenOf,
    closed,
    updates,
    events,
    wanted,
    failures,
    get validUntil() {
      return validUntil
    },
  }
}

/** A block with the date that it is due for this learner, where that is another one than for others. */
function ofLearner(block: ComposedBlock, { extendedDue }: Release): ComposedBlock {
  if (extendedDue === undefined) return block
  const due = extendedDue === null ? null : new Date(extendedDue).toISOString()
  return { ...block, fields: { ...block.fields, due } }
}
