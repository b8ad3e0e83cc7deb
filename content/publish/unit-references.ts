import type { BlockTypes } from '../../runtime/block/index.js'
import { CompositorError, type Finding } from '../../runtime/errors/index.js'
import { Resolution, type Lost, type PinnedLibrary, type Resolving } from '../../runtime/reference/index.js'
import {
  MemberPool,
  type GatheredUnit,
  type PackedPool,
  type PublishedBlock,
} from '../../runtime/unit/index.js'
import type { AuthoringStore, LibraryPin } from '../version/index.js'
import { PublishedBlocks } from './published-blocks.js'
import { StoredLibrary } from './stored-library.js'

/** Resolves what units refer to against the library versions of the authors' store, each opened once. */
export class UnitReferences {
  readonly #resolution: Resolution
  readonly #libraries = new Map<string, Promise<StoredLibrary | undefined>>()
  readonly #opened: StoredLibrary[] = []
  readonly #lost = new Map<string, Lost>()
  readonly #blocks = new Map<string, PublishedBlock>()
  readonly #pools = new Map<string, PackedPool>()

  /** @param banks whether what they draw from is listed in them, as for those who look at drafts, or kept beside */
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    banks: 'pooled' | 'listed' = 'pooled',
  ) {
    this.#resolution = new Resolution(types, {
      block: (hash, block) => this.#blocks.set(hash, block),
      summary: () => undefined,
      ...(banks === 'pooled' && { pool: (hash: string, pool: PackedPool) => this.#pools.set(hash, pool) }),
      lost: (lost) => this.#lost.set(`${lost.code} ${lost.usage} ${pinText(lost.pin)} ${lost.block}`, lost),
    })
  }

  /** A block with what it, and all inside it, refers to. @throws CompositorError `store-unavailable`, `store-damaged` */
  async resolved(block: PublishedBlock): Promise<PublishedBlock> {
    return this.#run(this.#resolution.block(block))
  }

  /** Records of the library blocks that a resolved block refers to or may draw, directly or through others, and its pools. */
  gathered(root: PublishedBlock): Pick<GatheredUnit, 'blocks' | 'pools'> {
    const blocks: Record<string, PublishedBlock> = {}
    const pools: Record<string, PackedPool> = {}
    const take = (record: string): void => {
      const block = record in blocks ? undefined : this.#blocks.get(record)
      if (!block) return
      blocks[record] = block
      walk(block)
    }
    const walk = ({ children, referred = [], pool }: PublishedBlock): void => {
      for (const child of children) walk(child)
      for (const one of referred) if ('record' in one) take(one.record)
      const packed = pool === undefined || pool in pools ? undefined : this.#pools.get(pool)
      if (pool === undefined || !packed) return
      pools[pool] = packed
      const members = new MemberPool(packed)
      for (let place = 0; place < members.size; place++) take(members.record(place))
    }
    walk(root)
    return { blocks, pools }
  }

  /** The library versions that were referred to. */
  get libraries(): readonly StoredLibrary[] {
    return this.#opened
  }

  /** Library versions that were referred to and are not there. */
  get waiting(): readonly LibraryPin[] {
    const missing = [...this.#lost.values()].flatMap(({ code, pin }) =>
      code === 'library-version-missing' && pin.library !== '' && pin.version !== '' ? [pin] : [],
    )
    return [...new Map(missing.map((pin) => [pinText(pin), pin])).values()]
  }

  /** What references did not find, each said once. */
  async findings(): Promise<readonly Finding[]> {
    const findings = new Map<string, Finding>()
    for (const lost of this.#lost.values()) {
      const finding = await this.#findingOf(lost)
      if (finding) findings.set(finding.message, finding)
    }
    return [...findings.values()]
  }

  async #run<T>(resolving: Resolving<T>): Promise<T> {
    let step = resolving.next()
    while (!step.done) {
      const wanted = step.value
      if (wanted.kind === 'library') step = resolving.next(await this.#library(wanted.pin))
      else if (wanted.kind === 'scores') step = resolving.next(new Map())
      else {
        await (wanted.source as StoredLibrary).blocks.load(wanted.keys)
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
    const found = await this.store.find(pin.library, pin.version)
    if (found?.kind !== 'library') return undefined
    const library = new StoredLibrary(pin, new PublishedBlocks(found, this.store, this.types))
    this.#opened.push(library)
    return library
  }

  async #findingOf({ code, usage, pin, block, message: said, source }: Lost): Promise<Finding | undefined> {
    const { library, version } = pin
    switch (code) {
      case 'library-version-missing': {
        const what = version === '' ? `no version of '${library}'` : `version '${version}' of '${library}'`
        const message = `${usage} refers to ${what}, which is not there; nothing is shown in its place until it is.`
        return { level: 'error', code, usage, message, remedy: await this.#versionsOf(library) }
      }
      case 'library-block-missing': {
        const held = source?.top ?? []
        const more = held.length > 5 ? `, and ${held.length - 5} more` : ''
        const remedy = `It holds ${held.slice(0, 5).join(', ') || 'nothing'}${more}.`
        const message =
          block === '*'
            ? `${usage} draws from a kind of blocks that is not there: ${said}`
            : `${usage} refers to ${block}, which version '${version}' of ${library} does not hold.`
        return { level: 'error', code, usage, message, remedy }
      }
      case 'block-failed':
        return { level: 'error', code, usage, message: said }
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

function pinText({ library, version }: PinnedLibrary): string {
  return `${library}@${version}`
}
