import { canonicalJson, contentHash } from '../../runtime/values/index.js'
import type { ContentVersion, VersionBlock } from './content-version.js'

/**
 * Whether an import can be a later state of a version: some block below the root stands in both under one usage key
 * with the same content, or with the same value of a setting. Of two sites that made a library of one key each, the
 * libraries share nothing but, perhaps, short ids; those of most blocks come together in one course only, and in one
 * library where its title is the same, too.
 */
export function sharesHistory(next: ContentVersion, before: ContentVersion): boolean {
  const usages = Object.keys(next.blocks).filter((usage) => usage !== next.root)
  if (usages.length === 0 || Object.keys(before.blocks).length <= 1) return true
  const shared = usages.filter((usage) => Object.hasOwn(before.blocks, usage))
  const isCalledAlike = next.kind === 'course' || next.title === before.title
  if (isCalledAlike && 2 * shared.length >= usages.length) return true
  return shared.some((usage) => {
    const [one, other] = [next.blocks[usage], before.blocks[usage]]
    return one !== undefined && other !== undefined && isLike(one, other)
  })
}

function isLike(one: VersionBlock, other: VersionBlock): boolean {
  if (one.definition === other.definition && one.definition !== emptyDefinition(one.type)) return true
  return Object.entries(one.settings).some(([name, value]) => {
    const before = other.settings[name]
    return before !== undefined && canonicalJson(value) === canonicalJson(before)
  })
}

function emptyDefinition(type: string): string {
  return contentHash({ type, content: {} })
}
