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
  pathwayItemType,
  string,
  view,
  type LibraryReferenceValues,
} from '../../runtime/index.js'

interface ItemFields extends LibraryReferenceValues {
  readonly libraryBlocks: readonly string[]
}

/** The one block that an item stands for. */
const blockOf = ({ libraryBlocks }: ItemFields) => libraryBlocks.slice(0, 1)

/** An item of a pathway: one block of a library, which is shown in it under a key of the pathway (`lx-pb:UUID:TYPE:ID`). */
@block(pathwayItemType, {
  completion: 'aggregator',
  referenceFields: { blocks: 'library_blocks' },
  references: (fields: ItemFields) => libraryReferences(fields, blockOf(fields), false),
  check: (fields: ItemFields) => [
    ...libraryReferenceRemarks(fields, 'library_blocks', blockOf(fields)),
    ...(fields.libraryBlocks.length > 1
      ? [
          {
            level: 'error' as const,
            field: 'library_blocks',
            message: 'An item of a pathway is one block; further ones are items of their own.',
          },
        ]
      : []),
  ],
})
export class PathwayItemBlock extends Block({
  settings: {
    displayName: string('', { label: 'Display name' }),
    ...libraryReferenceFields,
    libraryBlocks: list(string(), [], {
      label: 'Block',
      help: 'The usage key of the block in its library: lb:ORG:SLUG:TYPE:ID.',
    }),
  },
}) {
  @view studentView() {
    if (this.children.length > 0) return this.renderChildren()
    return new Fragment(
      html`<p role="note"${this.service(I18n).marks}>${this.service(I18n).say('There is nothing to show here yet.')}</p>`,
    )
  }
}
