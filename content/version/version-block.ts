import type { Json, JsonObject } from '../../runtime/values/index.js'

/** A place in a file; lines and columns count from 1. */
export type FilePlace = readonly [file: string, line: number, column: number]

/** One usage in a version: where a definition stands, with its settings. */
export interface VersionBlock {
  readonly type: string
  /** Hash of the definition. */
  readonly definition: string
  /** Explicitly set fields of scope settings, by OLX name. */
  readonly settings: JsonObject
  /** Usage keys, as text, in order. */
  readonly children: readonly string[]
  /** Usage key of the block that it stands in: of several the first; none for the root. */
  readonly parent?: string
  readonly xmlAttributes?: Readonly<Record<string, string>>
  /** Elements that are neither blocks nor fields, as XML. */
  readonly kept?: readonly string[]
  /** What authors set of its asides, by type and OLX name. */
  readonly asides?: { readonly [type: string]: JsonObject }
  /** Of a container of a library, the members that do not follow the latest, and what is below them, by usage key. */
  readonly pinned?: { readonly [usage: string]: PinnedBlock }
  /** The url_name as written, where the key had to change it. */
  readonly urlName?: string
  /** A hash of its own XML, where its author gave it no name; the next import finds it by that. */
  readonly unnamed?: string
  /** Where it stands in the files. No part of what its author wrote. */
  readonly at?: FilePlace
  /** The element that points there, where that has attributes of its own. */
  readonly pointer?: FilePlace
  /** Further files that it was read from. */
  readonly texts?: readonly string[]
}

/** A block of a library in the version that a container is pinned to. */
export interface PinnedBlock extends JsonObject {
  readonly type: string
  /** Fields of scope content and settings, by OLX name. */
  readonly content: JsonObject
  readonly settings: JsonObject
  readonly children: readonly string[]
}

/** A file whose bytes are stored under their hash (SHA-256, hex). */
export interface VersionFile {
  readonly hash: string
  /** In bytes. */
  readonly size: number
  readonly mimeType: string
}

/** A file of the tree that a version is named by. */
export interface TreeFile {
  readonly hash: string
  /** In bytes. */
  readonly size: number
}

/** What usages can share: a type and its content, named by the hash of both. Immutable. */
export interface BlockDefinition {
  readonly type: string
  readonly content: JsonObject
}

/** A value of these interfaces as JSON; they have no index signature, so the compiler cannot see that it is. */
export function asJson(value: object): Json {
  return value as unknown as Json
}
