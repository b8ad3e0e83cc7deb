import { userPartitions } from '../../runtime/block/index.js'
import { LearnerGroups, unknownStanding } from '../../runtime/service/index.js'
import type { FieldData } from '../../runtime/block/index.js'
import type { ComposedBlock, OutlineNode } from '../../runtime/unit/index.js'
import type { Json, JsonObject } from '../../runtime/values/index.js'
import type { Learner } from '../learner.js'
import { Release, type ReleaseFacts } from './release.js'
import { releaseRules } from './release-rules.js'

/** Who asks for something in a course, and when. */
export interface Asking {
  readonly learner: Learner
  /** Key, as text, without branch or version. */
  readonly context: string
  /** The learner's stored values. */
  readonly stored: FieldData
  /** The course's setting `user_partitions`. */
  readonly partitions: Json | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** The groups of whoever asks. */
export function groupsOf({ learner, context, stored, partitions }: Asking): LearnerGroups {
  const { id, standing = unknownStanding } = learner
  return new LearnerGroups({ learner: id, context, standing, partitions, stored })
}

/** What rules of release look at, of whoever asks. */
export function factsOf({ learner, partitions, now }: Asking, groups: LearnerGroups): ReleaseFacts {
  const { standing = unknownStanding, counting } = learner
  return {
    now,
    standing,
    groups,
    partitions: userPartitions(partitions),
    ...(counting && { keepsHidden: true }),
  }
}

const noSettings: JsonObject = {}

/** What a line of an outline says of who may see it. */
type OutlinePart = Pick<OutlineNode, 'key' | 'release' | 'staffOnly'>

/** One line of an outline further down. */
export function withinNode(above: Release, { key, release, staffOnly }: OutlinePart): Release {
  // Most lines say nothing, and there are many of them.
  if (!release && !staffOnly && !above.extends(key)) return above
  const rules = releaseRules(release ?? noSettings)
  return above.within({ key, rules: staffOnly ? { ...rules, staffOnly } : rules })
}

/** Whether the root of an outline is open to everybody, whoever asks. @param now epoch milliseconds */
export function isOpenToAll({ release, staffOnly }: OutlinePart, now: number): boolean {
  if (staffOnly) return false
  const {
    start = -Infinity,
    hideAfterDue,
    groupAccess,
    staffOnly: isForStaff,
  } = releaseRules(release ?? noSettings)
  return start <= now && !hideAfterDue && !groupAccess && !isForStaff
}

/** One composed block further down. */
export function withinBlock(above: Release, { key, fields, sources }: ComposedBlock): Release {
  return above.within({
    key,
    rules: releaseRules(fields),
    inheritsDue: sources?.['due'] === 'inherited',
  })
}

/** The course's setting `user_partitions`, as its outline has it. */
export function partitionsOf(root: Pick<OutlinePart, 'release'> | undefined): Json | undefined {
  return root?.release?.['user_partitions']
}
