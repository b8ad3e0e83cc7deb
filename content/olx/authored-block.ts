import {
  errorTable,
  type ErrorCode,
  type ErrorData,
  type SourceLocation,
} from '../../runtime/errors/index.js'
import type { JsonObject } from '../../runtime/values/json.js'

/** The type of a block that could not be read: staff see it, learners do not, its text is kept (XBlock's ErrorBlock). */
export const errorBlockType = 'error'

/** Content of an error block. */
export interface ErrorContent extends JsonObject {
  /** The type the block would have had. */
  readonly original_type: string
  /** Why it could not be read. */
  readonly message: string
  /** The author's text, to be written back unchanged; '' where there was none. */
  readonly contents: string
}

/** One block as its author wrote it: a usage in a course or library, before it is stored. */
export interface AuthoredBlock {
  /** Usage key, as text. */
  readonly key: string
  readonly type: string
  /** Explicitly set fields of scope content, by OLX name. An unknown type keeps its whole text under `xml`. */
  readonly content: JsonObject
  /** Explicitly set fields of scope settings, by OLX name. */
  readonly settings: JsonObject
  /** Usage keys, as text, in order. */
  readonly children: readonly string[]
  /** Attributes that are no field of the type, to be written back verbatim (the incumbent's `xml_attributes`). */
  readonly xmlAttributes: Readonly<Record<string, string>>
  /** Child elements that are neither blocks nor fields (`<wiki>`), as XML. */
  readonly kept: readonly string[]
  /** What the author set of its asides, by type and OLX name. */
  readonly asides?: Readonly<Record<string, JsonObject>>
  /** Of a container of a library, the members that do not follow the latest, and what is below them, by usage key. */
  readonly pinned?: Readonly<
    Record<string, Pick<AuthoredBlock, 'type' | 'content' | 'settings' | 'children'>>
  >
  /** The url_name as written, where the key had to change it. */
  readonly urlName?: string
}

/** Where a block stands in its import. */
export interface BlockSource {
  /** Its definition, or what says that there should be one. */
  readonly at: SourceLocation
  /** Further files that it was read from: texts, and what lies between its pointer and its definition. */
  readonly texts: readonly string[]
  /** The element that points to its definition, where that has attributes of its own. */
  readonly pointer?: SourceLocation
  /** A hash of its own XML, where its author gave it no name. */
  readonly unnamed?: string
  /** Whether the version before gave it another name than its own XML would. */
  readonly isKept?: boolean
}

/** A whole course or library as read from OLX: plain data, blocks in document order. */
export interface AuthoredContext {
  /** Key of the learning context, as text. */
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Usage key of the root block, as text; of a v2 library, which has no root block, the library key. */
  readonly root: string
  readonly blocks: ReadonlyMap<string, AuthoredBlock>
  /** Where the blocks stand, by usage key; not all need to be there. */
  readonly sources: ReadonlyMap<string, BlockSource>
  /** Paths of static files by the name content uses after `/static/`. */
  readonly assets: ReadonlyMap<string, string>
  /** Other names the same static files go by. */
  readonly assetAliases: Readonly<Record<string, string>>
  /** Files that belong to no block and are kept for writing back: about pages, tabs, grading policy. */
  readonly files: readonly string[]
  /** What is known about the whole that no block holds: grading policy, collections. */
  readonly metadata: JsonObject
}

/** Why a block could not be read, for those who show it. */
export function failureOf({ code, message, file, line, column }: JsonObject): ErrorData {
  return {
    code:
      typeof code === 'string' && Object.hasOwn(errorTable, code) ? (code as ErrorCode) : 'olx-unreadable',
    message: typeof message === 'string' ? message : 'It could not be read.',
    ...(typeof file === 'string' && {
      location: {
        file,
        ...(typeof line === 'number' && { line }),
        ...(typeof column === 'number' && { column }),
      },
    }),
  }
}

/** The type of a block, or the one it would have had if it could be read. */
export function intendedType(type: string, content: JsonObject): string {
  return type === errorBlockType && typeof content['original_type'] === 'string'
    ? content['original_type']
    : type
}

/** A title for outlines: the display name, else `fallback`. */
export function titleOf(block: AuthoredBlock | undefined, fallback: string): string {
  const title = block?.settings['display_name']
  return typeof title === 'string' && title.trim() !== '' ? title : fallback
}
