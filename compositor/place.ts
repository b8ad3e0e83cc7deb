import type { BlockType, effectiveFields, Inherited } from '../runtime/block/index.js'
import { ContextualKey, type UsageKey } from '../runtime/keys/index.js'
import { courseSays, librarySays } from '../runtime/reference/index.js'
import type {
  ComposedPool,
  InnerOverrides,
  PublishedBlock,
  ReferredBlock,
  SaidAbove,
} from '../runtime/unit/index.js'
import type { JsonObject } from '../runtime/values/index.js'
import type { Referral } from './referral.js'

/** Where a block stands: what it inherits, and which reference brought it here. */
export interface Place extends Inherited {
  readonly depth: number
  readonly referral: Referral | undefined
  /** Whether what the block has as defaults comes before what it inherits. */
  readonly defaultsFirst?: boolean | undefined
  /** What references above say of what is inside the blocks they refer to. */
  readonly said?: SaidAbove | undefined
  /** For the very block that a reference brought: what that says of it. */
  readonly direct?: JsonObject | undefined
  /** And of blocks in it. */
  readonly inner?: InnerOverrides | undefined
  /** Whether that reference stands in the course itself. */
  readonly isOfCourse?: boolean | undefined
}

/** A bank's pool, with what holds for all that is drawn of it. */
export function poolOf(
  hash: string,
  { inherited, libraryInherited, policy, depth, defaultsFirst, said }: Place,
): ComposedPool {
  return {
    hash,
    inherited,
    depth,
    ...(defaultsFirst && { defaultsFirst }),
    ...(libraryInherited && { libraryInherited }),
    ...(policy && { policy }),
    ...(said && { said }),
  }
}

/** Where a library block stands that a block refers to. */
export function referredPlace(
  place: Place,
  usage: UsageKey,
  referral: Referral,
  { overrides, inner }: Pick<ReferredBlock, 'overrides' | 'inner'>,
): Place {
  return { ...place, referral, direct: overrides, inner, isOfCourse: !(usage instanceof ContextualKey) }
}

/** What references say of a library block: those of the course, and those inside the library. */
export function overridesAt(
  { key }: PublishedBlock,
  { said, direct, isOfCourse }: Place,
  type: BlockType | undefined,
): Pick<Parameters<typeof effectiveFields>[2], 'overrides' | 'libraryOverrides'> {
  if (isOfCourse) return { overrides: direct }
  if (!said) return direct ? { libraryOverrides: direct } : {}
  return {
    overrides: courseSays(said, key, type),
    libraryOverrides: librarySays(said, key, type, direct),
  }
}
