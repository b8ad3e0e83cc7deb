import {
  effectiveFields,
  fallbackType,
  fieldsBelow,
  withPolicies,
  type BlockType,
  type BlockTypes,
  type EffectiveFields,
} from '../runtime/block/index.js'
import { CompositorError, findingOf, type Finding } from '../runtime/errors/index.js'
import { parseUsageKey, type UsageKey } from '../runtime/keys/index.js'
import { saidInside } from '../runtime/reference/index.js'
import type {
  ComposedBlock,
  ComposedPool,
  GatheredUnit,
  InnerOverrides,
  LostReference,
  PublishedBlock,
  ReferredBlock,
  SummaryBlock,
} from '../runtime/unit/index.js'
import type { JsonObject } from '../runtime/values/index.js'
import { absentBlock, isAbsent, keyOfAbsent } from './absent-block.js'
import { overridesAt, poolOf, referredPlace, type Place } from './place.js'
import { plainJson } from './plain-json.js'
import { Referral } from './referral.js'

/** Bounds for a unit with its references replaced; real units have tens of blocks on three or four levels. */
export const compositionLimits = { blocks: 5000, depth: 200 }

/** A member of a bank's pool, where it stands in its unit. */
export interface DrawnMember {
  /** The bank's pool, as it was composed. */
  readonly pool: ComposedPool
  /** Usage key of the bank, as text. */
  readonly bank: string
  /** The library that the member is of. */
  readonly library: string
  readonly version: string
  /** What the author says of its fields, by OLX name. */
  readonly overrides: JsonObject
  /** And of blocks in it. */
  readonly inner?: InnerOverrides
}

/** What a composition is made of. */
export interface CompositionSource {
  /** Usage key of the unit, as text. */
  readonly unit: string
  /** Records of the library blocks that are referred to, by content hash. */
  readonly blocks: GatheredUnit['blocks']
  /** What policy groups say where it stands; undefined where the course has none. */
  readonly policy?: GatheredUnit['policy']
  /** Whether these are summaries: then nothing is prepared of blocks, and library blocks go by the hashes of theirs. */
  readonly isSummary?: boolean
}

/** Whoever must know which block is at fault when composing never ends. */
export interface CompositionWatch {
  /** Called with a number before code of a block type runs: 1 for the first, the same for the same unit. */
  readonly enter: (call: number) => void
  /** Calls not to make, as they did not end before, and why; their blocks fail. */
  readonly broken: ReadonlyMap<number, string>
}

/** The making of one composed unit. */
export class Composition {
  readonly diagnostics: Finding[] = []
  readonly #keys = new Set<string>()
  #full = false
  #calls = 0

  constructor(
    readonly source: CompositionSource,
    readonly types: BlockTypes,
    readonly watch?: CompositionWatch,
  ) {}

  /** The unit's own block. It keeps its place even when it refers to others, which then are its children. */
  root(root: PublishedBlock, inherited: JsonObject): ComposedBlock {
    this.#keys.add(root.key)
    const policy = this.source.policy?.above
    return this.#block(root, root.key, { inherited, policy, depth: 0, referral: undefined })
  }

  /** What stands in the place of a member of a bank's pool. */
  member(block: PublishedBlock, member: DrawnMember): readonly ComposedBlock[] {
    const { pool, bank, library, version } = member
    const { inherited, libraryInherited, policy, depth, defaultsFirst, said } = pool
    const usage = parseUsageKey(bank)
    const referral = new Referral(usage, { library, version }, block.key)
    const place = { inherited, libraryInherited, policy, depth, defaultsFirst, said, referral: undefined }
    return this.#inPlace(block, referredPlace(place, usage, referral, member))
  }

