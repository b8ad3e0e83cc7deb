import type { BlockTypes } from '../block/block-types.js'
import type { BlockReference } from '../block/references.js'
import { CompositorError, messageOf } from '../errors/index.js'
import { packedPool, rankOf, type PoolLine } from '../unit/packed-pool.js'
import type { SaidAbove } from '../unit/inner-overrides.js'
import { keysIn } from '../unit/published-keys.js'
import type { LostReference, PublishedBlock, ReferredBlock, SummaryBlock } from '../unit/published-unit.js'
import { parseUsageKey } from '../keys/index.js'
import { contentHash } from '../values/content-hash.js'
import type { Json, JsonObject } from '../values/json.js'
import { BroughtBlocks } from './brought-blocks.js'
import type { LibrarySource, PinnedLibrary } from './library-source.js'
import {
  lostAmongCircles,
  lostBlock,
  lostInCircle,
  lostKind,
  lostUnset,
  lostVersion,
  type LostWords,
} from './lost.js'
import { innerOverrides, overridden, overridesOf } from './overrides.js'
import { ownReferences } from './own-references.js'
import { placeBelow, type Place } from './place-below.js'
import type { ResolutionRecords, Resolving } from './resolving.js'
import { SummaryBlocks, titleOf, type OverridesFor, type Scores } from './summary-block.js'

/** Blocks of a library that are asked for at once. */
const batch = 250

/** Members on circles that are followed; what real libraries have of those is a mistake, or an attack. */
const mostOnCircles = 2000

/** A member, and how far up the chain of references it was cut for leading back; Infinity for not at all. */
interface Member {
  readonly referred: ReferredBlock
  readonly cutAt: number
}

/**
 * Finds out what references to libraries stand for, in order, once, when what refers is published. What was resolved of one
 * library block stands for all who refer to it. References are read of a block's own values and what overrides them; it
 * asks for what it needs by what it yields, so that it runs over a store as well as over what is at hand.
 */
export class Resolution {
  readonly summaries: SummaryBlocks
  readonly #brought: BroughtBlocks
  readonly #members = new Map<string, Member>()
  /** Keys of the blocks in members, by their records. */
  readonly #inside = new Map<string, readonly string[]>()
  /** Records of members that cannot be read. */
  readonly #unreadable = new Set<string>()
  /** Members on circles, as they are where nothing on the circle stands above them. */
  readonly #onCircles = new Map<string, Member>()
  #followed = 0

  constructor(
    private readonly types: BlockTypes,
    private readonly records: ResolutionRecords,
  ) {
    this.summaries = new SummaryBlocks(types)
    this.#brought = new BroughtBlocks(types)
  }

