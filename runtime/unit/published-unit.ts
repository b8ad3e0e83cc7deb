import type { LinePolicy, UnitPolicy } from '../block/policy-groups.js'
import type { GradingPolicy } from '../grading/grading-policy.js'
import type { InnerOverrides } from './inner-overrides.js'
import type { PackedPool, PoolPart } from './packed-pool.js'
import type { ErrorData } from '../errors/index.js'
import type { Json, JsonObject } from '../values/json.js'

/**
 * A block as an author published it: one usage of one definition.
 * Field values are JSON under their OLX names (`max_attempts`), explicitly set ones only.
 */
export interface PublishedBlock {
  /** Usage key, as text: `block-v1:…` in a course, `lb:…` in a library. */
  readonly key: string
  readonly type: string
  /** Content hash of `{type, content}`: usages that share content share it. */
  readonly definition: string
  /** Fields of scope content. */
  readonly content: JsonObject
  /** Fields of scope settings. */
  readonly settings: JsonObject
  readonly children: readonly PublishedBlock[]
  /** What authors set of its asides, by type and OLX name; absent where they set nothing. */
  readonly asides?: { readonly [type: string]: JsonObject }
  /** Why its text could not be read; nothing of it is known then, and learners see nothing in its place. */
  readonly failure?: ErrorData
  /**
   * What its references to libraries stand for, resolved once, when it was published, in the order in which they are shown or
   * drawn from; absent where it makes none. They were read of its own values and of what overrides them, not of what it
   * inherits.
   */
  readonly referred?: readonly (ReferredBlock | LostReference)[]
  /**
   * Of a block that refers to library blocks and chooses among them: the content hash of the {@link PackedPool} that its
   * references stand for, in place of `referred`, which then has what was lost alone.
   */
  readonly pool?: string
}

/** A library block that a reference stands for. */
export interface ReferredBlock {
  /** Library key, as text, without version. */
  readonly library: string
  /** The pinned version of the library. */
  readonly version: string
  /** Usage key of the block in the library, as text. */
  readonly block: string
  readonly type: string
  /** Content hash of the {@link PublishedBlock}, which is kept once however many units refer to it. */
  readonly record: string
  /** Content hash of its {@link SummaryBlock}. */
  readonly summary: string
  readonly title: string
  /** Points it counts for; absent where its raw score counts. */
  readonly weight?: number
  /** 32 bits of a hash of the key `block` alone: draws mix it with the learner's seed. */
  readonly rank: number
  /** Of a block that chooses among its children: the fields that its choice reads, by OLX name. */
  readonly chooseBy?: JsonObject
  /** What the author says of its fields in this place, by OLX name; it wins over the library's values. */
  readonly overrides?: JsonObject
  /** What the author says of blocks in it; absent where nothing is said of any. */
  readonly inner?: InnerOverrides
}

/** A reference that led nowhere when it was published; it stands in its place for those who teach. */
export interface LostReference {
  /** Usage key of the block in the library as the reference names it, `*` for the whole library. */
  readonly block: string
  readonly failure: ErrorData
}

/**
 * A block as outlines, progress and grade books need it, so that they compose nothing. Its settings are the explicitly set
 * ones; what it inherits is joined when it is asked for. Of its content it has what its choice reads.
 */
export interface SummaryBlock extends PublishedBlock {
  readonly title: string
  /** Raw points possible before anything was graded; absent where it has no score. */
  readonly maxScore?: number
  readonly completion: 'completable' | 'aggregator' | 'excluded'
  readonly children: readonly SummaryBlock[]
}

/**
 * What publishing hands from the authors' side to the learners' side of a unit: its own blocks, and what its references
 * stand for. What stands above it is joined when it is composed, so that a date of the course makes no unit anew.
 * See docs/decisions/0072-references-are-resolved-once.md.
 */
export interface PublishedUnit {
  /** Usage key of the unit, as text. */
  readonly key: string
  /** Key of the learning context, as text, without branch or version. */
  readonly context: string
  readonly root: PublishedBlock
}

/** A unit with everything it is composed from. */
export interface GatheredUnit {
  readonly unit: PublishedUnit
  /** Inheritable settings as they stand at the unit's parent, by OLX name. */
  readonly inherited: JsonObject
  /** What policy groups say there; absent where the course has none. */
  readonly policy?: UnitPolicy
  /** Records of the library blocks it refers to, directly or through others, by their content hash. */
  readonly blocks: { readonly [record: string]: PublishedBlock }
  /** What its banks draw from, by content hash, where it is given to be stored. */
  readonly pools?: { readonly [hash: string]: PackedPool }
  /** And their parts. */
  readonly poolParts?: { readonly [hash: string]: PoolPart }
}

/** What a unit holds for a learner, about. */
export interface UnitCounts {
  /** Blocks that are completed by themselves. */
  readonly activities: number
  /** How long they take. */
  readonly seconds: number
}

/** What learners find below a line of an outline; what is for staff only or in no contents is left out. */
export interface LineContents extends UnitCounts {
  readonly units: number
  /** Lines below that say themselves when they are due, as their authors wrote it; absent of the course itself, and where there are none. */
  readonly dues?: readonly { readonly key: string; readonly due: Json }[]
}

/**
 * One line of a published outline, kept by its key, so that a change of one line, a date of the course say, changes
 * nothing else. Lines of units have no children.
 */
