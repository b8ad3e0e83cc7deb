import type {
  BlockTypes,
  Choice,
  ComposedBlock,
  FieldData,
  FieldUpdate,
  Partitions,
} from '../../runtime/index.js'

/** What a choice needs to know, and where it puts what is to be stored. */
export interface Choosing {
  readonly types: BlockTypes
  readonly values: FieldData
  readonly learner: string
  readonly choices: FieldUpdate[]
  /** The learner's groups, by what the course of the block says of them. */
  readonly groups: (block: ComposedBlock) => Partitions
}

/** The children a learner sees of a block whose type chooses; undefined where it shows all of them. */
export function chosenChildren(
  block: ComposedBlock,
  { types, values, learner, choices, groups }: Choosing,
): readonly ComposedBlock[] | undefined {
  const type = types.get(block.type)
  const choice: Choice<never> | undefined = type?.capabilities.choice
  if (!type || !choice) return undefined
  const { key: usage, definition, fields } = block
  const address = { scope: 'userState', id: usage } as const
  const { selected, toStore, changed } = choice.choose({
    fields: type.sharedFields({ usage, type: block.type, definition, fields }),
    children: block.children.map(({ key }) => key),
    stored: values.record(address)?.[choice.field],
    seed: `${learner}|${usage}`,
    groupOf: (partition) => groups(block).groupOf(partition),
  })
  if (changed) choices.push({ ...address, field: choice.field, value: toStore })
  return selected.flatMap((key) => block.children.find((child) => child.key === key) ?? [])
}
