import type { JsonObject } from '../values/json.js'

/** What a reference says of the blocks inside those it refers to, to any depth, through references of the library, too. */
export interface InnerOverrides {
  /** What it says of all blocks; inside them it holds of settings that are the course's, by the block's type. */
  readonly all?: JsonObject
  /** By usage key in the library, what it says of single ones. */
  readonly single?: { readonly [block: string]: JsonObject }
}

/** What references above a block say of library blocks inside those they refer to. */
export interface SaidAbove {
  /** The reference of the course; there is one at most, as all below it are the library's. */
  readonly course?: InnerOverrides
  /** References inside the library, the outermost first. */
  readonly library?: readonly InnerOverrides[]
}