export interface OutlineLine {
  readonly key: string
  readonly type: string
  readonly title: string
  /** The line above; absent of the root. */
  readonly parent?: string
  /** Keys of the lines below, in order. */
  readonly children: readonly string[]
  /** Whether it is a unit. */
  readonly isUnit?: true
  readonly staffOnly?: true
  readonly hideFromToc?: true
  /** What it says itself of who may see it, and when, by OLX name; absent where it says nothing. */
  readonly release?: JsonObject
  /** Of the root, the language of the course, as in BCP 47; absent where it does not say. */
  readonly language?: string
  /** What it sets itself of what blocks below inherit, by OLX name; absent of units, and where it sets nothing. */
  readonly inherits?: JsonObject
  /** What it says of policy groups; absent where it says nothing. */
  readonly policy?: LinePolicy
  /** What is below it; absent of units, and of what older code published. */
  readonly contents?: LineContents
}

/** One line of a course outline; a unit is a leaf here. */
export interface OutlineNode {
  readonly key: string
  readonly type: string
  readonly title: string
  /** Only staff may see it and what is below; its `visible_to_staff_only` is true. */
  readonly staffOnly?: true
  /** Left out of tables of contents, but not locked; its `hide_from_toc` is true. */
  readonly hideFromToc?: true
  /** What it says itself of who may see it, and when, by OLX name; absent where it says nothing. */
  readonly release?: JsonObject
  /** Of the root, the language of the course; absent where it does not say. */
  readonly language?: string
  /** Whether it is a unit. */
  readonly isUnit?: true
  readonly children: readonly OutlineNode[]
}

/** Where a unit stands in its course. */
export interface UnitPlace {
  /** From the course down to the unit itself. */
  readonly path: readonly OutlineNode[]
  /** Another one where any of them says something else of who may see it, and when. */
  readonly name: string
  /** Names the publication; absent of a draft. */
  readonly publication?: string
  /** Epoch milliseconds at which a policy group says something else, so that the unit is composed anew; absent where none does. */
  readonly until?: number
}

/** A bank or reference of a unit that draws together with others; see `Drawing`. */
export interface DrawsTogether {
  /** Usage key, as text. */
  readonly usage: string
  /** Name of its reference group. */
  readonly group?: string
  /** Usage key or id of the bank that shows the same, as its author wrote it; it is in no group then. */
  readonly sameAs?: string
}

/** One unit of a publication. */
export interface UnitEntry {
  readonly key: string
  /** Content hash of the {@link PublishedUnit}. */
  readonly record: string
  /** Content hash of its {@link SummaryBlock}. */
  readonly summary: string
  /** Names of the policy groups that blocks in it name; absent where none does. */
  readonly policies?: readonly string[]
  /** Static files of the library blocks that stand in it, by every name they go by; absent where there are none. */
  readonly files?: { readonly [name: string]: PublishedAsset }
  /** Its banks and references that draw together with others, in their order; absent where there are none. */
  readonly draws?: readonly DrawsTogether[]
  /** Absent of what older code published. */
  readonly counts?: UnitCounts
}

/** A static file of a context: its bytes are stored once under `hash`. */
export interface PublishedAsset {
  readonly hash: string
  readonly mimeType: string
  readonly size: number
}

/** The files that go by one name: the context's own, else one of those that library blocks bring, the first by hash. */
export interface PublishedFile {
  readonly own?: PublishedAsset
  /** With the number of units in which a block brings it. */
  readonly ofLibraries?: readonly (PublishedAsset & { readonly units: number })[]
}

/**
 * One published version of a learning context. Immutable; which publication is *the* published one is a single pointer,
 * switched last. What grows with the context is kept in maps of its own, each named by its root
 * (docs/decisions/0073-publishing-is-a-difference.md).
 */
export interface Publication {
  readonly format: 2
  /** Key of the learning context, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Name of the authored version this publication was made of. */
  readonly version: string
  /** Names the code that made it: what other code made is not taken over from it. Absent where nobody said. */
  readonly madeBy?: string
  /** Key of the outline's root. */
  readonly root: string
  /** Old usage keys of blocks that were renamed, with their new ones; absent where none was. */
  readonly aliases?: { readonly [old: string]: string }
  /** How the course is graded; absent where it does not say, or not as it should. */
  readonly grading?: GradingPolicy
  /** Number of units. */
  readonly unitCount: number
  /** Lines of the outline by key: {@link OutlineLine}. */
  readonly outline: string
  /** Units by key: {@link UnitEntry}. */
  readonly units: string
  /** For each block in a unit, the key of that unit. Library blocks are found through the block that refers to them. */
  readonly blocks: string
  /** For each block id, the keys of the blocks that have it, sorted. */
  readonly ids: string
  /**
   * Static files by the name content uses after `/static/`: {@link PublishedFile}. A file that belongs to one library block
   * also goes by that block's usage key in the library, a slash and the name, as two blocks may each have an `image.png`.
   */
  readonly assets: string
  /** Keys of the units in which a reference leads nowhere; they are made anew each time. */
  readonly lost: string
  /** By the key of a unit that follows libraries, the versions of them that it was made of; absent where none does. */
  readonly following?: string
  /** For each reference group, the keys of the units with banks or references of it, sorted; absent where there is none. */
  readonly groups?: string
}