  /** A block with what it, and all inside it, refers to. */
  *block(block: PublishedBlock): Resolving<PublishedBlock> {
    return (yield* this.#resolved(block, { overridesFor: () => undefined, said: undefined }, [])).block
  }

  /** What outlines, progress and grade books need of a block that was resolved. */
  *summary(block: PublishedBlock, overridesFor: OverridesFor = () => undefined): Resolving<SummaryBlock> {
    const scores = this.summaries.isUnsaid(block)
      ? ((yield { kind: 'scores', block: overridden(block, this.types, overridesFor) }) as Scores)
      : new Map()
    return this.summaries.of(block, scores, overridesFor)
  }

  *#resolved(
    block: PublishedBlock,
    place: Place,
    chain: readonly string[],
  ): Resolving<{ block: PublishedBlock; cutAt: number }> {
    let cutAt = Infinity
    let children: readonly PublishedBlock[] = block.children
    if (children.some((child) => this.#refers(child))) {
      const resolved: PublishedBlock[] = []
      for (const child of children) {
        const one = yield* this.#resolved(child, place, chain)
        resolved.push(one.block)
        cutAt = Math.min(cutAt, one.cutAt)
      }
      children = resolved
    }
    const { referred: _, ...own } = block
    const references = this.#referencesOf(block, place.overridesFor(block))
    if (!references) return { block: { ...own, children }, cutAt }
    const { all, cut } =
      'failure' in references
        ? { all: [references], cut: Infinity }
        : this.records.tellsUnset && references.length + children.length === 0
          ? { all: [this.#unset(block.key)], cut: Infinity }
          : yield* this.#referred(block.key, references, place.said, chain)
    if (chain.length === 0 && !('failure' in references))
      for (const { pin, message } of this.#brought.stray(references, all))
        this.records.lost({ code: 'field-value', usage: block.key, pin, block: message, message })
    const { pool } = this.records
    // Of a block that cannot be read there is nothing to show, so nobody draws it.
    const lines = all.flatMap((one) =>
      'failure' in one || this.#unreadable.has(one.record) ? [] : [this.#lineOf(one)],
    )
    if (!pool || lines.length === 0 || !this.types.get(block.type)?.capabilities.choice) {
      return {
        block: { ...own, children, ...(all.length > 0 && { referred: all }) },
        cutAt: Math.min(cutAt, cut),
      }
    }
    const packed = packedPool(lines)
    const hash = contentHash(packed.pool as unknown as Json)
    pool(hash, packed)
    this.#brought.addPool(hash, packed.lines)
    const lost = all.filter((one) => 'failure' in one)
    return {
      block: { ...own, children, pool: hash, ...(lost.length > 0 && { referred: lost }) },
      cutAt: Math.min(cutAt, cut),
    }
  }

  #lineOf({
    library,
    version,
    block,
    type,
    record,
    summary,
    title,
    overrides,
    inner,
  }: ReferredBlock): PoolLine {
    const inside = this.#inside.get(record) ?? []
    return {
      library,
      version,
      block,
      type,
      record,
      summary,
      title,
      ...(overrides && { overrides }),
      ...(inside.length > 0 && { inside }),
      ...(inner && { inner }),
    }
  }

  #refers({ type, children }: PublishedBlock): boolean {
    return (
      this.types.get(type)?.capabilities.references !== undefined ||
      children.some((child) => this.#refers(child))
    )
  }

  /** A block's references, what stands in their place where they cannot be read, or nothing of a type that has none. */
  #referencesOf(
    block: PublishedBlock,
    overrides: JsonObject | undefined,
  ): readonly BlockReference[] | LostReference | undefined {
    try {
      return ownReferences(block, overrides, this.summaries, this.types)
    } catch (thrown) {
      const { key: usage } = block
      const error = CompositorError.from(thrown, 'block-failed', { usage })
      const message = `The references of ${usage} cannot be read: ${messageOf(thrown)}`
      const pin = { library: '', version: '' }
      this.records.lost({ code: 'block-failed', usage, pin, block: '', message })
      return { block: '', failure: error.toJSON() }
    }
  }

  #unset(usage: string): LostReference {
    const lost = lostUnset()
    this.records.lost({ ...lost, usage })
    return { block: '', failure: new CompositorError(lost.code, lost.message).toJSON() }
  }

