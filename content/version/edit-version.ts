import { contentHash } from '../../runtime/values/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { asJson, type BlockDefinition, type VersionBlock } from './version-block.js'

/** What an author changed of one block, by OLX name; a field of neither list stays as it is. */
export interface BlockEdit {
  /** Usage key, as text. */
  readonly usage: string
  /** Values of scope content, and of scope settings. */
  readonly content: JsonObject
  readonly settings: JsonObject
  /** Fields that go back to what holds without the block. */
  readonly reset: readonly string[]
  /** What the block becomes that was read anew: content and settings are then all there is of it. */
  readonly anew?: Pick<VersionBlock, 'type' | 'xmlAttributes' | 'kept' | 'asides'>
}

/** A block after an edit, with its definition. What usages share is not changed under them: it gets one of its own. */
export function editedBlock(
  before: VersionBlock,
  { content, settings, reset, anew }: BlockEdit,
  definition: BlockDefinition,
): { readonly block: VersionBlock; readonly definition: BlockDefinition } {
  const edited: BlockDefinition = anew
    ? { type: anew.type, content }
    : { ...definition, content: changedValues(definition.content, content, reset) }
  const hash = contentHash(asJson(edited))
  const { type: _type, xmlAttributes: _attributes, kept: _kept, asides: _asides, ...place } = before
  const block: VersionBlock = anew
    ? { ...place, ...anew, definition: hash, settings }
    : { ...before, definition: hash, settings: changedValues(before.settings, settings, reset) }
  return { block, definition: edited }
}

/** Values by OLX name after an edit. @param reset names of values that go; one that is set, too, stays */
export function changedValues(values: JsonObject, set: JsonObject, reset: readonly string[]): JsonObject {
  const all = Object.entries({ ...values, ...set })
  return Object.fromEntries(all.filter(([name]) => Object.hasOwn(set, name) || !reset.includes(name)))
}
