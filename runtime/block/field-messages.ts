import { messageOf } from '../errors/index.js'
import type { BlockType } from './block-type.js'
import type { FieldRemark } from './field-remark.js'
import type { ValueSource } from './field-values.js'

/** Longest message that is taken from a type. */
const longest = 2000

/**
 * What a type's `validateFields` says of the content and settings of a block, as errors by OLX name; what it throws in saying so
 * is said, too.
 */
export function fieldMessages(type: BlockType, source: ValueSource): readonly FieldRemark[] {
  const { validateFields } = type.capabilities
  if (!validateFields) return []
  try {
    return Object.entries(validateFields(type.sharedFields(source))).flatMap(([property, message]) => {
      if (typeof message !== 'string' || message === '') return []
      const field = type.fields.find(({ name }) => name === property)?.olxName
      return [{ level: 'error' as const, field, message: message.slice(0, longest) }]
    })
  } catch (thrown) {
    return [{ level: 'error', message: messageOf(thrown) }]
  }
}
