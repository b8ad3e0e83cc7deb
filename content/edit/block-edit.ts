import type { JsonObject } from '../../runtime/values/index.js'
import type { VersionBlock } from '../version/version-block.js'

/** What an author changed of one block, by OLX name; a field of neither list stays as it is. */
export interface BlockEdit {
  /** Usage key, as text. */
  readonly usage: string
  /** Values of scope content, and of scope settings. */
  readonly content: JsonObject
  readonly settings: JsonObject
  /** Fields that go back to what holds without the block. */
  readonly reset: readonly string[]
  /** Values of asides, by type; null where an aside says nothing any more. Those left out stay. */
  readonly asides?: Readonly<Record<string, JsonObject | null>>
  /** What the block becomes that was read anew: content and settings are then all there is of it. */
  readonly anew?: Pick<VersionBlock, 'type' | 'xmlAttributes' | 'kept' | 'asides'> & {
    /** The text that says so; left out, the block is written out. */
    readonly olx?: string
  }
}

/** Values by OLX name after an edit. @param reset names of values that go; one that is set, too, stays */
export function changedValues(values: JsonObject, set: JsonObject, reset: readonly string[]): JsonObject {
  const all = Object.entries({ ...values, ...set })
  return Object.fromEntries(all.filter(([name]) => Object.hasOwn(set, name) || !reset.includes(name)))
}
