import type { BlockTypes } from '../../runtime/block/index.js'
import type { Finding } from '../../runtime/errors/index.js'
import { Resolution, type Resolving, type Scores } from '../../runtime/reference/index.js'
import {
  type MadePool,
  type PublishedAsset,
  type PublishedBlock,
  type ReferredBlock,
  type SummaryBlock,
} from '../../runtime/unit/index.js'
import { keysIn } from '../../runtime/unit/published-keys.js'
import { PoolMatches } from '../reference/pool-matches.js'
import type { AuthoringStore, LibraryPin } from '../version/index.js'
import { fewBlocksIn } from './few-blocks.js'
import { followedIn } from './followed-libraries.js'
import { referredIn } from './gathered-blocks.js'
import { LostReferences } from './lost-references.js'
import { OpenedLibraries, type VersionsByName } from './opened-libraries.js'
import type { StoredLibrary } from './stored-library.js'

/** Where what is resolved goes to. */
export interface ReferenceRecords {
  /** Told of each record of a library block once. */
  readonly block: (hash: string, block: PublishedBlock) => void
  /** Told of what banks draw from; left out, it is listed in them, as for those who look at drafts. */
  readonly pool?: (hash: string, pool: MadePool) => void
  /** Told of each summary of a library block. */
  readonly summary?: (hash: string, summary: SummaryBlock) => void
  /** Lets what it was told of be written, where much is waiting. */
  readonly settle?: () => Promise<void>
  /** Where library versions are found, if not in the store. */
  readonly versions?: VersionsByName
  /** Composes a block whose type does not say what it is worth; without it such blocks count one point. */
  readonly scores?: (block: PublishedBlock) => Promise<Scores>
}

/** A library block with what it refers to itself. */
type Member = Pick<ReferredBlock, 'library' | 'version' | 'block' | 'record'>

/** Resolves what units refer to against the library versions of the authors' store, each opened once. */
export class UnitReferences {
  readonly #resolution: Resolution
  readonly #libraries: OpenedLibraries
  readonly #lost: LostReferences
  /** By the hash of a record or a pool, the records that it refers to. */
  readonly #referred = new Map<string, readonly Member[]>()
  /** By the hash of a record, keys of the blocks inside it, in their library. */
  readonly #inside = new Map<string, readonly string[]>()
  /** By the hash of a record, the libraries that what is in it follows. */
  readonly #followed = new Map<string, ReadonlySet<string>>()
  /** Banks that are to show more than there is. */
  readonly #few: Finding[] = []
  readonly #matches: PoolMatches

  constructor(
    store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly records: ReferenceRecords,
  ) {
    this.#libraries = new OpenedLibraries(records.versions ?? store, types)
    this.#lost = new LostReferences(store)
    this.#matches = new PoolMatches(store, types)
    this.#resolution = new Resolution(types, {
      block: (hash, block) => {
        if (this.#referred.has(hash)) return
        this.#followed.set(hash, followedIn(block, types))
        if (block.children.length > 0) this.#inside.set(hash, [...keysIn(block.children)])
        this.#referred.set(hash, this.#membersIn(block))
        records.block(hash, block)
      },
      summary: (hash, summary) => records.summary?.(hash, summary),
      ...(records.pool && { pool: (hash: string, pool: MadePool) => this.#keepPool(hash, pool) }),
      lost: (lost) => this.#lost.add(lost),
      tellsUnset: true,
    })
  }

  /** A block with what it, and all inside it, refers to. @throws CompositorError `store-unavailable`, `store-damaged` */
  async resolved(block: PublishedBlock): Promise<PublishedBlock> {
    const resolved = await this.#run(this.#resolution.block(block))
    const sizeOf = (pool: string) => this.#referred.get(pool)?.length ?? 0
    this.#few.push(...fewBlocksIn(resolved, this.types, sizeOf))
    return resolved
  }

  /** What outlines, progress and grade books need of a block that is resolved. @throws as {@link resolved} does */
  summary(block: PublishedBlock): Promise<SummaryBlock> {
    return this.#run(this.#resolution.summary(block))
  }

  /** The static files of the library blocks that a resolved block refers to, directly or through others, by name. */
  async filesOf(block: PublishedBlock): Promise<Record<string, PublishedAsset>> {
    const files: Record<string, PublishedAsset> = {}
    for (const member of this.#membersOf(block))
      for (const key of [member.block, ...(this.#inside.get(member.record) ?? [])])
        for (const [name, asset] of Object.entries(await this.#libraries.filesOf(member, key)))
          files[name] ??= asset
    return files
  }

  /**
   * Of the libraries that a resolved block follows, itself or through what it refers to, the versions that stand for them; '' where
   * nothing is published.
   */
  async followedBy(block: PublishedBlock): Promise<Record<string, string>> {
    const libraries = new Set(followedIn(block, this.types))
    for (const { record } of this.#membersOf(block))
      for (const library of this.#followed.get(record) ?? []) libraries.add(library)
    const followed: Record<string, string> = {}
    for (const library of [...libraries].sort()) followed[library] = (await this.latest(library)) ?? ''
    return followed
  }

  /** The version that stands for a library that is followed, the same each time it is asked for; null for none. */
  latest(library: string): Promise<string | null> {
    return this.#libraries.latest(library)
  }

  /** Library versions that were referred to and are not there. */
  get waiting(): readonly LibraryPin[] {
    return this.#lost.waiting
  }

  /** What references did not find, and banks that are to show more than there is: each said once. */
  async findings(): Promise<readonly Finding[]> {
    const findings = [...this.#few, ...(await this.#lost.findings())]
    return [...new Map(findings.map((finding) => [finding.message, finding])).values()]
  }

  #keepPool(hash: string, pool: MadePool): void {
    if (this.#referred.has(hash)) return
    const members = pool.lines.map(({ library, version, block, record }) => {
      return { library, version, block, record }
    })
    this.#referred.set(hash, members)
    this.records.pool?.(hash, pool)
  }

  *#membersOf(block: PublishedBlock): Iterable<Member> {
    const seen = new Set<string>()
    const open = this.#membersIn(block)
    for (let one = open.pop(); one; one = open.pop()) {
      if (seen.has(one.record)) continue
      seen.add(one.record)
      yield one
      open.push(...(this.#referred.get(one.record) ?? []))
    }
  }

  /** What a block and those in it refer to themselves, or may draw. */
  #membersIn(block: PublishedBlock): Member[] {
    const pools = [...poolsIn(block)].flatMap((pool) => this.#referred.get(pool) ?? [])
    return [...referredIn(block), ...pools]
  }

  async #run<T>(resolving: Resolving<T>): Promise<T> {
    let step = resolving.next()
    while (!step.done) {
      const wanted = step.value
      if (wanted.kind === 'library') step = resolving.next(await this.#libraries.get(wanted.pin))
      else if (wanted.kind === 'scores') {
        step = resolving.next((await this.records.scores?.(wanted.block)) ?? new Map())
      } else if (wanted.kind === 'matching') {
        const { view } = wanted.source as StoredLibrary
        step = resolving.next(await this.#matches.find(view, wanted.query))
      } else {
        const library = wanted.source as StoredLibrary
        if (wanted.kind === 'top') await library.loadTop()
        else {
          await this.records.settle?.()
          await library.load(wanted.keys)
        }
        step = resolving.next(undefined)
      }
    }
    return step.value
  }
}

function* poolsIn({ children, pool }: PublishedBlock): Iterable<string> {
  if (pool !== undefined) yield pool
  for (const child of children) yield* poolsIn(child)
}
