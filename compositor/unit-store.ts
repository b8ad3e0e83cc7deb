import type { Keyv } from 'keyv'
import { LRUCache } from 'lru-cache'
import { CompositorError } from '../runtime/errors/index.js'
import {
  MemberPool,
  type GatheredUnit,
  type PackedPool,
  type Publication,
  type PublishedUnit,
} from '../runtime/unit/index.js'
import { contentHash, type FileStore, type Json, type StoredFile } from '../runtime/values/index.js'
import { AssetFiles } from './asset-files.js'
import { PublishedContext } from './published-context.js'
import { StoredValues } from './stored-values.js'

/** A static file to publish: its bytes, or where to get them when the store does not have them yet. */
export interface AssetBytes {
  readonly hash: string
  readonly bytes: Uint8Array | (() => Uint8Array | Promise<Uint8Array>)
}

/** How far a publish has come: records and files, those already stored included. */
export interface PublishProgress {
  readonly done: number
  readonly total: number
}

/** What a publish did. */
export interface PublishOutcome {
  /** Content hash of the publication. */
  readonly hash: string
  /** Records and files that were not there before. */
  readonly written: number
  /** Whether learners see another publication than before. */
  readonly changed: boolean
}

/** Characters of publications kept parsed in memory. */
const parsedLimit = 64_000_000

/** Characters of pools kept in memory. */
const poolLimit = 32_000_000

/** Contexts tried where the first cannot be read. */
const mostChecked = 20

/**
 * The learners' side's store: unit records, static files and publications by content hash, and for each context
 * one pointer to the publication that is *the* published one. Everything but the pointer is immutable, so a
 * publish that is cut off leaves the old publication as it was (seed: "a read-optimized form", persisted so that
 * learners do not notice when authoring is down; docs/decisions/0001-one-record-per-unit.md).
 */
export class UnitStore {
  readonly #values: StoredValues
  readonly #assets: AssetFiles
  readonly #parsed = new LRUCache<string, PublishedContext>({ maxSize: parsedLimit })
  readonly #pools = new LRUCache<string, MemberPool>({ maxSize: poolLimit })
  readonly #pointers = new Map<string, Promise<string | undefined>>()
  #publishing: Promise<unknown> = Promise.resolve()

  /**
   * @param keyv holds strings and bytes; it is told to throw, as Keyv otherwise reports an outage as "not there"
   * @param files holds static files; the Keyv does where it is left out
   */
  constructor(keyv: Keyv, files?: FileStore) {
    this.#values = new StoredValues(keyv)
    this.#assets = new AssetFiles(this.#values, files)
  }

  /**
   * Stores what is not stored yet, then makes the publication the published one. One publish at a time;
   * of two processes that publish one context, the later pointer stands.
   * @param units of the publication; those already stored may be left out
   * @throws CompositorError `publication-incomplete` when a record or file is neither given nor stored,
   * `store-unavailable`; the old publication then stays
   */
  publish(
    publication: Publication,
    units: Iterable<GatheredUnit> | AsyncIterable<GatheredUnit>,
    assets: Iterable<AssetBytes> | AsyncIterable<AssetBytes> = [],
    onProgress?: (progress: PublishProgress) => void,
  ): Promise<PublishOutcome> {
    const outcome = this.#publishing.then(() => this.#publish(publication, units, assets, onProgress))
    this.#publishing = outcome.catch(() => undefined)
    return outcome
  }

  /**
   * The published version of a context. Its pointer is read again in each turn of the event loop, as another process
   * may have published.
   * @throws CompositorError `context-not-published`, `store-unavailable`, `store-damaged`
   */
  async publication(context: string): Promise<PublishedContext> {
    const hash = await this.#pointer(context)
    if (hash === undefined) throw contextNotPublished(context)
    const known = this.#parsed.get(hash)
    if (known) return known
    const text = await this.#required(`publication:${hash}`)
    const read = new PublishedContext(JSON.parse(text) as Publication, hash)
    this.#parsed.set(hash, read, { size: text.length })
    return read
  }

