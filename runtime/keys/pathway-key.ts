import type { JsonObject } from '../values/json.js'
import { colonParts } from './colon-parts.js'
import { LearningContextKey } from './learning-context-key.js'
import { colonFreePart, uuidPart } from './part-rule.js'
import { UsageKey } from './usage-key.js'

/** A LabXchange pathway: `lx-pathway:UUID`. */
export class PathwayKey extends LearningContextKey {
  declare readonly kind: 'lx-pathway'
  readonly uuid: string

  constructor({ uuid }: { readonly uuid: string }) {
    super('lx-pathway', `lx-pathway:${uuid}`)
    this.require('UUID', uuid, uuidPart)
    this.uuid = uuid
    Object.freeze(this)
  }

  static read(this: void, _text: string, rest: string): PathwayKey {
    return new PathwayKey({ uuid: rest })
  }

  override parts(): JsonObject {
    return { uuid: this.uuid }
  }
}

/** The type of the blocks that a pathway lists: each stands for one library block, which is shown under a key of the pathway's. */
export const pathwayItemType = 'pathway_item'

/** The parts of a pathway block's key. */
export interface PathwayBlockParts {
  readonly pathway: PathwayKey
  readonly blockType: string
  /** Id of the block at the top of the pathway. */
  readonly usageId: string
  /** Id of the block inside that one which the key means; absent for the top one itself. */
  readonly childId?: string | undefined
}

/** A block in a LabXchange pathway: `lx-pb:UUID:TYPE:ID`, or with `:CHILD` for one nested in that block. */
export class PathwayBlockKey extends UsageKey {
  declare readonly kind: 'lx-pb'
  readonly pathway: PathwayKey
  readonly blockType: string
  readonly usageId: string
  readonly childId: string | undefined

  constructor({ pathway, blockType, usageId, childId }: PathwayBlockParts) {
    const child = childId === undefined ? '' : `:${childId}`
    super('lx-pb', `lx-pb:${pathway.uuid}:${blockType}:${usageId}${child}`)
    this.require('TYPE', blockType, colonFreePart)
    this.require('ID', usageId, colonFreePart)
    if (childId !== undefined) this.require('CHILD', childId, colonFreePart)
    this.pathway = pathway
    this.blockType = blockType
    this.usageId = usageId
    this.childId = childId
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): PathwayBlockKey {
    const [uuid = '', blockType = '', usageId = '', childId] = colonParts('lx-pb', text, rest, [3, 4])
    return new PathwayBlockKey({ pathway: new PathwayKey({ uuid }), blockType, usageId, childId })
  }

  get blockId(): string {
    return this.childId ?? this.usageId
  }

  /** The item of the pathway that it is, or is shown for. */
  get item(): PathwayBlockKey {
    const { pathway, usageId } = this
    return this.isItem ? this : new PathwayBlockKey({ pathway, blockType: pathwayItemType, usageId })
  }

  get isItem(): boolean {
    return this.blockType === pathwayItemType && this.childId === undefined
  }

  get context(): PathwayKey {
    return this.pathway
  }

  override parts(): JsonObject {
    return {
      pathway: this.pathway.toString(),
      blockType: this.blockType,
      usageId: this.usageId,
      ...(this.childId !== undefined && { childId: this.childId }),
    }
  }
}
