import {
  learnerRecords,
  type BlockTypes,
  type Choice,
  type Chosen,
  type FieldData,
  type FieldUpdate,
  type LearnerRecord,
} from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import type { Partitions } from '../runtime/service/index.js'
import type { BlockEvent } from '../runtime/session/index.js'
import type { ComposedBlock } from '../runtime/unit/index.js'
import { typeOf } from './block-addresses.js'
import type { Learner } from './learner.js'
import { versionlessKey } from './learner-state/index.js'
import { selectionEvents } from './selection-events.js'

/** Which blocks of a unit one learner sees (docs/decisions/0006-selection.md). */
export interface Selection {
  /** The children to show, for blocks that do not simply show all of theirs. */
  readonly childrenOf: ReadonlyMap<ComposedBlock, readonly ComposedBlock[]>
  /** What to store when the learner is shown the unit; empty when everything was stored before. */
  readonly updates: readonly FieldUpdate[]
  /** What to publish when it is stored. */
  readonly events: readonly BlockEvent[]
  /** Banks whose rule failed; they show nothing, as showing all would be worse. */
  readonly failures: readonly { readonly error: CompositorError; readonly block: ComposedBlock }[]
}

/** What a selection is made from. */
export interface SelectionFacts {
  readonly types: BlockTypes
  /** The learner's values. */
  readonly stored: FieldData
  readonly learner: Learner
  readonly groups: Partitions
  /** What the learner achieved at any block of the learning context. */
  readonly resultOf: (usage: string) => Partial<Omit<LearnerRecord, 'state'>> | undefined
}

/**
 * Asks every bank the learner meets, nested ones too, which of its children they see, and leaves out what only
 * staff may see. Banks choose for staff as for anybody, unless the rule of the type looks who asks. Nothing is stored
 * here: the same question gives the same answer before and after.
 */
export function select(root: ComposedBlock, facts: SelectionFacts): Selection {
  const { types, stored, learner, groups } = facts
  const childrenOf = new Map<ComposedBlock, readonly ComposedBlock[]>()
  const updates: FieldUpdate[] = []
  const events: BlockEvent[] = []
  const failures: { error: CompositorError; block: ComposedBlock }[] = []

  const chosenOf = (block: ComposedBlock): readonly ComposedBlock[] => {
    if (block.failure) return []
    const type = typeOf(types, block)
    const choice: Choice<never> | undefined = type?.capabilities.choice
    if (!type || !choice) return block.children
    const { key: usage, definition, fields: values } = block
    const fields = type.sharedFields({ usage, type: block.type, definition, fields: values })
    const address = { scope: 'userState', id: usage } as const
    const byKey = new Map(block.children.map((child) => [child.key, child]))
    let chosen: Chosen
    try {
      chosen = choice.choose({
        fields,
        children: [...byKey.keys()],
        stored: choice.field === undefined ? undefined : stored.record(address)?.[choice.field],
        seed: `${learner.id}|${versionlessKey(usage)}`,
        groupOf: (partition) => groups.groupOf(partition),
        isStaff: learner.isStaff,
        records: learnerRecords(choice.reads?.(fields) ?? [], usage, (key) => recordAt(key, facts)),
      })
      if (chosen.changed && choice.field !== undefined) {
        const prefix = choice.eventPrefix?.(fields)
        const published =
          prefix === undefined ? [] : selectionEvents(block, chosen, prefix, choice.maxCount?.(fields) ?? 0)
        updates.push({ ...address, field: choice.field, value: chosen.toStore })
        events.push(...published)
      }
    } catch (thrown) {
      failures.push({ error: CompositorError.from(thrown, 'block-failed', { usage }), block })
      return []
    }
    return chosen.selected.flatMap((key) => byKey.get(key) ?? [])
  }

  const walk = (block: ComposedBlock): void => {
    let children = chosenOf(block)
    if (!children.every((child) => maySee(child, learner))) {
      children = children.filter((child) => maySee(child, learner))
    }
    if (children !== block.children) childrenOf.set(block, children)
    for (const child of children) walk(child)
  }
  if (maySee(root, learner)) walk(root)
  return { childrenOf, updates, events, failures }
}

/** What is stored of the learner at another block, whether or not they see it now. */
function recordAt(usage: string, { stored, resultOf }: SelectionFacts): LearnerRecord {
  const { grade, completion = 0 } = resultOf(usage) ?? {}
  const state = stored.record({ scope: 'userState', id: usage }) ?? {}
  return { state, completion, ...(grade && { grade: { earned: grade.earned, possible: grade.possible } }) }
}

/** Whether a block is for this learner's eyes at all. */
export function maySee(block: ComposedBlock, learner: Learner): boolean {
  return learner.isStaff || block.fields.visible_to_staff_only !== true
}
