import type { Finding, ErrorData } from '../errors/index.js'
import type { Companions } from '../block/drawing.js'
import type { BlockOrigin } from './block-origin.js'
import type { SaidAbove } from './inner-overrides.js'
import type { UnitPlace } from './published-unit.js'
import type { Json, JsonObject } from '../values/json.js'

/** Why a field's effective value is not the block's own. */
export type FieldSource = 'override' | 'library' | 'inherited' | 'policy'

/**
 * What a bank draws from besides its children: library blocks, each of which is composed when somebody draws it. All but
 * `hash` is for the compositor.
 */
export interface ComposedPool {
  /** Names the pool in the store. */
  readonly hash: string
  /** What blocks inherit that stand in the bank, by OLX name. */
  readonly inherited: JsonObject
  readonly depth: number
  /** Whether what they have as defaults comes before what they inherit. */
  readonly defaultsFirst?: true
  /** What they inherit of library blocks above, and of policy groups; absent where that is nothing. */
  readonly libraryInherited?: JsonObject
  readonly policy?: JsonObject
  /** What references above the bank say of what is in them; absent where they say nothing. */
  readonly said?: SaidAbove
}

/** A block of a composed unit: plain data, the same for every learner. */
export interface ComposedBlock {
  /** Usage key, as text; a contextual key (`cb:`) for a referenced block. */
  readonly key: string
  readonly type: string
  /** Content hash of the definition. */
  readonly definition: string
  readonly origin?: BlockOrigin
  /** Effective content and settings by OLX name, class defaults left out. */
  readonly fields: JsonObject
  /** For fields whose value is not the block's own. */
  readonly sources?: Readonly<Record<string, FieldSource>>
  /** What the block type prepared from the fields, once, while composing. */
  readonly prepared?: Json
  readonly children: readonly ComposedBlock[]
  readonly pool?: ComposedPool
  /** What authors set of its asides, by type and OLX name; absent where they set nothing. */
  readonly asides?: { readonly [type: string]: JsonObject }
  /** Set on a block that could not be composed; it shows as an error block. */
  readonly failure?: ErrorData
}

/** A composed block of which is known what it may be worth, whatever was prepared of it. */
export interface CountedBlock extends ComposedBlock {
  readonly children: readonly CountedBlock[]
  /** Raw points possible before anything was graded; absent where it has no score, and where that is not worked out. */
  readonly maxScore?: number
  /** How it counts for completion; as its type says where left out. */
  readonly completion?: 'completable' | 'aggregator' | 'excluded'
}

/** The keys that renamed blocks had before. */
export interface FormerUsages {
  /** Of a block by the key it has; undefined where it always had that. */
  get(usage: string): readonly string[] | undefined
  /** The key that a block has, of one that it had; the key itself of all others. */
  newest(usage: string): string
}

/** A unit with its references replaced by the blocks themselves, under the unit's own key (seed: unit compositor). */
export interface ComposedUnit {
  readonly key: string
  readonly context: string
  /** Content hash of the published record it was composed from. */
  readonly version: string
  readonly root: ComposedBlock
  /** Where it stands in the published course; absent where nobody asked for it there. It is no part of the version. */
  readonly place?: UnitPlace
  /** The keys that renamed blocks had: under them is found what learners did before. Absent where none was renamed. */
  readonly former?: FormerUsages
  /** By the keys of banks in it, what they draw together with in the published course. Absent where none does. */
  readonly companions?: ReadonlyMap<string, Companions>
  /** What went wrong while composing, for staff; absent when nothing did. */
  readonly diagnostics?: readonly Finding[]
}
