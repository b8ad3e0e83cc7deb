import type { Publication } from '../runtime/unit/index.js'

/**
 * Keys that blocks have by now, by those that learners know them by: blocks that were renamed, and those whose renaming was taken back.
 * @param isThere which of some keys what is published has
 */
export async function renamedBetween(
  before: Publication | undefined,
  after: Publication,
  isThere: (usages: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<Record<string, string>> {
  const [known, aliases] = [before?.aliases ?? {}, after.aliases ?? {}]
  const renamed = Object.fromEntries(Object.entries(aliases).filter(([old, now]) => known[old] !== now))
  const left = Object.entries(known).filter(([old]) => !Object.hasOwn(aliases, old))
  const there = left.length > 0 ? await isThere(left.flat()) : new Set<string>()
  for (const [old, now] of left) if (there.has(old) && !there.has(now)) renamed[now] = old
  return renamed
}
