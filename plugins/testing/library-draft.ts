import type { BlockDraft } from './block-draft.js'

/** A library as a test writes it, for blocks to refer to. */
export interface LibraryDraft {
  /** `lib:ORG:SLUG` */
  readonly key: string
  readonly version: string
  readonly blocks: Readonly<Record<string, BlockDraft>>
}

/**
 * A library of blocks by their ids: `library('lib:Test:Sums', { easy: block(SumBlock), hard: block(SumBlock) })`. A block
 * goes by the usage key `lb:Test:Sums:TYPE:ID`, and the library's version is `1` unless another is given.
 */
export function library(
  key: string,
  blocks: Readonly<Record<string, BlockDraft>>,
  version = '1',
): LibraryDraft {
  return { key, blocks, version }
}

/** The usage key, as text, of a library's block. */
export function libraryBlockKey({ key }: LibraryDraft, type: string, id: string): string {
  return `${key.replace(/^lib:/, 'lb:')}:${type}:${id}`
}
