import { isJsonObject, type Json } from '../../runtime/values/index.js'

/** A line of the event log, as far as learners' state follows from it. */
export interface LogLine {
  readonly id?: string
  readonly time?: string
  readonly name?: string
  readonly context?: { readonly user_id?: string }
  readonly event?: Json
}

/** The line that tells of an erased learner. */
export const erasedName = 'unit_compositor.learner.erased'
/** The line that tells of blocks that were renamed, and took what learners did along. */
export const renamedName = 'unit_compositor.blocks.renamed'

/** Blocks that were renamed. */
export interface Renaming {
  /** Epoch milliseconds. */
  readonly at: number
  /** New usage keys by old ones. */
  readonly pairs: ReadonlyMap<string, string>
}

/** The renaming that a line tells of; none of any other line. @throws SyntaxError for what is no JSON */
export function renamingIn(text: string): readonly Renaming[] {
  if (!text.includes(renamedName)) return []
  const { name, event, time = '' } = JSON.parse(text) as LogLine
  const renamed = name === renamedName && isJsonObject(event) ? event['renamed'] : undefined
  if (!isJsonObject(renamed)) return []
  const pairs = Object.entries(renamed).filter((one): one is [string, string] => typeof one[1] === 'string')
  return [{ at: Date.parse(time), pairs: new Map(pairs) }]
}
