import { compose } from '../../compositor/compose.js'
import {
  CompositorError,
  contentHash,
  type BlockBase,
  type BlockTypes,
  type ComposedBlock,
  type JsonObject,
} from '../../runtime/index.js'
import { gatherUnit, LibraryAtHand } from '../../runtime/reference/index.js'
import type { PublishedBlock } from '../../runtime/unit/index.js'
import type { BlockDraft } from './block-draft.js'
import { libraryBlockKey, type LibraryDraft } from './library-draft.js'
import { PlacedBlock, testCourse } from './placed-block.js'

/** Gives blocks their keys and composes them, as the unit they stand in would be composed. */
export class Placement {
  readonly #counts = new Map<string, number>()
  readonly #drafts = new Map<string, BlockDraft>()
  readonly #libraries: readonly LibraryAtHand[]
  /** What was placed, in order. */
  readonly roots: ComposedBlock[] = []

  constructor(
    private readonly types: BlockTypes,
    libraries: readonly LibraryDraft[],
  ) {
    this.#libraries = libraries.map((library) => {
      const { key, version, blocks } = library
      const keyOf = (one: BlockDraft) => libraryBlockKey(library, one.type, this.#idOf(one))
      const published = Object.entries(blocks).map(([id, draft]) =>
        this.#published(draft, libraryBlockKey(library, draft.type, id), keyOf),
      )
      return new LibraryAtHand({ library: key, version }, published)
    })
  }

  /**
   * @param inherited settings of what the block stands in, by OLX name
   * @throws CompositorError `block-type-unknown`; whatever composing fails with, where a page would show an error block
   */
  place<B extends BlockBase>(draft: BlockDraft<B>, inherited: JsonObject): PlacedBlock<B> {
    const root = this.#published(draft, courseKey(draft.type, this.#idOf(draft)), (one) =>
      courseKey(one.type, this.#idOf(one)),
    )
    const unit = { key: root.key, context: testCourse, root }
    const composed = compose(gatherUnit(unit, this.types, this.#libraries, inherited), 'test', this.types)
    const placed = this.#placed(composed.root) as PlacedBlock<B>
    this.roots.push(composed.root)
    return placed
  }

  #published(draft: BlockDraft, key: string, keyOf: (draft: BlockDraft) => string): PublishedBlock {
    const { type, fields, asides } = draft
    const blockType = this.types.get(type)
    if (!blockType) throw new CompositorError('block-type-unknown', `No plugin provides '${type}'.`)
    const isContent = (name: string) => blockType.fieldByOlxName(name)?.scope.name === 'content'
    const pick = (wanted: boolean) =>
      Object.fromEntries(Object.entries(fields).filter(([name]) => isContent(name) === wanted))
    const content = pick(true)
    this.#drafts.set(key, draft)
    return {
      key,
      type,
      definition: contentHash({ type, content }),
      content,
      settings: pick(false),
      children: draft.children.map((child) => this.#published(child, keyOf(child), keyOf)),
      ...(asides && { asides }),
    }
  }

  #placed(composed: ComposedBlock): PlacedBlock {
    if (composed.failure) throw CompositorError.fromJSON(composed.failure)
    const draft = this.#drafts.get(composed.origin?.block ?? composed.key)
    return new PlacedBlock(
      composed,
      draft?.blockClass,
      composed.children.map((child) => this.#placed(child)),
    )
  }

  #idOf({ type, id }: BlockDraft): string {
    const number = (this.#counts.get(type) ?? 0) + 1
    this.#counts.set(type, number)
    return id ?? `${type}${number}`
  }
}

function courseKey(type: string, id: string): string {
  return `${testCourse.replace('course-v1', 'block-v1')}+type@${type}+block@${id}`
}
