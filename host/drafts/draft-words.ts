import type { ContextHead } from '../../content/index.js'
import { CompositorError } from '../../runtime/index.js'

/** What a person says of a change; with `expected`, what they thought the draft to be. */
export interface DraftWords {
  readonly comment?: string | undefined
  readonly author?: string | undefined
  readonly expected?: string | undefined
}

/** @throws CompositorError `draft-changed` */
export function refuseOtherDraft({ context, draft }: ContextHead, expected: string | undefined): void {
  if (expected === undefined || expected === draft) return
  const message = `The draft of '${context}' is ${draft} now, not ${expected.slice(0, 100)}. Nothing was changed.`
  throw new CompositorError('draft-changed', message)
}
