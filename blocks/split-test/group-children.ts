import { isJsonArray, isJsonObject, parseUsageKey, type Json, type UsageKey } from '../../runtime/index.js'

/**
 * The child of each group, by the group's id, as text. Authors name children by the keys they had where the course was
 * first written, so a child is known by its type and id; groups whose child is not there are left out.
 */
export function childrenByGroup(
  groupIdToChild: Readonly<Record<string, Json>>,
  children: readonly string[],
): ReadonlyMap<string, string> {
  const byName = new Map(children.map((key) => [nameOf(parseUsageKey(key)), key]))
  const found = new Map<string, string>()
  for (const [group, written] of Object.entries(groupIdToChild)) {
    const child = typeof written === 'string' ? childNamed(written, children, byName) : undefined
    if (child !== undefined) found.set(group, child)
  }
  return found
}

function childNamed(
  written: string,
  children: readonly string[],
  byName: ReadonlyMap<string, string>,
): string | undefined {
  if (children.includes(written)) return written
  try {
    return byName.get(nameOf(parseUsageKey(written)))
  } catch {
    return undefined
  }
}

function nameOf({ blockType, blockId }: UsageKey): string {
  return `${blockType} ${blockId}`
}

/** What the course calls a group of a partition; undefined for a group that is no longer in it. */
export function groupName(
  partitions: Json | undefined,
  partition: number,
  group: string,
): string | undefined {
  const groups = members(partitions).find(({ id }) => id === partition)?.['groups']
  const name = members(groups).find(({ id }) => typeof id === 'number' && String(id) === group)?.['name']
  return typeof name === 'string' ? name : undefined
}

function members(list: Json | undefined): readonly { readonly [name: string]: Json | undefined }[] {
  return list !== undefined && isJsonArray(list) ? list.filter((one) => isJsonObject(one)) : []
}
