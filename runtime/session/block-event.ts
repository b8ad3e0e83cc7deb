import type { Json } from '../values/json.js'

/** Something a block published, in the order it happened. */
export interface BlockEvent {
  readonly type: string
  readonly usageKey: string
  readonly blockType: string
  readonly payload: Json
}
