import {
  contentHash,
  type BlockBase,
  type BlockType,
  type BlockTypes,
  type ComposedBlock,
  type Json,
  type JsonObject,
  CompositorError,
} from '../../runtime/index.js'
import type { BlockDraft, ClassOf } from './block-draft.js'

/** The course that blocks of the test kit stand in. */
export const testCourse = 'course-v1:Test+Kit+2026'

/** A block in its place in a unit: pass it to what a learner does. */
export class PlacedBlock<B extends BlockBase = BlockBase> {
  /** @param blockClass absent where the type was only named */
  constructor(
    readonly composed: ComposedBlock,
    readonly blockClass?: ClassOf<B>,
    readonly children: readonly PlacedBlock[] = [],
  ) {}

  /** The usage key, as text. */
  get key(): string {
    return this.composed.key
  }
}

/** Gives blocks their keys and prepares their content, as composing does. */
export class Placement {
  readonly #counts = new Map<string, number>()

  constructor(private readonly types: BlockTypes) {}

  /** @throws CompositorError `block-type-unknown`; whatever the type's `prepare` throws */
  place<B extends BlockBase>(draft: BlockDraft<B>): PlacedBlock<B> {
    const type = this.types.get(draft.type)
    if (!type) throw new CompositorError('block-type-unknown', `No plugin provides '${draft.type}'.`)
    const key = this.#keyOf(draft)
    const children = draft.children.map((child) => this.place(child))
    const definition = contentHash({ type: draft.type, content: contentOf(type, draft.fields) })
    const { fields } = draft
    const prepared: unknown = type.capabilities.prepare?.prepare(
      type.sharedFields({ usage: key, type: draft.type, definition, fields }),
    )
    return new PlacedBlock(
      {
        key,
        type: draft.type,
        definition,
        fields,
        ...(prepared !== undefined && { prepared: JSON.parse(JSON.stringify(prepared)) as Json }),
        children: children.map(({ composed }) => composed),
      },
      draft.blockClass,
      children,
    )
  }

  #keyOf({ type, id }: BlockDraft): string {
    const number = (this.#counts.get(type) ?? 0) + 1
    this.#counts.set(type, number)
    return `${testCourse.replace('course-v1', 'block-v1')}+type@${type}+block@${id ?? `${type}${number}`}`
  }
}

function contentOf(type: BlockType, fields: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => {
      const scope = type.fieldByOlxName(name)?.scope
      return scope?.name === 'content'
    }),
  )
}
