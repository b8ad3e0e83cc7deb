import { LRUCache } from 'lru-cache'
import { CompositorError } from '../runtime/errors/index.js'
import {
  memberIn,
  openedPool,
  type GatheredUnit,
  type MemberPool,
  type PoolMember,
  type PoolPart,
  type Publication,
  type SummaryBlock,
} from '../runtime/unit/index.js'
import type { StoredFile } from '../runtime/values/index.js'
import type { Store } from '../store/index.js'
import { Trees } from '../store/tree/index.js'
import { blobsOfTexts, firstTextsInBlobs, textsInBlobs } from './form-texts.js'
import { PublishedContext } from './published-context.js'

/** Publications whose maps are kept open. */
const mostOpen = 1000

/** Characters kept parsed in memory, of pools, of parts of them and of summaries. */
const kept = { pools: 24_000_000, parts: 8_000_000, summaries: 16_000_000 }

/** Contexts tried where the first cannot be read. */
const mostChecked = 20

/** How often a switch is tried when others are faster each time. */
const mostAttempts = 100

const pointerOf = (context: string) => `published:${context}`
const learningOf = (library: string) => `public-learning:${library}`

/**
 * The learners' side's store: publications with their maps, unit records, records of library blocks and static files by
 * content hash, and for each context one pointer to the publication that is *the* published one. Everything but the pointer
 * is immutable, so a publish that is cut off leaves the old publication as it was (seed: "a read-optimized form", persisted
 * so that learners do not notice when authoring is down).
 */
export class UnitStore {
  readonly #open = new LRUCache<string, PublishedContext>({ max: mostOpen })
  readonly #pools = new LRUCache<string, MemberPool>({ maxSize: kept.pools })
  readonly #parts = new LRUCache<string, PoolPart>({ maxSize: kept.parts })
  readonly #summaries = new LRUCache<string, SummaryBlock>({ maxSize: kept.summaries })
  readonly #trees: Trees
  /** Told of each publication that is opened here. */
  onOpened: ((published: PublishedContext) => void) | undefined
  /** Contexts as they were last listed, for when they cannot be. */
  #listed: readonly string[] | undefined

  /** @param now the clock by which policy groups change */
  constructor(
    private readonly store: Pick<Store, 'blobs' | 'heads' | 'files'>,
    private readonly now: () => number = Date.now,
  ) {
    this.#trees = new Trees(store.blobs)
  }

  /**
   * Makes a stored publication the published one of its context, whatever was before.
   * @returns whether learners see another publication than before
   * @throws CompositorError `publication-incomplete` where it is not stored, `store-unavailable`
   */
  async switchTo(context: string, hash: string): Promise<boolean> {
    const { heads, blobs } = this.store
    if (!(await blobs.having([`publication:${hash}`])).has(`publication:${hash}`)) {
      const message = `The publication ${hash.slice(0, 80)} of '${context}' was not stored.`
      throw new CompositorError('publication-incomplete', message)
    }
    for (let attempt = 1; ; attempt++) {
      const name = pointerOf(context)
      const [before] = await heads.texts([name])
      if (before === hash) return false
      if (await heads.change([{ name, before, after: hash }])) return true
      if (attempt < mostAttempts) continue
      const message = `Others published '${context}' ${mostAttempts} times meanwhile.`
      throw new CompositorError('store-unavailable', message)
    }
  }

  /**
   * Makes a stored publication the published one of its context, if that is still `before`.
   * @throws CompositorError `store-unavailable`
   */
  async exchange(context: string, before: string, after: string): Promise<boolean> {
    return before !== after && this.store.heads.change([{ name: pointerOf(context), before, after }])
  }

