import type { BlockTypes, FieldData, LearnerRecord } from '../runtime/block/index.js'
import type { Drawn } from '../compositor/index.js'
import type { Partitions } from '../runtime/service/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import type { Learner } from './learner.js'
import type { Release } from './release/release.js'

/** What a selection is made from. */
export interface SelectionFacts {
  readonly types: BlockTypes
  /** The learner's values. */
  readonly stored: FieldData
  readonly learner: Learner
  readonly groups: Partitions
  /** What the learner achieved at any block of the learning context. */
  readonly resultOf: (usage: string) => Partial<Omit<LearnerRecord, 'state'>> | undefined
  /** Whether the root is released to the learner. */
  readonly release: Release
  /** What stands in the place of a library block that a bank drew; undefined where it is not composed yet. */
  readonly memberOf?: (drawn: Drawn) => readonly ComposedBlock[] | undefined
  /** The keys that renamed blocks had: stored choices may name them. */
  readonly former?: ComposedUnit['former']
  /** By the keys of banks, what they draw together with. */
  readonly companions?: ComposedUnit['companions']
}
