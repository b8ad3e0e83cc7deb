import { effectiveFields } from '../block/effective-fields.js'
import { fallbackType, type BlockType } from '../block/block-type.js'
import type { BlockTypes } from '../block/block-types.js'
import type { BlockSummary } from '../block/block-decorator.js'
import { CompositorError, type ErrorData } from '../errors/index.js'
import { parseUsageKey } from '../keys/index.js'
import type { PublishedBlock, SummaryBlock } from '../unit/published-unit.js'
import type { Json, JsonObject } from '../values/json.js'

/** Largest scores by usage key, of blocks that had to be composed to find out, or why they could not be. */
export type Scores = ReadonlyMap<string, number | ErrorData>

/** What overrides a block's own values where it stands, by OLX name. */
export type OverridesFor = (block: PublishedBlock) => JsonObject | undefined

const noOverrides: OverridesFor = () => undefined

/** Makes of blocks what outlines, progress and grade books need of them. */
export class SummaryBlocks {
  constructor(private readonly types: BlockTypes) {}

  /** Whether a block, or one inside it, has to be composed before it is known what it is worth. */
  isUnsaid(block: PublishedBlock): boolean {
    const type = this.types.get(block.type)
    const { prepare, hasScore, maxScore, summary } = type?.capabilities ?? {}
    if (!summary && !block.failure && (prepare ?? (hasScore && maxScore))) return true
    return block.children.some((child) => this.isUnsaid(child))
  }

  /**
   * @param overridesFor what authors say of the block, and those inside it, in its place
   * @param scores of the blocks that cannot say it themselves
   */
  of(block: PublishedBlock, scores: Scores, overridesFor: OverridesFor = noOverrides): SummaryBlock {
    const { content, children, ...rest } = block
    const type = this.types.get(block.type)
    const fields = this.fieldsOf(block, overridesFor(block))
    const shown = type ?? this.types.get(fallbackType)
    const { summary, failure } = this.#said(type, block, fields, scores)
    const maxScore = type?.capabilities.hasScore && !failure ? scoreOf(summary) : undefined
    return {
      ...rest,
      title: titleOf(block.key, fields),
      content: pick(content, type ? chooseNames(type, summary, content) : []),
      ...(maxScore !== undefined && { maxScore }),
      completion: summary.completion ?? shown?.capabilities.completion ?? 'completable',
      children: children.map((child) => this.of(child, scores, overridesFor)),
      ...(failure && { failure }),
    }
  }

  /** What a type says of a block, as far as it can. */
  said(type: BlockType, block: PublishedBlock, fields: JsonObject): BlockSummary {
    return this.#said(type, block, fields, new Map()).summary
  }

  #said(
    type: BlockType | undefined,
    { key: usage, definition, failure }: PublishedBlock,
    fields: JsonObject,
    scores: Scores,
  ): { readonly summary: BlockSummary; readonly failure?: ErrorData | undefined } {
    if (!type || failure) return { summary: {}, failure }
    const { summary } = type.capabilities
    if (!summary) {
      const found = scores.get(usage)
      if (found === undefined) return { summary: {} }
      return typeof found === 'number' ? { summary: { maxScore: found } } : { summary: {}, failure: found }
    }
    try {
      return { summary: summary(type.sharedFields({ usage, type: type.name, definition, fields })) }
    } catch (thrown) {
      const error = CompositorError.from(thrown, 'block-failed', { usage })
      return { summary: {}, failure: error.toJSON() }
    }
  }

  /** Whether a block is of a kind: of that type, or of what its type says of it, such as the response elements of problems. */
  isOfKind(block: PublishedBlock, kind: string): boolean {
    if (block.type === kind) return true
    const type = this.types.get(block.type)
    return type !== undefined && this.said(type, block, this.fieldsOf(block)).kinds?.includes(kind) === true
  }

  /** Of a block that chooses among its children: the fields that its choice reads. */
  chooseBy(block: PublishedBlock, fields: JsonObject): JsonObject | undefined {
    const type = this.types.get(block.type)
    if (!type?.capabilities.choice) return undefined
    return pick(fields, chooseNames(type, this.said(type, block, fields), fields))
  }

  /** What holds for a block of itself and of what overrides it, by OLX name. */
  fieldsOf(block: PublishedBlock, overrides?: JsonObject): JsonObject {
    const place = { inherited: {}, fromLibrary: false, overrides }
    const ignored = () => undefined
    return effectiveFields(block, this.types.get(block.type), place, ignored, this.types.mixins).fields
  }
}

/** A score that a type says, where it is one; else 1. */
function scoreOf({ maxScore = 1 }: BlockSummary): number {
  return Number.isFinite(maxScore) && maxScore >= 0 ? maxScore : 1
}

/** The display name, else the id of its key with spaces. */
export function titleOf(key: string, { display_name: title }: JsonObject): string {
  if (typeof title === 'string' && title.trim() !== '') return title
  return parseUsageKey(key).blockId.replaceAll('_', ' ')
}

/** OLX names of what a type's choice reads: what it says, else everything. */
function chooseNames({ capabilities }: BlockType, summary: BlockSummary, all: JsonObject): readonly string[] {
  return capabilities.choice ? (summary.chooseBy ?? Object.keys(all)) : []
}

function pick(values: JsonObject, names: readonly string[]): JsonObject {
  const wanted = new Set(names)
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, Json] => wanted.has(entry[0])),
  )
}
