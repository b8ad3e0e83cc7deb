import { contentHash } from '../../runtime/values/index.js'
import type { JsonObject } from '../../runtime/values/index.js'
import { asJson, type BlockDefinition, type ContentVersion, type VersionBlock } from './content-version.js'

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

/** A version after an edit, with the definition that is new in it. */
export interface EditedVersion {
  readonly hash: string
  readonly version: ContentVersion
  readonly definitionHash: string
  readonly definition: BlockDefinition
}

/**
 * The version that an edit leads to. What usages share is not changed under them: a block with changed content gets
 * a definition of its own. It is named by the hash of what it holds, as no file was read to make it.
 * @param definition of the block as it is
 */
export function editVersion(
  version: ContentVersion,
  { usage, content, settings, reset, anew }: BlockEdit,
  definition: BlockDefinition,
): EditedVersion {
  const before = version.blocks[usage]
  if (before === undefined) throw new Error(`The version has no block '${usage}'.`)
  const edited: BlockDefinition = anew
    ? { type: anew.type, content }
    : { ...definition, content: changedValues(definition.content, content, reset) }
  const definitionHash = contentHash(asJson(edited))
  const { children, urlName } = before
  const block: VersionBlock = anew
    ? { ...anew, definition: definitionHash, settings, children, ...(urlName !== undefined && { urlName }) }
    : {
        ...before,
        definition: definitionHash,
        settings: changedValues(before.settings, settings, reset),
      }
  const { display_name: title } = settings
  const after: ContentVersion = {
    ...version,
    blocks: { ...version.blocks, [usage]: block },
    ...(usage === version.root && typeof title === 'string' && { title }),
  }
  return { hash: editedName(after), version: after, definitionHash, definition: edited }
}

/** The name of a version that was made by editing, and from no files. */
export function editedName(version: ContentVersion): string {
  return contentHash({ edited: asJson(version) })
}

/** Values by OLX name after an edit. @param reset names of values that go; one that is set, too, stays */
export function changedValues(values: JsonObject, set: JsonObject, reset: readonly string[]): JsonObject {
  const all = Object.entries({ ...values, ...set })
  return Object.fromEntries(all.filter(([name]) => Object.hasOwn(set, name) || !reset.includes(name)))
}
