import { isJsonObject, type Json } from '../values/json.js'

/** A way of dividing the learners of a course into groups. */
export interface UserPartition {
  readonly id: number
  /** Who says which group a learner is in: `random`, `cohort`, `enrollment_track`, ... */
  readonly scheme: string
  /** Ids of its groups, in order. */
  readonly groups: readonly number[]
  /** One that is no longer in use closes nothing. */
  readonly isActive: boolean
}

/** The partition of enrolment tracks, which every course has without saying so (the incumbent's number). */
export const enrollmentTracks = 50

/** The groups of {@link enrollmentTracks}, by course mode (the incumbent's numbers). */
export const enrollmentTrackGroups: Readonly<Record<string, number>> = {
  audit: 1,
  verified: 2,
  professional: 3,
  'no-id-professional': 4,
  credit: 5,
  honor: 6,
  masters: 7,
  'executive-education': 8,
  'unpaid-executive-education': 9,
  'paid-executive-education': 10,
  'unpaid-bootcamp': 11,
  'paid-bootcamp': 12,
}

const read = new WeakMap<object, ReadonlyMap<number, UserPartition>>()

/** The partitions of a `user_partitions` setting by id; what is no partition is left out. Read once for each list. */
export function userPartitions(setting: Json | undefined): ReadonlyMap<number, UserPartition> {
  if (!Array.isArray(setting)) return new Map()
  let partitions = read.get(setting)
  if (!partitions) {
    const found = setting.flatMap((one) => partitionOf(one) ?? [])
    read.set(setting, (partitions = new Map(found.map((one) => [one.id, one]))))
  }
  return partitions
}

/** The oldest form names no scheme; all of those were random. */
function partitionOf(json: Json): UserPartition | undefined {
  if (!isJsonObject(json)) return undefined
  const { id, scheme = 'random', groups, active } = json
  if (typeof id !== 'number' || typeof scheme !== 'string' || !Array.isArray(groups)) return undefined
  const ids = groups.flatMap((group) => {
    const groupId = isJsonObject(group) ? group['id'] : undefined
    return typeof groupId === 'number' ? [groupId] : []
  })
  return { id, scheme, groups: ids, isActive: active !== false }
}
