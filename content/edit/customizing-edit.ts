import { linkSettings, ownSettings } from '../upstream/upstream-fields.js'
import { linkOf } from '../upstream/upstream-link.js'
import type { VersionBlock } from '../version/version-block.js'
import type { BlockEdit } from './block-edit.js'

/**
 * An edit by an author: of a block that is linked to a library's, the fields that it sets are customised from then on, and those that it resets
 * no more (semantics 6). What says something of the link itself, as updates do, says that, too.
 */
export function customizingEdit(edit: BlockEdit, block: VersionBlock | undefined): BlockEdit {
  const link = block && linkOf(block.settings)
  if (!link || [...Object.keys(edit.settings), ...edit.reset].some((name) => linkSettings.includes(name)))
    return edit
  const isOwn = (name: string) => link.spelling === 'incumbent' && ownSettings.has(name)
  const set = [...Object.keys(edit.content), ...Object.keys(edit.settings)].filter((name) => !isOwn(name))
  const before = link.customized.filter((name) => !edit.reset.includes(name) || set.includes(name))
  const customized = [...new Set([...before, ...set])].sort()
  if (customized.join() === link.customized.join()) return edit
  return customized.length > 0
    ? { ...edit, settings: { ...edit.settings, downstream_customized: customized } }
    : { ...edit, reset: [...edit.reset, 'downstream_customized'] }
}
