import {
  Block,
  block,
  Fragment,
  html,
  I18n,
  libraryReferenceFields,
  libraryReferenceRemarks,
  libraryReferences,
  list,
  string,
  view,
  type LibraryReferenceValues,
} from '../../runtime/index.js'

interface ReferenceFields extends LibraryReferenceValues {
  readonly libraryBlocks: readonly string[]
  readonly referenceGroup: string
}

/**
 * A reference to blocks of one or more libraries. While composing, the blocks take its place in the unit
 * (seed: storage and serialization of library content); what is left to show is the reference that led nowhere.
 */
@block('library_content_v2', {
  completion: 'aggregator',
  referenceFields: { blocks: 'library_blocks', otherOrder: 'randomized' },
  references: (fields: ReferenceFields) => libraryReferences(fields, fields.libraryBlocks, false),
  draws: ({ referenceGroup }: ReferenceFields) => ({ count: -1, group: referenceGroup.trim() }),
  check: (fields: ReferenceFields) => libraryReferenceRemarks(fields, 'library_blocks', fields.libraryBlocks),
})
export class LibraryContentV2Block extends Block({
  settings: {
    displayName: string('Library content', { label: 'Display name' }),
    ...libraryReferenceFields,
    libraryBlocks: list(string(), [], {
      label: 'Blocks',
      rare: true,
      help: 'Usage keys of the blocks in their libraries, in the order shown.',
    }),
  },
}) {
  @view studentView() {
    // In a unit its blocks stand in its place; where it is looked at on its own, they stand in it.
    if (this.children.length > 0) return this.renderChildren()
    return new Fragment(
      html`<p role="note"${this.service(I18n).marks}>${this.service(I18n).say('There is nothing to show here yet.')}</p>`,
    )
  }
}
