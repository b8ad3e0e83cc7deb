import {
  learnerRecords,
  listedMembers,
  type BlockTypes,
  type Choice,
  type ComposedBlock,
  type FieldData,
  type FieldUpdate,
  type LearnerRecord,
  type Partitions,
} from '../../runtime/index.js'

/** What a choice needs to know, and where it puts what is to be stored. */
export interface Choosing {
  readonly types: BlockTypes
  readonly values: FieldData
  readonly learner: string
  readonly choices: FieldUpdate[]
  /** The learner's groups, by what the course of the block says of them. */
  readonly groups: (block: ComposedBlock) => Partitions
  readonly isStaff: boolean
  /** What the learner achieved at a block. */
  readonly resultOf: (usage: string) => Omit<LearnerRecord, 'state'>
}

/** The children a learner sees of a block whose type chooses; undefined where it shows all of them. */
export function chosenChildren(
  block: ComposedBlock,
  { types, values, learner, choices, groups, isStaff, resultOf }: Choosing,
): readonly ComposedBlock[] | undefined {
  const type = types.get(block.type)
  const choice: Choice<never> | undefined = type?.capabilities.choice
  if (!type || !choice) return undefined
  const { key: usage, definition, fields } = block
  const address = { scope: 'userState', id: usage } as const
  const shared = type.sharedFields({ usage, type: block.type, definition, fields })
  const { field, reads } = choice
  const children = block.children.map(({ key }) => key)
  const { selected, toStore, changed } = choice.choose({
    usage,
    fields: shared,
    children,
    members: listedMembers(children),
    stored: field === undefined ? undefined : values.record(address)?.[field],
    seed: `${learner}|${usage}`,
    groupOf: (partition) => groups(block).groupOf(partition),
    isStaff,
    records: learnerRecords(reads?.(shared) ?? [], usage, (key) => ({
      ...resultOf(key),
      state: values.record({ scope: 'userState', id: key }) ?? {},
    })),
  })
  if (changed && field !== undefined) choices.push({ ...address, field, value: toStore })
  return selected.flatMap((key) => block.children.find((child) => child.key === key) ?? [])
}
