import { CompositorError } from '../../../runtime/index.js'
import type { Subject } from './subject.js'

/** Everything worked out while composing comes from what authors wrote, and is plain data. */
export async function composesWithoutLearners(subject: Subject): Promise<void> {
  const { type } = subject
  const { references, prepare, maxScore, choice } = type.capabilities
  for (const draft of subject.drafts) {
    const source = { usage: 'block', type: type.name, definition: 'definition', fields: draft.fields }
    try {
      references?.(type.sharedFields(source))
      choice?.maxCount?.(type.sharedFields(source))
      choice?.reads?.(type.sharedFields(source))
      const prepared: unknown = prepare?.prepare(type.sharedFields(source))
      const text = JSON.stringify(prepared)
      if (prepared !== undefined && JSON.stringify(JSON.parse(text)) !== text) {
        subject.fail('what it prepares does not survive JSON.')
      }
      maxScore?.(type.sharedFields(source), text === undefined ? undefined : JSON.parse(text))
    } catch (thrown) {
      if (thrown instanceof CompositorError && thrown.code === 'block-nonconforming') throw thrown
      const error = CompositorError.from(thrown, 'block-failed')
      subject.fail(
        error.code === 'field-scope'
          ? `composing it looks at a learner: ${error.message}`
          : `composing it failed: ${error.message}`,
      )
    }
  }
}
