import type { CourseBlock, CourseBlocks } from '../../lms/index.js'
import type { BlockTypes, ComposedUnit, JsonObject } from '../../runtime/index.js'

/** What a bank drew for a learner. */
export interface Draw {
  readonly title: string
  /** In the order shown. */
  readonly drawn: readonly { readonly key: string; readonly title: string }[]
}

/** What was drawn for a learner in a unit, outer banks before those in them. */
export function drawsOf({ root }: ComposedUnit, { children }: CourseBlocks, types: BlockTypes): Draw[] {
  const { key, type, definition, fields } = root
  return drawsIn({ key, type, definition, fields, children }, types)
}

function drawsIn(block: CourseBlock, types: BlockTypes): Draw[] {
  const { children = [], type } = block
  const draws = types.get(type)?.capabilities.choice !== undefined && block.failure === undefined
  const own = draws ? [{ title: titleOf(block), drawn: children.map(listed) }] : []
  return [...own, ...children.flatMap((child) => drawsIn(child, types))]
}

function listed(block: CourseBlock): Draw['drawn'][number] {
  return { key: block.key, title: titleOf(block) }
}

function titleOf({ type, fields }: { readonly type: string; readonly fields: JsonObject }): string {
  const { display_name: name } = fields
  return typeof name === 'string' && name.trim() !== '' ? name : type
}
