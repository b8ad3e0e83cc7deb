import { isShared, type BlockField, type Json } from '../../../runtime/index.js'
import type { BlockDraft } from '../block-draft.js'
import type { MemoryRuntime } from '../memory-runtime.js'
import type { PlacedBlock } from '../placed-block.js'
import { tagsOf } from '../html-tags.js'
import { breakout, poisoned } from './poison.js'
import type { Subject } from './subject.js'

/** What authors and learners write reaches the page as text: never as an element, an attribute or a script. */
export async function escapesFields(subject: Subject): Promise<void> {
  const { type, options } = subject
  for (const draft of subject.drafts) {
    for (const field of type.fields) {
      const { name, olxName, scope } = field
      const shared = isShared(scope)
      const given = shared ? draft.fields[olxName] : stateJson(subject, field)
      const value = poisoned(field, given ?? field.field.toJson(field.field.freshDefault()))
      if (value === undefined) continue
      const runtime = subject.runtime()
      const placed = addedTo(
        subject,
        runtime,
        shared ? { ...draft, fields: { ...draft.fields, [olxName]: value } } : draft,
      )
      if (!placed) continue
      const learner = runtime.learner('ada')
      subject.store(runtime, placed, learner, {
        ...options.state,
        ...(!shared && { [name]: field.field.fromJson(value) }),
      })
      for (const view of subject.pageViews) {
        const { html } = await learner.show(placed, view)
        const isHtml = (options.htmlFields as readonly string[] | undefined)?.includes(name) ?? false
        const where = reached(html, name, isHtml)
        if (where !== undefined) {
          subject.fail(
            `field '${name}' reaches view '${view}' unescaped, as ${where}. Write it with html\`\${…}\`.`,
          )
        }
      }
    }
  }
}

/** The block, unless its type refuses to be composed of such a value. */
export function addedTo(
  subject: Subject,
  runtime: MemoryRuntime,
  draft: BlockDraft,
): PlacedBlock | undefined {
  try {
    return subject.add(runtime, draft)
  } catch {
    return undefined
  }
}

function stateJson({ options }: Subject, { name, field }: BlockField): Json | undefined {
  const state: object = options.state ?? {}
  return name in state ? field.toJson(Reflect.get(state, name) as unknown) : undefined
}

/** What the poison of a field became on the page, or undefined where it stayed text. */
export function reached(html: string, field: string, isHtml: boolean): string | undefined {
  for (const { name, attributes, textAfter } of tagsOf(html)) {
    const isData = name === 'script' && attributes.get('type') === 'application/json'
    if (name === 'script' && !isData && textAfter.includes(`conformance('${field}')`)) return 'a script'
    if (!isHtml && attributes.get(breakout) === field) return 'an attribute'
  }
  return undefined
}
