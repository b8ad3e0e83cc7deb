import { CompositorError, type BlockSummary } from '../../../runtime/index.js'
import type { Subject } from './subject.js'

/** What a publication says of it is what composing it finds out: outlines and grade books go by it. */
export async function saysItsSummary(subject: Subject): Promise<void> {
  const { type } = subject
  const { summary, prepare, maxScore, hasScore } = type.capabilities
  if (!summary) return
  for (const draft of subject.drafts) {
    const source = { usage: 'block', type: type.name, definition: 'definition', fields: draft.fields }
    const said = saidBy(subject, () => summary(type.sharedFields(source)))
    for (const name of said.chooseBy ?? [])
      if (!type.fieldByOlxName(name))
        subject.fail(`its summary says it chooses by '${name}', which is none of its fields.`)
    if (!hasScore) continue
    const prepared = prepare?.prepare(type.sharedFields(source))
    const text = prepared === undefined ? undefined : JSON.stringify(prepared)
    const composed =
      maxScore?.(type.sharedFields(source), text === undefined ? undefined : JSON.parse(text)) ?? 1
    if ((said.maxScore ?? 1) !== composed)
      subject.fail(`its summary says ${said.maxScore ?? 1} points are possible, its maxScore ${composed}.`)
  }
}

function saidBy(subject: Subject, say: () => BlockSummary): BlockSummary {
  try {
    return say()
  } catch (thrown) {
    const { message } = CompositorError.from(thrown, 'block-failed')
    return subject.fail(`its summary failed: ${message}`)
  }
}
