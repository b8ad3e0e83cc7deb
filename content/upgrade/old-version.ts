import type { JsonObject } from '../../runtime/values/index.js'
import type { AuthoredBlock } from '../olx/authored-block.js'

/** One usage in a version of a store of format 1. */
export interface OldBlock {
  readonly type: string
  readonly definition: string
  readonly settings: JsonObject
  readonly children: readonly string[]
  readonly xmlAttributes?: Readonly<Record<string, string>>
  readonly kept?: readonly string[]
  readonly asides?: { readonly [type: string]: JsonObject }
  readonly urlName?: string
  readonly unnamed?: string
}

/** A file of such a version, by the hash of its bytes. */
export interface OldFile {
  readonly hash: string
  readonly size: number
}

/** A version of a store of format 1: its blocks, and those files that belong to no block. */
export interface OldVersion {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  readonly root: string
  readonly blocks: { readonly [usage: string]: OldBlock }
  readonly assets: { readonly [name: string]: OldFile }
  readonly assetAliases: { readonly [alias: string]: string }
  readonly files: { readonly [path: string]: OldFile }
  readonly metadata: JsonObject
}

/** The head of a course or library in a store of format 1. */
export interface OldHead {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  readonly draft: string
  readonly published: string | null
  readonly history: readonly { readonly version: string; readonly at: string }[]
  /** Absent in the older ones. */
  readonly imported?: string
  readonly opening?: true
}

/** The blocks of a version as an import reads them. @param contents by the hash of the definition */
export function authoredBlocks(
  { blocks }: OldVersion,
  contents: ReadonlyMap<string, JsonObject>,
): ReadonlyMap<string, AuthoredBlock> {
  return new Map(
    Object.entries(blocks).map(([key, block]) => {
      const { type, definition, settings, children, xmlAttributes = {}, kept = [], asides, urlName } = block
      const content = contents.get(definition) ?? {}
      return [
        key,
        {
          key,
          type,
          content,
          settings,
          children,
          xmlAttributes,
          kept,
          ...(asides && { asides }),
          ...(urlName !== undefined && { urlName }),
        },
      ]
    }),
  )
}
