import {
  Block,
  block,
  latestVersion,
  libraryReferenceFields,
  libraryReferences,
  librarySourceText,
  list,
  optional,
  parseSourceBlock,
  parseSourceLibrary,
  string,
  view,
  type BlockReference,
  type LibraryReferenceValues,
  type SourceLibraryKey,
} from '../../runtime/index.js'

interface SourcedFields extends LibraryReferenceValues {
  readonly sourceBlockIds: readonly string[]
  readonly sourceLibraryId: string | null
}

/** It names no version, so it follows what its libraries publish, unless it lists them as other references do. */
function references(fields: SourcedFields): BlockReference[] {
  const { sourceLibraries, sourceBlockIds, sourceLibraryId } = fields
  if (sourceLibraries.length > 0) return libraryReferences(fields, sourceBlockIds, true)
  const named = sourceBlockIds.flatMap((text) => libraryOf(() => parseSourceBlock(text).context))
  const whole = sourceLibraryId ? libraryOf(() => parseSourceLibrary(sourceLibraryId)) : []
  const followed = [...new Set([...named, ...whole])]
  const { poolQuery = {}, fieldOverrides, blockFieldOverrides } = fields
  const said = { sourceLibraries: followed, poolQuery, fieldOverrides, blockFieldOverrides }
  return libraryReferences(said, sourceBlockIds, true)
}

/** The entry that follows a library. */
function libraryOf(read: () => SourceLibraryKey): string[] {
  try {
    return [librarySourceText({ library: read(), version: latestVersion })]
  } catch {
    // A key that names nothing is told of as a block that is not there.
    return []
  }
}

/**
 * The incumbent's older block of library content. It copied its blocks into the course: such copies are what learners have, so they are shown
 * and nothing is referred to; without them its blocks are referred to.
 */
@block('library_sourced', {
  completion: 'aggregator',
  references,
  referenceFields: {
    blocks: 'source_block_ids',
    wholeWhenEmpty: true,
    childrenInstead: true,
    otherOrder: 'randomized',
  },
})
export class LibrarySourcedBlock extends Block({
  settings: {
    displayName: string('Library sourced content', { label: 'Display name' }),
    ...libraryReferenceFields,
    sourceBlockIds: list(string(), [], {
      label: 'Blocks',
      rare: true,
      help: 'Usage keys of the blocks in their libraries, in the order shown.',
    }),
    sourceLibraryId: optional(
      string('', { help: 'The library whose blocks are meant where none is named.' }),
    ),
  },
}) {
  @view studentView() {
    return this.renderChildren()
  }
}
