import type { BlockTypes } from '../../runtime/block/index.js'
import { remedyOf } from '../../runtime/errors/index.js'
import { DraftGroups } from '../publish/draft-groups.js'
import { drawingOf } from '../publish/draws-together.js'
import type { AuthoringStore, StoredVersionView, VersionBlock } from '../version/index.js'
import type { ReferenceMessage } from './reference-state.js'

/**
 * What an author should know of the group that a reference draws with: whichever of its banks falls short, any of them may be changed.
 * Nothing is read for a reference of no group.
 * @param usage key, as text
 */
export async function groupMessages(
  usage: string,
  { type, definition, settings }: VersionBlock,
  view: StoredVersionView,
  store: AuthoringStore,
  types: BlockTypes,
): Promise<readonly ReferenceMessage[]> {
  if (view.kind !== 'course') return []
  const own = { key: usage, type, definition, content: {}, settings, children: [] }
  const { group, sameAs } = drawingOf(own, types) ?? {}
  if (!group || sameAs) return []
  const found = await new DraftGroups(view, { store, types }).findingsOf(group)
  return found.map((finding) => {
    const { level, code, message } = finding
    return { step: 'draw', level, code, message, remedy: remedyOf(finding) }
  })
}
