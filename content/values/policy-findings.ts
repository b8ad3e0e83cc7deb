import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import type { AuthoredContext } from '../olx/authored-block.js'
import { policyFields, PolicyMisfits } from './policy-misfits.js'

const remedies = {
  [policyFields.groups]: 'Correct the group, or take that out of it; until then it says nothing.',
  [policyFields.names]: 'Define the group, or take its name away; until then it says nothing here.',
}

/** What does not fit of the policy groups of a course that was read, each thing once. */
export function policyFindings(authored: AuthoredContext, types: BlockTypes): readonly Finding[] {
  const { context, kind, root, blocks } = authored
  if (kind !== 'course') return []
  const misfits = new PolicyMisfits(types)
  const course = { context, root: blocks.get(root)?.settings ?? {} }
  const found = new Map<string, Finding & { count: number }>()
  for (const { key: usage, settings } of blocks.values())
    for (const { field, message } of misfits.of(settings, usage === root, course)) {
      const known = found.get(message)
      if (known) known.count++
      else {
        const remedy = remedies[field]
        found.set(message, { level: 'warning', code: 'field-value', usage, message, remedy, count: 1 })
      }
    }
  return [...found.values()].map(({ count, ...finding }) => (count > 1 ? { ...finding, count } : finding))
}
