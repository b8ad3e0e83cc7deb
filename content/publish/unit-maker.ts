import type { BlockReference, BlockTypes } from '../../runtime/block/index.js'
import type {
  PublishedAsset,
  PublishedBlock,
  PublishedUnit,
  SummaryBlock,
  UnitEntry,
} from '../../runtime/unit/index.js'
import { canonicalJson, contentHash, type Json } from '../../runtime/values/index.js'
import { drawsIn } from './draws-together.js'
import { unitCounts } from './unit-counts.js'
import type { PublishedBlocks } from './published-blocks.js'
import type { UnitReferences } from './unit-references.js'

/** A unit as it was published before. */
export interface FormerUnit {
  readonly entry: UnitEntry
  readonly unit: PublishedUnit
}

/** A unit as it is published, with what is stored of it. */
export interface MadeUnit {
  readonly entry: UnitEntry
  readonly unit: PublishedUnit
  readonly summary: SummaryBlock
  /** Whether a reference in it leads nowhere. */
  readonly isLost: boolean
  /** The versions of the libraries that it follows, by their keys; absent where its references stand for what they stood for. */
  readonly following?: Readonly<Record<string, string>>
}

/** Makes units of the blocks of a version. */
export class UnitMaker {
  constructor(
    private readonly context: string,
    private readonly blocks: PublishedBlocks,
    private readonly references: UnitReferences,
    private readonly types: BlockTypes,
  ) {}

  /**
   * Makes a unit; undefined where the version has no such block. It must have been loaded.
   * @param former the unit as it was published before: what its references stand for is taken over where they are the same
   * @param isStale whether a library that it follows has moved on, so that they stand for something else
   */
  async make(key: string, former?: FormerUnit, isStale = false): Promise<MadeUnit | undefined> {
    const own = this.blocks.block(key)
    if (!own) return undefined
    const taken = former && !isStale && this.#withFormer(own, byKey(former.unit.root))
    // With other references it has other files, too.
    const kept = taken && former && referencesIn(taken) === referencesIn(former.unit.root) ? taken : undefined
    const root = kept ?? (await this.references.resolved(own))
    const files = kept ? former?.entry.files : await this.#filesOf(root)
    const unit: PublishedUnit = { key, context: this.context, root }
    const summary = await this.references.summary(root)
    const draws = [...drawsIn(root, this.types)]
    const entry: UnitEntry = {
      key,
      record: hashOf(unit),
      summary: hashOf(summary),
      ...policiesIn(own, this.types),
      ...(files && { files }),
      ...(draws.length > 0 && { draws }),
      counts: unitCounts(root, summary, this.types),
    }
    const following = kept ? undefined : await this.references.followedBy(root)
    return { entry, unit, summary, isLost: isLost(root), ...(following && { following }) }
  }

  async #filesOf(root: PublishedBlock): Promise<Record<string, PublishedAsset> | undefined> {
    const files = await this.references.filesOf(root)
    return Object.keys(files).length > 0 ? files : undefined
  }

  /** The block with what its references stood for before; undefined where one of them is another, or led nowhere. */
  #withFormer(
    block: PublishedBlock,
    former: ReadonlyMap<string, PublishedBlock>,
  ): PublishedBlock | undefined {
    const children: PublishedBlock[] = []
    for (const child of block.children) {
      const one = this.#withFormer(child, former)
      if (!one) return undefined
      children.push(one)
    }
    const references = this.#referencesOf(block)
    if (references === undefined) return { ...block, children }
    const before = former.get(block.key)
    if (!before || isLost({ ...before, children: [] })) return undefined
    if (references === 'unreadable' || canonical(references) !== canonical(this.#referencesOf(before)))
      return undefined
    const { referred, pool } = before
    return { ...block, children, ...(pool !== undefined && { pool }), ...(referred && { referred }) }
  }

  #referencesOf(block: PublishedBlock): readonly BlockReference[] | 'unreadable' | undefined {
    const type = this.types.get(block.type)
    const { references } = type?.capabilities ?? {}
    if (!type || !references || block.failure) return undefined
    const { key: usage, definition, content, settings } = block
    try {
      const fields = { ...content, ...settings }
      return references(type.sharedFields({ usage, type: block.type, definition, fields }))
    } catch {
      return 'unreadable'
    }
  }
}

/** The policy groups that a unit's own blocks name. */
function policiesIn(root: PublishedBlock, types: BlockTypes): Pick<UnitEntry, 'policies'> {
  const named = new Set<string>()
  const walk = ({ settings, children }: PublishedBlock): void => {
    for (const name of types.mixins?.policiesOf(settings) ?? []) named.add(name)
    for (const child of children) walk(child)
  }
  walk(root)
  return named.size > 0 ? { policies: [...named].sort() } : {}
}

/** All that a unit's references stand for, as one text. */
function referencesIn({ children, referred = [], pool = '' }: PublishedBlock): string {
  const own = referred.map((one) => ('record' in one ? one.record : one.block))
  return [pool, ...own, ...children.map(referencesIn)].filter((text) => text !== '').join(' ')
}

function byKey(root: PublishedBlock): ReadonlyMap<string, PublishedBlock> {
  const blocks = new Map<string, PublishedBlock>()
  const walk = (block: PublishedBlock): void => {
    blocks.set(block.key, block)
    for (const child of block.children) walk(child)
  }
  walk(root)
  return blocks
}

function isLost({ children, referred = [] }: PublishedBlock): boolean {
  // What says nothing leads nowhere until its author changes it.
  const leadsNowhere = referred.some((one) => 'failure' in one && one.failure.code !== 'reference-unset')
  return leadsNowhere || children.some(isLost)
}

/** Records are JSON; their interfaces have no index signature, so the compiler cannot see that they are. */
function hashOf(record: PublishedUnit | SummaryBlock): string {
  return contentHash(record as unknown as Json)
}

function canonical(references: unknown): string {
  return canonicalJson((references ?? null) as Json)
}
