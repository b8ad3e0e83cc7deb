import type { BlockType } from '../../runtime/block/index.js'

/** Types that hold blocks, for when no plugin provides them. */
const containers = new Set([
  'course',
  'pathway',
  'chapter',
  'sequential',
  'vertical',
  'library',
  'library_content',
  'library_content_v2',
  'itembank',
  'randomize',
  'randomized',
  'split_test',
  'conditional',
  'problemset',
  'videosequence',
  'wrapper',
  'unit',
  'subsection',
  'section',
])

/**
 * Types the incumbent always exports as a pointer and a file, so that a pointer without one has lost it. Other
 * types stand in their parent's file, where all-default ones look just like pointers.
 */
const withFiles = new Set([
  'course',
  'chapter',
  'sequential',
  'vertical',
  'library_content',
  'randomize',
  'split_test',
  'conditional',
  'problemset',
  'videosequence',
  'wrapper',
  'html',
  'problem',
  'video',
  'word_cloud',
  'poll_question',
])

/** Elements inside containers that are no blocks. */
const noBlocks = new Set(['wiki', 'textbook'])

/** Older names of types. Files and policies go by the name that is written, blocks by the one that it stands for. */
const aliases: ReadonlyMap<string, string> = new Map([['videoalpha', 'video']])

/** The block type that an element stands for. */
export function blockTypeOf(name: string): string {
  return aliases.get(name) ?? name
}

/** Whether the child elements of a block are blocks, where its type has no way of its own to say so. */
export function holdsBlocks(name: string, type: BlockType | undefined): boolean {
  return type !== undefined || containers.has(name)
}

/** Whether a pointer of this type without its file is a fault. */
export function needsFile(name: string): boolean {
  return withFiles.has(blockTypeOf(name))
}

/** Whether what stands inside an element of this name is text and markup, and no blocks. */
export function holdsNoBlocks(name: string): boolean {
  return needsFile(name) && !containers.has(name)
}

/** Whether a child element of a container is a block. */
export function isBlockElement(name: string): boolean {
  return !noBlocks.has(name)
}
