import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { latestVersion } from '../../runtime/keys/index.js'
import {
  Resolution,
  type Lost,
  type PinnedLibrary,
  type Resolving,
  type Scores,
} from '../../runtime/reference/index.js'
import {
  type MadePool,
  type PublishedAsset,
  type PublishedBlock,
  type ReferredBlock,
  type SummaryBlock,
} from '../../runtime/unit/index.js'
import { keysIn } from '../../runtime/unit/published-keys.js'
import { PoolMatches } from '../reference/pool-matches.js'
import { libraryVersion, pinText, type AuthoringStore, type LibraryPin } from '../version/index.js'
import { fewBlocksIn } from './few-blocks.js'
import { followedIn } from './followed-libraries.js'
import { LibraryFiles } from './library-files.js'
import { PublishedBlocks } from './published-blocks.js'
import { StoredLibrary } from './stored-library.js'

/** Where versions of libraries are found that references name. */
export type VersionsByName = Pick<AuthoringStore, 'findView' | 'findHead'>

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
  readonly #libraries = new Map<string, Promise<StoredLibrary | undefined>>()
  readonly #files = new Map<string, LibraryFiles>()
  readonly #lost = new Map<string, Lost>()
  /** By the hash of a record or a pool, the records that it refers to. */
  readonly #referred = new Map<string, readonly Member[]>()
  /** By the hash of a record, keys of the blocks inside it, in their library. */
  readonly #inside = new Map<string, readonly string[]>()
  /** By the hash of a record, the libraries that what is in it follows. */
  readonly #followed = new Map<string, ReadonlySet<string>>()
  /** Banks that are to show more than there is. */
  readonly #few: Finding[] = []
  readonly #latest = new Map<string, Promise<string | null>>()
  readonly #matches: PoolMatches
  readonly #versions: VersionsByName

  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly records: ReferenceRecords,
  ) {
    this.#versions = records.versions ?? store
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
      lost: (lost) => this.#lost.set(`${lost.code} ${lost.usage} ${pinText(lost.pin)} ${lost.block}`, lost),
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
    for (const member of this.#membersOf(block)) {
      const library = await this.#libraries.get(pinText(member))
      for (const key of [member.block, ...(this.#inside.get(member.record) ?? [])]) {
        const own = await this.#files.get(pinText(member))?.of(library?.ownKey(key) ?? key)
        for (const [name, asset] of Object.entries(own ?? {})) files[name] ??= asset
      }
    }
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
    const known = this.#latest.get(library) ?? libraryVersion(this.#versions, library)
    this.#latest.set(library, known)
    return known
  }

  /** Library versions that were referred to and are not there. */
  get waiting(): readonly LibraryPin[] {
    const missing = [...this.#lost.values()].flatMap(({ code, pin }) =>
      code === 'library-version-missing' && pin.library !== '' && ![latestVersion, ''].includes(pin.version)
        ? [pin]
        : [],
    )
    return [...new Map(missing.map((pin) => [pinText(pin), pin])).values()]
  }

  /** What references did not find, each said once. */
  async findings(): Promise<readonly Finding[]> {
    const findings = new Map<string, Finding>(this.#few.map((finding) => [finding.message, finding]))
    for (const lost of this.#lost.values()) {
      const finding = await this.#findingOf(lost)
      if (finding) findings.set(finding.message, finding)
    }
    return [...findings.values()]
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
      if (wanted.kind === 'library') step = resolving.next(await this.#library(wanted.pin))
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

  #library(pin: PinnedLibrary): Promise<StoredLibrary | undefined> {
    const text = pinText(pin)
    const known = this.#libraries.get(text)
    if (known) return known
    const opening = this.#open(pin)
    this.#libraries.set(text, opening)
    return opening
  }

  async #open(pin: PinnedLibrary): Promise<StoredLibrary | undefined> {
    if (pin.version === latestVersion) {
      const version = await this.latest(pin.library)
      return version === null ? undefined : this.#library({ library: pin.library, version })
    }
    const view = await this.#versions.findView(pin.library, pin.version)
    if (view?.kind !== 'library') return undefined
    this.#files.set(pinText(pin), new LibraryFiles(view, pin))
    return new StoredLibrary(pin, view, new PublishedBlocks(view, this.types))
  }

  async #findingOf({ code, usage, pin, block, message: said, source }: Lost): Promise<Finding | undefined> {
    const { library, version } = pin
    switch (code) {
      case 'library-version-missing': {
        const what =
          version === ''
            ? `no version of '${library}'`
            : `${version === latestVersion ? 'the latest version' : `version '${version}'`} of '${library}'`
        const message = `${usage} refers to ${what}, which is not there; nothing is shown in its place until it is.`
        return { level: 'error', code, usage, message, remedy: await this.#versionsOf(library) }
      }
      case 'library-block-missing': {
        await (source as StoredLibrary | undefined)?.loadTop()
        const held = source?.top ?? []
        const more = held.length > 5 ? `, and ${held.length - 5} more` : ''
        const remedy = `It holds ${held.slice(0, 5).join(', ') || 'nothing'}${more}.`
        const message =
          block === '*'
            ? `${usage} draws from a kind of blocks that is not there: ${said}`
            : `${usage} refers to ${block}, which version '${version}' of ${library} does not hold.`
        return { level: 'error', code, usage, message, remedy }
      }
      case 'reference-unset': {
        const message = `${usage} refers to nothing: it does not say which blocks of which library are to stand there.`
        return { level: 'warning', code, usage, message }
      }
      case 'reference-empty':
      case 'block-failed':
        return { level: 'error', code, usage, message: said }
      case 'field-value': {
        const message = `An override at ${usage} holds for nothing: ${said}`
        const remedy = 'Give another value, or take the override away; until then what is below it holds.'
        return { level: 'warning', code, usage, message, remedy }
      }
      default:
        // Composing says of circles where they lead back.
        return undefined
    }
  }

  /** Which versions of a library could be referred to. */
  async #versionsOf(library: string): Promise<string> {
    const head = await this.store.head(library).catch((thrown: unknown) => {
      if (thrown instanceof CompositorError && thrown.code === 'context-unknown') return undefined
      throw thrown
    })
    if (head?.kind !== 'library')
      return 'Import that library, or refer to one that is here, by lib:ORG:SLUG:HASH.'
    const told: string[] = []
    for await (const name of this.store.names(library)) {
      told.push(name === head.published ? `${name} (published)` : name)
      if (told.length === 5) break
    }
    return `Refer to a version of it that is here, such as ${told.join(', ')}.`
  }
}

/** The library blocks that a block and those in it refer to themselves. */
export function* referredIn({ children, referred = [] }: PublishedBlock): Iterable<ReferredBlock> {
  for (const one of referred) if ('record' in one) yield one
  for (const child of children) yield* referredIn(child)
}

function* poolsIn({ children, pool }: PublishedBlock): Iterable<string> {
  if (pool !== undefined) yield pool
  for (const child of children) yield* poolsIn(child)
}

/** Of records of library blocks those that a resolved block refers to, directly or through others. */
export function gatheredBlocks(
  root: PublishedBlock,
  records: ReadonlyMap<string, PublishedBlock>,
): Record<string, PublishedBlock> {
  const found: Record<string, PublishedBlock> = {}
  const open = [...referredIn(root)]
  for (let one = open.pop(); one; one = open.pop()) {
    const block = one.record in found ? undefined : records.get(one.record)
    if (!block) continue
    found[one.record] = block
    open.push(...referredIn(block))
  }
  return found
}