  *#referred(
    usage: string,
    references: readonly BlockReference[],
    said: SaidAbove | undefined,
    chain: readonly string[],
  ): Resolving<{ all: (ReferredBlock | LostReference)[]; cut: number }> {
    const all: (ReferredBlock | LostReference)[] = []
    const missing = new Set<string>()
    let cut = Infinity
    const lose = (lost: LostWords): void => {
      this.records.lost({ ...lost, usage })
      all.push({ block: lost.block, failure: new CompositorError(lost.code, lost.message).toJSON() })
    }
    for (const reference of references) {
      const { library, version, block } = reference
      const asked = { library, version }
      const source =
        version === '' ? undefined : ((yield { kind: 'library', pin: asked }) as LibrarySource | undefined)
      if (!source) {
        if (missing.size === missing.add(pinText(asked)).size) continue
        const count = references.filter((one) => one.version === version && one.library === library).length
        lose(lostVersion(reference, count))
        continue
      }
      const { pin } = source
      const before = all.length
      const keys = block === '*' ? yield* this.#wholeOf(source, reference) : [block]
      for (let start = 0; start < keys.length; start += batch) {
        const some = keys.slice(start, start + batch)
        yield { kind: 'blocks', source, keys: some }
        // Taken at once: what is asked for in between may take their place.
        for (const [key, found] of some.map((one) => [one, source.block(one)] as const)) {
          if (!found) {
            lose(lostBlock(pin, key, source))
            continue
          }
          if (!this.#isWanted(found, reference)) continue
          const at = chain.indexOf(`${pinText(pin)} ${key}`)
          if (at >= 0) {
            cut = Math.min(cut, at)
            lose(lostInCircle(pin, key))
          } else if (this.#followed > mostOnCircles) lose(lostAmongCircles(pin, key))
          else {
            const member = yield* this.#member(pin, found, reference, said, chain)
            cut = Math.min(cut, member.cutAt)
            all.push(member.referred)
          }
        }
      }
      if (all.length === before && block === '*') lose(lostKind(reference, source))
    }
    return { all, cut }
  }

  /** All of a library that is wanted, as far as keys tell. */
  *#wholeOf(source: LibrarySource, reference: BlockReference): Resolving<readonly string[]> {
    const { query } = reference
    if (query) return (yield { kind: 'matching', source, query }) as readonly string[]
    yield { kind: 'top', source }
    return source.top.filter((key) => this.#mayBe(key, reference))
  }

  /**
   * @param reference the one that led to the block
   * @param above what references above the one that led here say of what is in them
   */
  *#member(
    { library, version }: PinnedLibrary,
    found: PublishedBlock,
    reference: BlockReference,
    above: SaidAbove | undefined,
    chain: readonly string[],
  ): Resolving<Member> {
    const step = `${pinText({ library, version })} ${found.key}`
    const overrides = overridesOf(reference, found.key)
    const isReferring = this.#refers(found)
    const inner = innerOverrides(reference, found.key, isReferring ? undefined : [...keysIn(found.children)])
    const isAlone = found.children.length === 0 && !isReferring
    const said = { direct: overrides, inner, above, isOfCourse: chain.length === 0 }
    const place = placeBelow(found, isAlone, said, this.types)
    const name = `${step} ${place.name}`
    const known = this.#members.get(name) ?? (chain.length === 0 ? this.#onCircles.get(name) : undefined)
    if (known) return known
    const { block, cutAt } = yield* this.#resolved(found, place, [...chain, step])
    const summary = yield* this.summary(block, place.overridesFor)
    const record = contentHash(block as unknown as Json)
    const summaryHash = contentHash(summary as unknown as Json)
    this.records.block(record, block)
    if (block.failure) this.#unreadable.add(record)
    this.#brought.add(record, block)
    if (block.children.length > 0) this.#inside.set(record, [...keysIn(block.children)])
    this.records.summary(summaryHash, summary)
    const fields = this.summaries.fieldsOf(block, place.overridesFor(block))
    const chooseBy = this.summaries.chooseBy(block, fields)
    const { weight } = fields
    const member: Member = {
      cutAt,
      referred: {
        library,
        version,
        block: block.key,
        type: block.type,
        record,
        summary: summaryHash,
        title: titleOf(block.key, fields),
        ...(typeof weight === 'number' && { weight }),
        rank: rankOf(block.key),
        ...(chooseBy && { chooseBy }),
        ...(overrides && { overrides }),
        ...(inner && { inner }),
      },
    }
    // What is on a circle is another one below others that are on it.
    if (cutAt > chain.length) this.#members.set(name, { ...member, cutAt: Infinity })
    else {
      this.#followed++
      if (chain.length === 0) this.#onCircles.set(name, member)
    }
    return member
  }

  /** Whether a block of a library may be of the kind that is wanted; of a type that tells kinds, it has to be read. */
  #mayBe(key: string, { kind }: BlockReference): boolean {
    const type = parseUsageKey(key).blockType
    return kind === undefined || type === kind || this.types.get(type)?.capabilities.summary !== undefined
  }

  #isWanted(block: PublishedBlock, { kind }: BlockReference): boolean {
    return kind === undefined || this.summaries.isOfKind(block, kind)
  }
}

function pinText({ library, version }: PinnedLibrary): string {
  return `${library}@${version}`
}
