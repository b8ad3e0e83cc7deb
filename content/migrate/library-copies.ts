import {
  CourseBlockKey,
  parseCourseKey,
  parseUsageKey,
  type LibraryKey,
  type V1LibraryKey,
} from '../../runtime/keys/index.js'
import type { VersionBlock } from '../version/version-block.js'
import type { VersionView } from '../version/version-view.js'
import { derivedBlockId } from './derived-id.js'

/** The type of the banks whose children are copies of blocks of a v1 library. */
export const bankType = 'library_content'

/** A bank of a course. */
export interface CourseBank {
  /** Usage key, as text. */
  readonly usage: string
  readonly block: VersionBlock
  /** The library that it says its children are of, as text and without branch and version; '' where it says none. */
  readonly source: string
}

/** A block of a course that is a copy of a library block. */
export interface LibraryCopy {
  /** Usage keys, as text: of the copy, of the bank it was made for, and of the library block. */
  readonly usage: string
  readonly bank: string
  readonly original: string
}

/** The banks of a version; it costs what the version does. */
export async function banksOf(view: VersionView): Promise<CourseBank[]> {
  const banks: CourseBank[] = []
  for await (const [usage, block] of view.allBlocks())
    if (block.type === bankType) banks.push({ usage, block, source: sourceOf(block) })
  return banks.sort((one, other) => (one.usage < other.usage ? -1 : 1))
}

function sourceOf({ settings }: VersionBlock): string {
  const { source_library_id: source } = settings
  return typeof source === 'string' ? source.replace(/\+(?:branch|version)@.*$/, '') : ''
}

/**
 * The copies of a library's blocks in a course, found by the ids that copies have: those in banks, those below other copies,
 * and those that authors moved elsewhere since.
 * @param library as copies were made of it, without version @param from its blocks
 */
export async function libraryCopies(
  course: VersionView,
  banks: readonly CourseBank[],
  library: V1LibraryKey | LibraryKey,
  from: VersionView,
): Promise<LibraryCopy[]> {
  const root = await from.block(from.root)
  const copies: LibraryCopy[] = []
  for (const { usage: bank } of banks) {
    let level = [{ parent: parseUsageKey(bank).blockId, originals: root?.children ?? [] }]
    while (level.length > 0) {
      const expected = new Map<string, string>()
      for (const { parent, originals } of level)
        for (const original of originals) expected.set(copyKey(course, library, original, parent), original)
      const found = await course.blocks(expected.keys())
      level = []
      for (const usage of found.keys()) {
        const original = expected.get(usage) ?? ''
        copies.push({ usage, bank, original })
        const children = (await from.block(original))?.children ?? []
        if (children.length > 0) level.push({ parent: parseUsageKey(usage).blockId, originals: children })
      }
    }
  }
  return copies
}

/** The usage key, as text, of the copy of a library block. @param parent id of what it is copied into */
export function copyKey(
  { context }: Pick<VersionView, 'context'>,
  library: V1LibraryKey | LibraryKey,
  original: string,
  parent: string,
): string {
  const { blockType, blockId: id } = parseUsageKey(original)
  return new CourseBlockKey({
    course: parseCourseKey(context),
    blockType,
    blockId: derivedBlockId(library, id, parent),
  }).toString()
}
