import type { JsonObject } from '../values/json.js'
import type { XmlElement } from './xml-element.js'

/** A block that is written to OLX: what its author set, by OLX name. */
export interface OlxBlock {
  readonly content: JsonObject
  readonly settings: JsonObject
  /**
   * Whether an element has the attributes that the block would be written with, apart from some fields, so that it can
   * stand as its author wrote it.
   */
  isSaidBy(element: XmlElement, without: readonly string[]): boolean
}

/** What a type writes of itself besides attributes made of its fields. */
export interface WrittenOlx {
  /** OLX names of the fields, and names of kept attributes, that `inside` says; they become no attributes. */
  readonly said: readonly string[]
  /** XML source for the inside of the element; child blocks come after it. */
  readonly inside: string
  /** XML source of the whole element, where nothing but it needs to be written. */
  readonly whole?: string
}

/** How a block type writes itself to OLX, so that its `readOlx` reads the same values back. */
export type WriteOlx = (block: OlxBlock) => WrittenOlx