  /** What stands in a block's place: itself, or the blocks it refers to. */
  #inPlace(block: PublishedBlock, at: Place): readonly ComposedBlock[] {
    const place = this.#policed(block, at)
    const { referral } = place
    let key = referral?.usage.toString() ?? block.key
    try {
      const usage = referral?.keyOf(block.key)
      if (usage) key = usage.toString()
      if (!this.#take(key, place)) return []
      if (block.failure) return [this.#block(block, key, place, usage)]
      const type = this.types.get(block.type)
      const { references, choice } = type?.capabilities ?? {}
      if (!type || !references || choice) return [this.#block(block, key, place, usage)]
      const below = this.#below(place, this.#fields(block, key, type, place), type)
      return [...this.#children(block, below), ...this.#referenced(block, usage ?? parseUsageKey(key), below)]
    } catch (thrown) {
      return [absentBlock(key, this.#report(thrown, key))]
    }
  }

  #block(block: PublishedBlock, key: string, at: Place, usage?: UsageKey): ComposedBlock {
    const place = this.#policed(block, at)
    const { definition, asides, pool } = block
    const { maxScore, completion } = block as Partial<SummaryBlock>
    const origin = place.referral?.originOf(block.key)
    const type = this.types.get(block.type)
    const effective = this.#fields(block, key, type, place)
    const { fields, sources } = effective
    const composed = {
      key,
      type: block.type,
      definition,
      ...(origin && { origin }),
      fields,
      ...(sources && { sources }),
      ...(asides && { asides }),
      ...(maxScore !== undefined && { maxScore }),
      ...(completion && { completion }),
      children: [],
    }
    if (block.failure) {
      const error = CompositorError.fromJSON({ ...block.failure, usage: key })
      return { ...composed, failure: this.#report(error, key).toJSON() }
    }
    // Children of a type nobody provides cannot be shown, so they must not count for grades either.
    if (!type) return composed
    try {
      const { references, choice, ...capabilities } = type.capabilities
      const prepare = this.source.isSummary ? undefined : capabilities.prepare
      if (prepare) this.#enter()
      const prepared = prepare?.prepare(sharedFields(type, block, key, fields))
      const below = this.#below(place, effective, type)
      const own = this.#children(block, below)
      const referenced = references ? this.#referenced(block, usage ?? parseUsageKey(key), below) : []
      // A learner must not draw a block that is not there, so a bank goes without it.
      const present = choice ? referenced.filter((child) => !isAbsent(child)) : referenced
      const isEmpty = present.length + own.length === 0 && pool === undefined
      const failure = isEmpty && referenced[0]?.failure
      return {
        ...composed,
        ...(prepared !== undefined && { prepared: plainJson(prepared, 'What it prepared') }),
        children: [...own, ...present],
        ...(pool !== undefined && { pool: poolOf(pool, below) }),
        ...(failure && { failure }),
      }
    } catch (thrown) {
      return { ...composed, failure: this.#report(thrown, key).toJSON() }
    }
  }

  /** The place with the policy groups that a block of the course names itself. */
  #policed({ settings }: PublishedBlock, place: Place): Place {
    const groups = this.source.policy?.groups
    const names = groups && !place.referral ? (this.types.mixins?.policiesOf(settings) ?? []) : []
    return groups && names.length > 0
      ? { ...place, policy: withPolicies(place.policy, names, groups) }
      : place
  }

  #children({ children }: PublishedBlock, place: Place): ComposedBlock[] {
    return children.flatMap((child) => this.#inPlace(child, place))
  }

  #referenced({ referred = [] }: PublishedBlock, usage: UsageKey, place: Place): ComposedBlock[] {
    return referred.flatMap((one) => {
      try {
        const block = this.#record(one)
        const { library, version } = one as ReferredBlock
        const referral = new Referral(usage, { library, version }, block.key)
        return this.#inPlace(block, referredPlace(place, usage, referral, one as ReferredBlock))
      } catch (thrown) {
        const key = keyOfAbsent(usage, one.block)
        return [absentBlock(key, this.#report(thrown, key))]
      }
    })
  }

  /** @throws CompositorError why there is none */
  #record(one: ReferredBlock | LostReference): PublishedBlock {
    if ('failure' in one) throw CompositorError.fromJSON(one.failure)
    const { blocks } = this.source
    const hash = this.source.isSummary ? one.summary : one.record
    const block = Object.hasOwn(blocks, hash) ? blocks[hash] : undefined
    if (block) return block
    throw new CompositorError(
      'store-damaged',
      `The record of '${one.block}' was not there when it was composed.`,
    )
  }

  #fields(block: PublishedBlock, key: string, type: BlockType | undefined, place: Place): EffectiveFields {
    const { inherited, libraryInherited, policy, referral, defaultsFirst } = place
    const shownAs = type ?? this.types.get(fallbackType)
    const fromLibrary = referral !== undefined
    const effective = effectiveFields(
      block,
      shownAs,
      {
        inherited,
        libraryInherited,
        policy,
        fromLibrary,
        defaultsFirst,
        ...(fromLibrary && overridesAt(block, place, type)),
      },
      (message) => {
        this.diagnostics.push({ level: 'warning', code: 'field-value', usage: key, message })
      },
      this.types.mixins,
    )
    return type ? effective : onlyDeclared(effective, shownAs)
  }

  #below(place: Place, effective: EffectiveFields, type: BlockType): Place {
    const { depth, referral, inner, isOfCourse = false } = place
    const { childDefaultsFirst: defaultsFirst } = type.capabilities
    const below = fieldsBelow(place, effective, referral !== undefined, this.types.mixins)
    const { inherited, libraryInherited, policy } = below
    const said = saidInside(place.said, inner, isOfCourse)
    return { inherited, libraryInherited, policy, depth: depth + 1, referral, said, defaultsFirst }
  }

  /** Says that code of a block type is about to run. @throws CompositorError `block-failed` for code not to be run again */
  #enter(): void {
    if (!this.watch) return
    this.watch.enter(++this.#calls)
    const reason = this.watch.broken.get(this.#calls)
    if (reason !== undefined) throw new CompositorError('block-failed', reason)
  }

  /** Whether a block is to be composed. @throws CompositorError `composition-too-large` */
  #take(key: string, { depth, referral }: Place): boolean {
    if (this.#full) return false
    if (this.#keys.size >= compositionLimits.blocks) {
      this.#full = true
      throw new CompositorError(
        'composition-too-large',
        `The unit '${this.source.unit}' comes to more than ${compositionLimits.blocks} blocks; the rest is left out.`,
      )
    }
    if (depth > compositionLimits.depth) {
      throw new CompositorError(
        'composition-too-large',
        `The blocks of unit '${this.source.unit}' are nested more than ${compositionLimits.depth} deep here.`,
      )
    }
    if (referral && this.#keys.has(key)) {
      const message = `'${referral.usage.toString()}' refers to '${referral.target}' more than once.`
      this.diagnostics.push({ level: 'warning', code: 'reference-duplicate', usage: key, message })
      return false
    }
    this.#keys.add(key)
    return true
  }

  #report(thrown: unknown, usage: string): CompositorError {
    const error = CompositorError.from(thrown, 'block-failed', { usage })
    this.diagnostics.push({ ...findingOf(error), usage })
    return error
  }
}

function sharedFields(
  type: BlockType,
  { definition }: PublishedBlock,
  usage: string,
  fields: JsonObject,
): never {
  return type.sharedFields({ usage, type: type.name, definition, fields })
}

/** Of a block that only a notice stands for, just what the notice shows. */
function onlyDeclared({ fields, sources }: EffectiveFields, shownAs: BlockType | undefined): EffectiveFields {
  const declared = Object.keys(fields).filter((name) => shownAs?.fieldByOlxName(name))
  const pick = <T>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => declared.includes(name)))
  return { fields: pick(fields), sources: sources && pick(sources) }
}