  /**
   * A unit with everything it is composed from: a GatheredUnit, as JSON text.
   * @param version of it, as its context says
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  async gathered(version: string): Promise<string> {
    const [record = '', above = ''] = version.split('.')
    const [unit, inherited] = await Promise.all([
      this.#required(`unit:${record}`),
      this.#required(`inherited:${above}`),
    ])
    return `{"unit":${unit},"inherited":${inherited},"blocks":${await this.#referredTo(unit)}}`
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
    const pool = new MemberPool(JSON.parse(text) as PackedPool)
    this.#pools.set(hash, pool, { size: text.length })
    return pool
  }

  /** Records of the library blocks that a record refers to, directly or through others, as JSON of all by their hashes. */
  async #referredTo(record: string): Promise<string> {
    const blocks = new Map<string, string>()
    for (let open = recordsReferredTo(record); open.length > 0;) {
      const texts = await Promise.all(open.map((hash) => this.#values.text(`block:${hash}`)))
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

  /** What was worked out of a unit's record, as text, if it was kept. @throws CompositorError `store-unavailable` */
  summary(record: string): Promise<string | undefined> {
    return this.#values.text(`summary:${record}`)
  }

  /** Keeps what was worked out of a unit's record, in place of what was kept before. @throws CompositorError `store-unavailable` */
  keepSummary(record: string, text: string): Promise<void> {
    return this.#values.set(`summary:${record}`, text)
  }

  /** A composed form by its name, as text, if it was kept. @throws CompositorError `store-unavailable` */
  form(name: string): Promise<string | undefined> {
    return this.#values.text(`composed:${name}`)
  }

  /** Keeps a composed form. @throws CompositorError `store-unavailable` */
  keepForm(name: string, text: string): Promise<void> {
    return this.#values.set(`composed:${name}`, text)
  }

  /** A static file by its hash, or undefined. @throws CompositorError `store-unavailable` */
  async asset(hash: string): Promise<Uint8Array | undefined> {
    return (await this.#assets.open(hash))?.bytes()
  }

  /** A static file by its hash, to be read in parts, or undefined. @throws CompositorError `store-unavailable` */
  assetFile(hash: string): Promise<StoredFile | undefined> {
    return this.#assets.open(hash)
  }

  /**
   * Whether this site lets learners learn from a library directly; whatever is published of it, not before it was told
   * to. @throws CompositorError `store-unavailable`
   */
  async publicLearning(library: string): Promise<boolean> {
    return (await this.#values.text(`public-learning:${library}`)) === 'yes'
  }

  /** Sets {@link publicLearning}. @throws CompositorError `store-unavailable` */
  setPublicLearning(library: string, isOpen: boolean): Promise<void> {
    return this.#values.set(`public-learning:${library}`, isOpen ? 'yes' : 'no')
  }

  /** Keys of the published contexts, as text, in the order of their first publish. */
  async contexts(): Promise<string[]> {
    const published = await Promise.all(
      (await this.#index()).map(async (context) =>
        (await this.#values.has(`published:${context}`)) ? [context] : [],
      ),
    )
    return published.flat()
  }

  /**
   * Checks that something published can be read, or that nothing is published. Of contexts that cannot be read it tries
   * a few.
   * @throws CompositorError `store-unavailable`, `store-damaged` where none of them could
   */
  async check(): Promise<void> {
    let failure: unknown
    for (const context of (await this.#index()).slice(0, mostChecked)) {
      try {
        await this.publication(context)
        return
      } catch (thrown) {
        // One that is listed and has no pointer yet is being published for the first time.
        if (!(thrown instanceof CompositorError && thrown.code === 'context-not-published'))
          failure ??= thrown
      }
    }
    if (failure !== undefined) throw CompositorError.from(failure, 'store-damaged')
  }

  /** The hash of what is published; many requests of one turn of the event loop read it once. */
  #pointer(context: string): Promise<string | undefined> {
    const known = this.#pointers.get(context)
    if (known) return known
    const read = this.#values.text(`published:${context}`)
    if (this.#pointers.size === 0) setImmediate(() => this.#pointers.clear())
    this.#pointers.set(context, read)
    return read
  }

  async #publish(
    publication: Publication,
    units: Iterable<GatheredUnit> | AsyncIterable<GatheredUnit>,
    assets: Iterable<AssetBytes> | AsyncIterable<AssetBytes>,
    onProgress: ((progress: PublishProgress) => void) | undefined,
  ): Promise<PublishOutcome> {
    const records = new Map(publication.units.map(({ key, record }) => [key, record]))
    const missing = new Set([
      ...[...records.values()].map((record) => `unit:${record}`),
      ...new Set(publication.units.map((unit) => `inherited:${unit.inherited}`)),
      ...Object.values(publication.assets).map((asset) => `asset:${asset.hash}`),
    ])
    const total = missing.size
    const onDone = (name: string) => {
      if (missing.delete(name)) onProgress?.({ done: total - missing.size, total })
    }
    const writer = this.#values.writer(onDone)
    let files = 0
    for await (const { unit, inherited, blocks, pools = {} } of units) {
      const record = records.get(unit.key)
      if (record === undefined) continue
      await writer.add(`inherited:${contentHash(inherited)}`, () => JSON.stringify(inherited))
      for (const [hash, block] of Object.entries(blocks)) {
        await writer.add(`block:${hash}`, () => JSON.stringify(block))
      }
      for (const [hash, pool] of Object.entries(pools)) {
        await writer.add(`pool:${hash}`, () => JSON.stringify(pool))
      }
      await writer.add(`unit:${record}`, () => recordText(unit, record))
    }
    for await (const { hash, bytes } of assets) {
      const content = async () => (typeof bytes === 'function' ? bytes() : bytes)
      const name = `asset:${hash}`
      if (await this.#assets.has(hash)) onDone(name)
      else if (await this.#assets.put(hash, content)) {
        files++
        onDone(name)
      } else await writer.add(name, async () => Buffer.from(await content()))
    }
    await writer.flush()
    for (const name of missing) {
      const isThere = name.startsWith('asset:')
        ? this.#assets.has(name.slice('asset:'.length))
        : this.#values.has(name)
      if (!(await isThere)) throw incomplete(publication, name)
    }
    const hash = contentHash(publication as unknown as Json)
    await writer.add(`publication:${hash}`, () => JSON.stringify(publication))
    await writer.flush()
    const pointer = `published:${publication.context}`
    const changed = (await this.#values.text(pointer)) !== hash
    await this.#enterIndex(publication.context)
    if (changed) await this.#values.set(pointer, hash)
    this.#pointers.clear()
    return { hash, written: writer.written + files, changed }
  }

  /** Lists a context before its pointer is written, so that no published one is ever unlisted. */
  async #enterIndex(context: string): Promise<void> {
    for (;;) {
      const before = await this.#values.text('contexts')
      const index = JSON.parse(before ?? '[]') as string[]
      if (index.includes(context)) return
      // Refused only where another process listed its own meanwhile.
      if (await this.#values.replace('contexts', before, JSON.stringify([...index, context]))) return
    }
  }

  async #index(): Promise<string[]> {
    return JSON.parse((await this.#values.text('contexts')) ?? '[]') as string[]
  }

  async #required(name: string): Promise<string> {
    const text = await this.#values.text(name)
    if (text !== undefined) return text
    throw new CompositorError(
      'store-damaged',
      `The unit store has no '${name}', which something published refers to.`,
    )
  }
}

/** What everybody is told of a context that is not published, or not for them. */
export function contextNotPublished(context: string): CompositorError {
  return new CompositorError(
    'context-not-published',
    `Nothing is published under '${context.slice(0, 300)}'.`,
  )
}

/** Hashes of the records that a record's references stand for; an author's text may look like one, and is then found nowhere. */
function recordsReferredTo(record: string): string[] {
  if (!record.includes('"referred":')) return []
  return [...new Set([...record.matchAll(/"record":"([0-9a-f]{64})"/g)].map(([, hash = '']) => hash))]
}

function recordText(unit: PublishedUnit, record: string): string {
  const hash = contentHash(unit as unknown as Json)
  if (hash === record) return JSON.stringify(unit)
  throw new CompositorError(
    'publication-incomplete',
    `The record of unit '${unit.key}' has the hash ${hash}, not ${record} as the publication says.`,
    { usage: unit.key },
  )
}

function incomplete(publication: Publication, name: string): CompositorError {
  return new CompositorError(
    'publication-incomplete',
    `The publication of '${publication.context}' refers to '${name}', which was neither given nor stored before.`,
  )
}
