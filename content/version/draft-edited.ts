import { CompositorError } from '../../runtime/errors/index.js'
import type { EditedBlock } from './edited-block.js'

/** Usage keys named in a message; a long list says how many more there are. */
const mostNamed = 20

/** @throws CompositorError `draft-edited` where there are any edits that an import would overwrite */
export function refuseEdits(context: string, edits: readonly EditedBlock[]): void {
  if (edits.length === 0) return
  const message = `The draft of '${context}' was edited since its last import, in ${named(edits)}. Nothing was changed.`
  throw new CompositorError('draft-edited', message, { usage: edits[0]?.usage })
}

/** @throws CompositorError `draft-edited` where there are edits that an import leaves no place for */
export function refuseConflicts(context: string, edits: readonly EditedBlock[]): void {
  if (edits.length === 0) return
  const message = `Edits in the draft of '${context}' cannot be kept over this import, in ${named(edits)}: both sides changed them, or the import has no such block. Nothing was changed.`
  throw new CompositorError('draft-edited', message, { usage: edits[0]?.usage })
}

function named(edits: readonly EditedBlock[]): string {
  const listed = edits
    .slice(0, mostNamed)
    .map(({ usage, fields }) => `${usage} (${fields.slice(0, mostNamed).join(', ')})`)
    .join(', ')
  const more = edits.length - mostNamed
  return `${edits.length} block${edits.length === 1 ? '' : 's'}: ${listed}${more > 0 ? ` and ${more} more` : ''}`
}
