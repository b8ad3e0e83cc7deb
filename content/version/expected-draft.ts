import { CompositorError } from '../../runtime/errors/index.js'
import type { LogWords } from './log-entry.js'

/** What a person says of a change; with `expected`, the draft that it was thought of for, by its name. */
export interface ExpectedWords extends LogWords {
  readonly expected?: string | undefined
}

/** Refuses a change of another draft than the one it was thought of for. @throws CompositorError `draft-changed` */
export function refuseOtherDraft(context: string, draft: string, expected: string | undefined): void {
  if (expected === undefined || expected === draft) return
  const message = `The draft of '${context}' is ${draft} now, not ${expected.slice(0, 100)}. Nothing was changed.`
  throw new CompositorError('draft-changed', message)
}
