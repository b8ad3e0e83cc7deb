import { createHash } from 'node:crypto'
import type { FieldData, FieldUpdate, RecordAddress } from '../block/field-values.js'
import {
  enrollmentTrackGroups,
  enrollmentTracks,
  userPartitions,
  type UserPartition,
} from '../block/user-partitions.js'
import type { Json } from '../values/json.js'
import { Partitions } from './host-services.js'
import type { Standing } from './learner-standing.js'

/** Whose groups, and where. */
export interface GroupedLearner {
  readonly learner: string
  /** Learning context key, as text, without branch or version: what is drawn is kept under it. */
  readonly context: string
  readonly standing: Standing
  /** The course's setting `user_partitions`. */
  readonly partitions: Json | undefined
  /** The learner's stored values. */
  readonly stored: FieldData
}

/**
 * The groups of one learner in one request: as the host's standing says, else of random partitions as drawn. The first
 * draw rests on learner, course and partition alone and is kept, so that a group that is added later moves nobody.
 */
export class LearnerGroups extends Partitions {
  readonly #drawn = new Map<number, number>()
  readonly #partitions: ReadonlyMap<number, UserPartition>

  constructor(private readonly of: GroupedLearner) {
    super()
    this.#partitions = userPartitions(of.partitions)
  }

  groupOf(id: number): number | undefined {
    const { groups, track } = this.of.standing
    const said = groups && Object.hasOwn(groups, id) ? groups[id] : undefined
    if (said !== undefined) return said ?? undefined
    const partition = this.#partitions.get(id)
    if (partition?.scheme === 'random') return this.#kept(partition) ?? this.#draw(partition)
    if (track === undefined) return undefined
    const isTrack = id === enrollmentTracks || partition?.scheme === 'enrollment_track'
    return isTrack && Object.hasOwn(enrollmentTrackGroups, track) ? enrollmentTrackGroups[track] : undefined
  }

  /** What is to be stored of the groups that were drawn. */
  get updates(): readonly FieldUpdate[] {
    return [...this.#drawn].map(([id, value]) => ({ ...this.#address, field: fieldOf(id), value }))
  }

  /** The group drawn before; none where that group is no longer there. */
  #kept({ id, groups }: UserPartition): number | undefined {
    const group = this.of.stored.record(this.#address)?.[fieldOf(id)]
    return typeof group === 'number' && groups.includes(group) ? group : undefined
  }

  #draw({ id, groups }: UserPartition): number | undefined {
    const { learner, context } = this.of
    const seed = createHash('sha256')
      .update(JSON.stringify([learner, context, id]))
      .digest()
    const group = groups[seed.readUInt32BE() % groups.length]
    if (group !== undefined) this.#drawn.set(id, group)
    return group
  }

  get #address(): RecordAddress {
    return { scope: 'userState', id: this.of.context }
  }
}

function fieldOf(partition: number): string {
  return `partition_${partition}`
}
