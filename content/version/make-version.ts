import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { SourceLocation } from '../../runtime/errors/index.js'
import { contentHash } from '../../runtime/values/index.js'
import type { AuthoredContext } from '../olx/authored-block.js'
import { mimeType } from '../olx/mime-types.js'
import {
  asJson,
  type BlockDefinition,
  type ContentVersion,
  type FilePlace,
  type VersionBlock,
  type VersionFile,
} from './content-version.js'

/** A version with everything it refers to, ready to be stored. */
export interface MadeVersion {
  /** Its name. */
  readonly hash: string
  readonly version: ContentVersion
  readonly definitions: ReadonlyMap<string, BlockDefinition>
  /** Paths in the import by the hash of the file's bytes. */
  readonly pathOf: ReadonlyMap<string, string>
}

/** Bytes hashed before others get their turn. */
const turn = 16_000_000

/** Makes the immutable version of what was read. @param bytes of a file of the import */
export async function makeVersion(
  authored: AuthoredContext,
  bytes: (path: string) => Uint8Array,
): Promise<MadeVersion> {
  const definitions = new Map<string, BlockDefinition>()
  const blocks = new Map<string, VersionBlock>()
  for (const block of authored.blocks.values()) {
    const definition = { type: block.type, content: block.content }
    const hash = contentHash(asJson(definition))
    definitions.set(hash, definition)
    const { type, settings, children, xmlAttributes, kept, urlName, asides } = block
    const { at, pointer, texts = [], unnamed } = authored.sources.get(block.key) ?? {}
    blocks.set(block.key, {
      type,
      definition: hash,
      settings,
      children,
      ...(Object.keys(xmlAttributes).length > 0 && { xmlAttributes }),
      ...(kept.length > 0 && { kept }),
      ...(urlName !== undefined && { urlName }),
      ...(asides && { asides }),
      ...(unnamed !== undefined && { unnamed }),
      ...(at && { at: filePlace(at) }),
      ...(pointer && { pointer: filePlace(pointer) }),
      ...(texts.length > 0 && { texts }),
    })
  }
  const pathOf = new Map<string, string>()
  const files = new Map<string, VersionFile>()
  let sinceTurn = 0
  for (const path of new Set([
    ...authored.written.files.values(),
    ...authored.assets.values(),
    ...authored.files,
  ])) {
    const content = bytes(path)
    files.set(path, { hash: fileHash(content), size: content.length, mimeType: mimeType(path) })
    sinceTurn += content.length
    if (sinceTurn > turn) {
      sinceTurn = 0
      await setImmediate()
    }
  }
  const fileOf = (path: string): VersionFile => {
    const file = files.get(path) ?? { hash: '', size: 0, mimeType: '' }
    pathOf.set(file.hash, path)
    return file
  }
  const { context, kind, title, root, assetAliases, metadata } = authored
  const version: ContentVersion = {
    format: 1,
    context,
    kind,
    title,
    root,
    blocks: Object.fromEntries(blocks),
    assets: Object.fromEntries([...authored.assets].map(([name, path]) => [name, fileOf(path)])),
    assetAliases,
    files: Object.fromEntries(authored.files.map((path) => [path, fileOf(path)])),
    metadata,
  }
  return { hash: versionHash(authored, files), version, definitions, pathOf }
}

function filePlace({ file, line = 1, column = 1 }: SourceLocation): FilePlace {
  return [file, line, column]
}

/**
 * The name of a version: a hash of what its author wrote, not of how it was read, so that a course's pins still
 * hold when block types learn new fields (docs/decisions/0011-version-names.md).
 */
function versionHash(
  { context, kind, written }: AuthoredContext,
  read: ReadonlyMap<string, VersionFile>,
): string {
  const files = Object.fromEntries(
    [...written.files].map(([name, path]) => [name, read.get(path)?.hash ?? '']),
  )
  return contentHash({ context, kind, files, facts: written.facts })
}

/** The name of a file's bytes: their SHA-256, as 64 hex digits. */
export function fileHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** How many blocks there are of each type, sorted by type; error blocks count as what they would have been. */
export function countTypes(types: Iterable<string>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}
