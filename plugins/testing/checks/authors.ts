import { isDeepStrictEqual } from 'node:util'
import { CompositorError, fieldMessages, type ValueSource } from '../../../runtime/index.js'
import type { Subject } from './subject.js'

/** Milliseconds that `validateFields` may take: it runs whenever somebody saves, and for each block of an import. */
const longest = 50

/** Its editor and its preview are shown to authors; what it says of its fields is the same each time, soon said, and changes nothing. */
export async function servesAuthors(subject: Subject): Promise<void> {
  for (const draft of subject.drafts) {
    const runtime = subject.runtime()
    const placed = subject.add(runtime, draft)
    for (const view of ['author_view', 'studio_view']) {
      if (!subject.type.views.has(view)) continue
      await runtime
        .author()
        .show(placed, view)
        .catch((thrown: unknown) =>
          subject.fail(`${view} failed: ${CompositorError.from(thrown, 'block-failed').message}.`),
        )
    }
    const { validateFields } = subject.type.capabilities
    if (!validateFields) continue
    const { key: usage, type, definition, fields } = placed.composed
    const source: ValueSource = { usage, type, definition, fields }
    try {
      validateFields(subject.type.sharedFields(source))
    } catch (thrown) {
      const { message } = CompositorError.from(thrown, 'block-failed')
      subject.fail(`validateFields threw: ${message}. Say what is wrong beside a field.`)
    }
    const before = structuredClone(fields)
    const began = performance.now()
    const said = fieldMessages(subject.type, source)
    const took = performance.now() - began
    if (!isDeepStrictEqual(fields, before))
      subject.fail('validateFields changed a field that it was to look at.')
    if (!isDeepStrictEqual(fieldMessages(subject.type, source), said))
      subject.fail('validateFields said something else of the same fields the second time.')
    if (took > longest)
      subject.fail(
        `validateFields took ${Math.round(took)} ms, more than ${longest}; it runs for every block of an import.`,
      )
  }
}
