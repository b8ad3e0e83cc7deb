import { isJsonObject, userPartitions, type Json } from '../../runtime/index.js'

/** A partition of a course, and the groups an author may put a previewed learner into. */
export interface GroupChoice {
  readonly partition: number
  readonly title: string
  readonly groups: readonly { readonly id: number; readonly title: string }[]
  /** Whether learners are drawn into a group where nothing else says theirs; else they are in none. */
  readonly isDrawn: boolean
}

/** The partitions of a `user_partitions` setting that are in use. */
export function groupChoices(setting: Json | undefined): GroupChoice[] {
  const named = new Map<Json | undefined, Json>()
  for (const one of Array.isArray(setting) ? setting : []) if (isJsonObject(one)) named.set(one['id'], one)
  return [...userPartitions(setting).values()]
    .filter(({ isActive, scheme }) => isActive && scheme !== 'enrollment_track')
    .map(({ id, groups, scheme }) => {
      const partition = named.get(id)
      const names = isJsonObject(partition) && Array.isArray(partition['groups']) ? partition['groups'] : []
      return {
        partition: id,
        title: nameOf(partition, `Partition ${id}`),
        groups: groups.map((group) => ({
          id: group,
          title: nameOf(
            names.find((one) => isJsonObject(one) && one['id'] === group),
            `Group ${group}`,
          ),
        })),
        isDrawn: scheme === 'random',
      }
    })
}

function nameOf(setting: Json | undefined, otherwise: string): string {
  const name = isJsonObject(setting) ? setting['name'] : undefined
  return typeof name === 'string' && name.trim() !== '' ? name : otherwise
}
