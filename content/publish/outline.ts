import { parseUsageKey } from '../../runtime/keys/index.js'
import type { OutlineNode } from '../../runtime/unit/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { errorBlockType } from '../olx/authored-block.js'
import { containerTypes } from '../olx/library-entity.js'
import type { VersionBlock, VersionView } from '../version/index.js'

/** Types that are lines of an outline and no units. */
const outlineTypes = new Set(['course', 'chapter', 'sequential'])

/** One line of the way to a block: what it says of who may see what is below, and when. */
export function lineOf(
  { root, title }: Pick<VersionView, 'root' | 'title'>,
  key: string,
  block: VersionBlock,
): OutlineNode {
  const isRoot = key === root
  const { type, settings } = block
  return {
    key,
    type,
    title: isRoot ? title : titleOf(key, block),
    ...visibility(settings),
    ...releaseSettings(block, isRoot),
    ...(isRoot && courseLanguage(block)),
    children: [],
  }
}

/** When the course ends, for blocks that close then. The attribute may be JSON, as all of a course's may. */
export function courseEnd({ xmlAttributes }: VersionBlock): JsonObject {
  const end = xmlAttributes?.['end']?.trim().replace(/^"(.*)"$/s, '$1')
  return end === undefined || end === '' || end === 'null' ? {} : { course_end: end }
}

/** The language that a course says its content is in. */
export function courseLanguage({ settings, xmlAttributes }: VersionBlock): { readonly language?: string } {
  const said = settings['language'] ?? xmlAttributes?.['language']
  const language = typeof said === 'string' ? said.trim().replace(/^"(.*)"$/s, '$1') : ''
  return language === '' || language === 'null' ? {} : { language }
}

/** Of the blocks of a library's root, those at its top, in its order; containers hold blocks that stand beside them. */
export function topBlocks(children: readonly string[]): string[] {
  const containers = new Set([...containerTypes].flat())
  return children.filter((key) => !containers.has(parseUsageKey(key).blockType))
}

/** The display name, else the url_name with spaces (the incumbent's `display_name_with_default`). */
export function titleOf(key: string, { settings, urlName }: VersionBlock): string {
  const title = settings['display_name']
  if (typeof title === 'string' && title.trim() !== '') return title
  return (urlName ?? parseUsageKey(key).blockId).replaceAll('_', ' ')
}

/** Whether a block is a line of an outline and no unit. */
export function isOutlineType(key: string, block: VersionBlock): boolean {
  return outlineTypes.has(intendedTypeOf(key, block))
}

/** The type in the key is what a block that could not be read would have been. */
function intendedTypeOf(key: string, { type }: VersionBlock): string {
  return type === errorBlockType ? parseUsageKey(key).blockType : type
}

/** Settings of every line that decide on who may see it, and when. */
const releaseNames = ['start', 'due', 'hide_after_due', 'group_access', 'days_early_for_beta', 'self_paced']

/** What the course alone says of that, for all that is in it. */
const courseNames = [...releaseNames, 'user_partitions']

/** Types without a field for it keep `hide_after_due` as an attribute; it holds all the same. */
export function releaseSettings(block: VersionBlock, isRoot: boolean): { readonly release?: JsonObject } {
  const { settings, xmlAttributes } = block
  const names = isRoot ? courseNames : releaseNames
  const release: JsonObject = {
    ...(isTrue(xmlAttributes?.['hide_after_due']) && { hide_after_due: true }),
    ...(isRoot && courseEnd(block)),
    ...Object.fromEntries(
      names.flatMap((name) => (name in settings ? [[name, settings[name] ?? null]] : [])),
    ),
  }
  return Object.keys(release).length > 0 ? { release } : {}
}

function isTrue(attribute: string | undefined): boolean {
  return attribute?.trim().replaceAll('"', '').toLowerCase() === 'true'
}

export function visibility({ visible_to_staff_only: staff, hide_from_toc: toc }: JsonObject) {
  return {
    ...(staff === true && { staffOnly: true as const }),
    ...(toc === true && { hideFromToc: true as const }),
  }
}