  /**
   * Takes a context back from learners, and that they may learn from it directly.
   * @throws CompositorError `store-unavailable`
   */
  async withdraw(context: string): Promise<void> {
    const names = [pointerOf(context), learningOf(context)]
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const texts = await this.store.heads.texts(names)
      const changes = names.map((name, at) => ({ name, before: texts[at], after: undefined }))
      if (await this.store.heads.change(changes.filter(({ before }) => before !== undefined))) return
    }
    throw new CompositorError(
      'store-unavailable',
      `Others published '${context}' ${mostAttempts} times meanwhile.`,
    )
  }

  /**
   * The published version of a context, as it is known at once: undefined where its pointer or its publication have to be
   * read first.
   */
  known(context: string): PublishedContext | undefined {
    const hash = this.store.heads.known(pointerOf(context))?.text
    return hash === undefined ? undefined : this.#open.get(hash)
  }

  /** The published version of a context. @throws CompositorError `context-not-published`, `store-unavailable`, `store-damaged` */
  async publication(context: string): Promise<PublishedContext> {
    const known = this.known(context)
    if (known) return known
    const published = await this.find(context)
    if (published) return published
    throw contextNotPublished(context)
  }

  /** The published version of a context, or undefined. @throws CompositorError `store-unavailable`, `store-damaged` */
  async find(context: string): Promise<PublishedContext | undefined> {
    const [hash] = await this.store.heads.texts([pointerOf(context)])
    if (hash === undefined) return undefined
    const known = this.#open.get(hash)
    if (known) return known
    const text = await this.#required(`publication:${hash}`)
    const read = await PublishedContext.open(publicationOf(text, context), hash, this.#trees, this.now)
    this.#open.set(hash, read)
    this.onOpened?.(read)
    return read
  }

  /**
   * A unit with everything it is composed from: a GatheredUnit, as JSON text.
   * @param record content hash of the unit
   * @param inherited settings of what stands above it @param policy what policy groups say there
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  async gathered(
    record: string,
    inherited: GatheredUnit['inherited'],
    policy?: GatheredUnit['policy'],
  ): Promise<string> {
    const unit = await this.#required(`unit:${record}`)
    const blocks = await this.#referredTo(unit)
    const ruled = policy ? `,"policy":${JSON.stringify(policy)}` : ''
    return `{"unit":${unit},"inherited":${JSON.stringify(inherited)}${ruled},"blocks":${blocks}}`
  }

  /** A library block that a bank may draw, and those that it refers to in turn, as JSON texts. @throws as {@link gathered} */
  async member(record: string): Promise<{ readonly block: string; readonly blocks: string }> {
    const block = await this.#required(`block:${record}`)
    return { block, blocks: await this.#referredTo(block) }
  }

  /** What a bank draws from. @throws CompositorError `store-unavailable`, `store-damaged` */
  async pool(hash: string): Promise<MemberPool> {
    const known = this.#pools.get(hash)
    if (known) return known
    const text = await this.#required(`pool:${hash}`)
    const pool = openedPool(text)
    this.#pools.set(hash, pool, { size: text.length })
    return pool
  }

  /** What is stored of the member at a place of a pool. @throws as {@link pool} */
  async poolMember(pool: MemberPool, place: number): Promise<PoolMember> {
    const hash = pool.partOf(place)
    const known = pool.parts?.get(hash) ?? this.#parts.get(hash)
    if (known) return memberIn(known, place)
    const text = await this.#required(`pool-part:${hash}`)
    const part = JSON.parse(text) as PoolPart
    this.#parts.set(hash, part, { size: text.length })
    return memberIn(part, place)
  }

  /** What outlines, progress and grade books need of units and members, by content hash. @throws as {@link pool} */
  async summaries(hashes: Iterable<string>): Promise<ReadonlyMap<string, SummaryBlock>> {
    const found = new Map<string, SummaryBlock>()
    const missing: string[] = []
    for (const hash of new Set(hashes)) {
      const known = this.#summaries.get(hash)
      if (known) found.set(hash, known)
      else missing.push(hash)
    }
    const texts = await this.store.blobs.texts(missing.map((hash) => `summary:${hash}`))
    for (const [index, hash] of missing.entries()) {
      const text = texts[index]
      if (text === undefined) throw lacking(`summary:${hash}`)
      const summary = JSON.parse(text) as SummaryBlock
      this.#summaries.set(hash, summary, { size: text.length })
      found.set(hash, summary)
    }
    return found
  }

  /** The texts of a composed form by its name, if it was kept. @throws CompositorError `store-unavailable` */
  form(name: string): Promise<readonly string[] | undefined> {
    return textsInBlobs(this.store.blobs, `composed:${name}`)
  }

  /** Of many forms the first text, undefined for those that were not kept. @throws CompositorError `store-unavailable` */
  firstTexts(names: readonly string[]): Promise<readonly (string | undefined)[]> {
    return firstTextsInBlobs(
      this.store.blobs,
      names.map((name) => `composed:${name}`),
    )
  }

  /** Keeps a composed form. @throws CompositorError `store-unavailable` */
  async keepForm(name: string, texts: readonly string[]): Promise<void> {
    await this.store.blobs.put(blobsOfTexts(`composed:${name}`, texts))
  }

  /** A static file by its hash, or undefined. @throws CompositorError `store-unavailable` */
  async asset(hash: string): Promise<Uint8Array | undefined> {
    return (await this.store.files.open(hash))?.bytes()
  }

  /** A static file by its hash, to be read in parts, or undefined. @throws CompositorError `store-unavailable` */
  assetFile(hash: string): Promise<StoredFile | undefined> {
    return this.store.files.open(hash)
  }

  /**
   * Whether this site lets learners learn from a library directly; whatever is published of it, not before it was told
   * to. While the store is away, what was known of it last. @throws CompositorError `store-unavailable`
   */
  async publicLearning(library: string): Promise<boolean> {
    const { heads } = this.store
    const name = learningOf(library)
    try {
      return (await heads.texts([name]))[0] === 'yes'
    } catch (thrown) {
      const known = isAway(thrown) && heads.known(name)
      if (!known) throw thrown
      return known.text === 'yes'
    }
  }

  /** Sets {@link publicLearning}. @throws CompositorError `store-unavailable` */
  async setPublicLearning(library: string, isOpen: boolean): Promise<void> {
    const [name, after] = [learningOf(library), isOpen ? 'yes' : 'no']
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      const [before] = await this.store.heads.texts([name])
      if (before === after || (await this.store.heads.change([{ name, before, after }]))) return
    }
    throw new CompositorError('store-unavailable', `Others set '${name}' ${mostAttempts} times meanwhile.`)
  }

  /**
   * Keys of the published contexts, as text, sorted. While the store is away, as they were last listed.
   * @throws CompositorError `store-unavailable` where they never were
   */
  async contexts(): Promise<readonly string[]> {
    try {
      return await this.#list()
    } catch (thrown) {
      if (!this.#listed || !isAway(thrown)) throw thrown
      // What was taken away since is not shown again.
      return this.#listed.filter((context) => {
        const known = this.store.heads.known(pointerOf(context))
        return !known || known.text !== undefined
      })
    }
  }

  /**
   * Checks that something published can be read, or that nothing is published. Of contexts that cannot be read it tries
   * a few.
   * @throws CompositorError `store-unavailable`, `store-damaged` where none of them could
   */
  async check(): Promise<void> {
    let failure: unknown
    for (const context of (await this.#list()).slice(0, mostChecked)) {
      try {
        await this.find(context)
        return
      } catch (thrown) {
        failure ??= thrown
      }
    }
    if (failure !== undefined) throw CompositorError.from(failure, 'store-damaged')
  }

  async #list(): Promise<readonly string[]> {
    const names = await this.store.heads.names(pointerOf(''))
    return (this.#listed = names.map((name) => name.slice(pointerOf('').length)))
  }

  /** Records of the library blocks that a record refers to, directly or through others, as JSON of all by their hashes. */
  async #referredTo(record: string): Promise<string> {
    const blocks = new Map<string, string>()
    for (let open = recordsReferredTo(record); open.length > 0;) {
      const texts = await this.store.blobs.texts(open.map((hash) => `block:${hash}`))
      const next: string[] = []
      for (const [index, hash] of open.entries()) {
        const text = texts[index]
        if (text === undefined) continue
        blocks.set(hash, text)
        next.push(...recordsReferredTo(text))
      }
      open = [...new Set(next)].filter((hash) => !blocks.has(hash))
    }
    const members = [...blocks].map(([hash, text]) => `"${hash}":${text}`)
    return `{${members.join(',')}}`
  }

  async #required(name: string): Promise<string> {
    const [text] = await this.store.blobs.texts([name])
    if (text !== undefined) return text
    throw lacking(name)
  }
}

/** What everybody is told of a context that is not published, or not for them. */
export function contextNotPublished(context: string): CompositorError {
  return new CompositorError(
    'context-not-published',
    `Nothing is published under '${context.slice(0, 300)}'.`,
  )
}

function isAway(thrown: unknown): boolean {
  return thrown instanceof CompositorError && thrown.code === 'store-unavailable'
}

function publicationOf(text: string, context: string): Publication {
  const publication = JSON.parse(text) as Publication
  // It is read as text of another form before a store was upgraded.
  if ((publication.format as number | undefined) === 2) return publication
  throw new CompositorError(
    'store-damaged',
    `What is published of '${context}' was stored in another form; publish it again.`,
  )
}

/** Hashes of the records that a record's references stand for; an author's text may look like one, and is then found nowhere. */
function recordsReferredTo(record: string): string[] {
  if (!record.includes('"referred":')) return []
  return [...new Set([...record.matchAll(/"record":"([0-9a-f]{64})"/g)].map(([, hash = '']) => hash))]
}

function lacking(name: string): CompositorError {
  return new CompositorError(
    'store-damaged',
    `The store has no '${name}', which something published refers to.`,
  )
}
