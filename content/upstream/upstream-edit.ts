import type { JsonObject } from '../../runtime/values/json.js'
import type { EditedWish } from '../reference/update-edit.js'
import type { BlockEdit, VersionBlock } from '../version/index.js'
import type { UpstreamBlock } from './upstream-block.js'
import { linkSettings } from './upstream-fields.js'
import { isCustomized, linkOf, takenSettings, type UpstreamLink } from './upstream-link.js'

/** Of a copy that is to be linked: as the incumbent has them. */
const unlinked: Omit<UpstreamLink, 'upstream'> = {
  spelling: 'incumbent',
  version: null,
  declined: null,
  customized: [],
  defaults: {},
}

/**
 * The edit that brings a block to its library's: all but what is customised becomes the library's, in the names in which the link is
 * written. Members of containers are no part of it.
 * @param ownContent of the block as it is; needed where something of it is customised
 * @param edited what becomes of content that is customised
 */
export function syncEdit(
  usage: string,
  ours: VersionBlock,
  upstream: string,
  { block, content, number }: UpstreamBlock,
  ownContent: JsonObject = {},
  edited: EditedWish = 'untouched',
): BlockEdit {
  const before = linkOf(ours.settings) ?? { ...unlinked, upstream }
  const hasMembers = ours.children.length > 0 || block.children.length > 0
  const contents = hasMembers ? [] : [...new Set([...Object.keys(content), ...Object.keys(ownContent)])]
  const link = { ...before, customized: wished(before.customized, contents, edited) }
  const settings = {
    ...syncedSettings(link, ours.settings, block.settings),
    ...(link.spelling === 'seed'
      ? { upstream_block: upstream, upstream_block_version: number }
      : { upstream, upstream_version: number }),
    ...(hasMembers && { upstream_block_members: block.children }),
  }
  const isKept = contents.length > 0 && contents.every((name) => link.customized.includes(name))
  if (hasMembers || isKept) {
    const reset = Object.keys(ours.settings).filter((name) => !Object.hasOwn(settings, name))
    return { usage, content: {}, settings, reset }
  }
  const kept = Object.entries(ownContent).filter(([name]) => link.customized.includes(name))
  const isOwn = kept.length > 0
  const {
    filename: _file,
    file_name: _misspelt,
    url_name: _name,
    ...attributes
  } = (isOwn ? ours : block).xmlAttributes ?? {}
  const anew = {
    type: block.type,
    xmlAttributes: attributes,
    kept: (isOwn ? ours : block).kept ?? [],
    ...(ours.asides && { asides: ours.asides }),
  }
  return { usage, content: { ...content, ...Object.fromEntries(kept) }, settings, reset: [], anew }
}

/** The fields that are customised once an author's wish about content holds. @param contents names of the fields that are content */
function wished(
  customized: readonly string[],
  contents: readonly string[],
  edited: EditedWish,
): readonly string[] {
  if (edited === 'theirs') return customized.filter((name) => !contents.includes(name))
  const isOurs = edited === 'mine' && contents.some((name) => customized.includes(name))
  return isOurs ? [...new Set([...customized, ...contents])].sort() : customized
}

/** What the block says itself afterwards, the link's own settings among it. */
function syncedSettings(link: UpstreamLink, ours: JsonObject, library: JsonObject): JsonObject {
  const theirs = takenSettings(link, library)
  const isOurs = (name: string) => linkSettings.includes(name) || isCustomized(link, ours, name)
  const { downstream_customized: _said, ...others } = ours
  const own = [
    ...Object.entries(others).filter(([name]) => isOurs(name)),
    ...(link.customized.length > 0 ? [['downstream_customized', link.customized] as const] : []),
  ]
  if (link.spelling === 'incumbent') {
    const synced = Object.entries(theirs).filter(([name]) => !isOurs(name))
    const name = library['display_name']
    const title = typeof name === 'string' && ours['upstream_display_name'] !== undefined
    return {
      ...Object.fromEntries([...synced, ...own]),
      ...(title && { upstream_display_name: name }),
    }
  }
  // What the block said with the library's own value, it says with the new one.
  const said = Object.entries(theirs).filter(
    ([name]) => !isOurs(name) && (name === 'display_name' || ours[name] !== undefined),
  )
  const { upstream_defaults: _before, ...kept } = Object.fromEntries(own)
  const isAny = Object.keys(theirs).length > 0
  return { ...Object.fromEntries(said), ...kept, ...(isAny && { upstream_defaults: theirs }) }
}
