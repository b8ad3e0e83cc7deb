import {
  isJsonArray,
  isJsonObject,
  parseUsageKey,
  type FieldRemark,
  type Json,
  type UsageKey,
} from '../../runtime/index.js'

/**
 * The child that is named for a group. Authors name children by the keys they had where the course was first written, so
 * one that is not found by its key is known by its type and id.
 * @param group its id, as text
 */
export function childOfGroup(
  groupIdToChild: Readonly<Record<string, Json>>,
  group: string,
  children: readonly string[],
): string | undefined {
  const written = Object.hasOwn(groupIdToChild, group) ? groupIdToChild[group] : undefined
  if (typeof written !== 'string') return undefined
  if (children.includes(written)) return written
  try {
    const name = nameOf(parseUsageKey(written))
    return children.find((key) => nameOf(parseUsageKey(key)) === name)
  } catch {
    return undefined
  }
}

/** Says which groups are given what is no block, so that their learners see nothing. */
export function groupRemarks(groupIdToChild: Readonly<Record<string, Json>>): FieldRemark[] {
  const wrong = Object.entries(groupIdToChild).filter(([, written]) => !isUsageKey(written))
  return wrong.slice(0, 20).map(([group, written]) => ({
    level: 'error',
    field: 'group_id_to_child',
    message: `The group '${group.slice(0, 100)}' is given ${JSON.stringify(written).slice(0, 100)}, which is no usage key, so its learners would see nothing.`,
  }))
}

function isUsageKey(written: Json): boolean {
  try {
    return typeof written === 'string' && parseUsageKey(written) !== undefined
  } catch {
    return false
  }
}

function nameOf({ blockType, blockId }: UsageKey): string {
  return `${blockType} ${blockId}`
}

/** Whether the course has a partition. */
export function hasPartition(partitions: Json | undefined, partition: number): boolean {
  return members(partitions).some(({ id }) => id === partition)
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
