import { setImmediate as nextTurn } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { pluginSetName, shippedPlugin, type PluginList } from '../plugins/index.js'
import { fallbackType, type BlockType, type BlockTypes } from '../runtime/block/index.js'
import { CompositorError, findingOf } from '../runtime/errors/index.js'
import { parseUsageKey, type UsageKey } from '../runtime/keys/index.js'
import type { ComposedBlock, ComposedUnit, GatheredUnit } from '../runtime/unit/index.js'
import { compose, composeRecord, readGathered } from './compose.js'
import { recordsWith } from './records-with.js'
import { readAnswer } from './compose-answer.js'
import { ComposeCost, inlineLimit } from './compose-cost.js'
import type { PublishedContext } from './published-context.js'
import { UnitSummaries, type Summaries } from './unit-summaries.js'
import type { UnitStore } from './unit-store.js'
import { WorkerPool } from './worker-pool.js'

/** How a compositor is set up. */
export interface CompositorOptions {
  readonly store: UnitStore
  /** The block types on this thread. */
  readonly types: BlockTypes & { readonly types?: () => readonly BlockType[] }
  /** The plugins those types came from, for the workers; without it everything is composed in place. */
  readonly plugins?: PluginList | undefined
  /** Characters of composed units kept, counted as JSON; they take three to four times that in memory. Default 64 million. */
  readonly cacheSize?: number | undefined
  /** Milliseconds the main thread may compose without a pause; 0 sends everything to workers. Default 4. */
  readonly inlineLimit?: number | undefined
  /** Threads of the pool; one less than the machine has cores, at least 1, when left out. */
  readonly threads?: number | undefined
  /** Units that may wait for a thread before `compositor-busy`; 1000 when left out. */
  readonly maxQueue?: number | undefined
  /** Milliseconds that one call of a block type's code may keep a worker busy. Default 1000. */
  readonly deadline?: number | undefined
  /** MiB of JavaScript memory a worker may take. Default 512. */
  readonly memory?: number | undefined
  /** Told of a block that cannot say its largest score. */
  readonly onFailure?: ((error: CompositorError, block: ComposedBlock) => void) | undefined
}

/** What everybody is told of a unit that is not published, or not for them. */
export function unitNotFound(context: string, unit: string): CompositorError {
  return new CompositorError(
    'unit-not-found',
    `The published version of '${context}' has no unit '${unit.slice(0, 300)}'.`,
    { usage: unit },
  )
}

/** Counts since the start, for operators. */
export interface CompositorStats {
  /** Answered from memory. */
  readonly hits: number
  /** Composed for this request. */
  readonly misses: number
  /** Waited for another request's composing of the same unit. */
  readonly joined: number
  /** Composed on this thread. */
  readonly inline: number
  /** Composed by a worker. */
  readonly pooled: number
  /** Could not be composed. */
  readonly failed: number
  /** Composed only to be counted, and not kept. */
  readonly counted: number
  /** Being composed now to be counted. */
  readonly counting: number
  /** Composed units that are kept now. */
  readonly units: number
  /** Characters of the units kept, as JSON. */
  readonly bytes: number
  /** Mean milliseconds of work for one unit, wherever it was done. */
  readonly meanMs: number
  /** Milliseconds that going to a worker adds at least, as now estimated. */
  readonly roundTripMs: number
  /** Milliseconds of work on this thread, and in workers, in all. */
  readonly inlineMs: number
  readonly pooledMs: number
  /** Threads there may be. */
  readonly threads: number
  /** Threads that compose now. */
  readonly composing: number
  /** Units that wait for a thread. */
  readonly waiting: number
}

interface Made {
  readonly unit: ComposedUnit
  readonly size: number
  /** Whether nothing was left out that may work another time. */
  readonly isWhole: boolean
}

/** Characters of a draft's unit, as JSON, above which it is composed in a thread. */
const draftLimit = 1_000_000

/** Milliseconds for which a unit that hung or killed its thread is not tried again. */
const failureMemory = 30_000

/**
 * Gives units, composed: from memory, else in place or in a worker, whichever costs less. What is composed is the
 * same for every learner and named by its record's content hash, so nothing kept here ever becomes wrong.
 */
export class Compositor implements AsyncDisposable {
  readonly #cache: LRUCache<string, ComposedUnit>
  readonly #failures = new LRUCache<string, ComposedUnit>({ max: 1000, ttl: failureMemory })
  readonly #making = new Map<string, Promise<ComposedUnit>>()
  readonly #cost = new ComposeCost()
  readonly #pool: WorkerPool | undefined
  readonly #inlineLimit: number
  /** Finds types in a record whose composing runs code of plugins; undefined where there are none. */
  readonly #foreign: RegExp | undefined
  readonly #summaries: UnitSummaries
  readonly #counts = {
    hits: 0,
    misses: 0,
    joined: 0,
    inline: 0,
    pooled: 0,
    failed: 0,
    inlineMs: 0,
    pooledMs: 0,
  }
  #spent = 0
  readonly #told = new Set<string>()

  constructor(readonly options: CompositorOptions) {
    const { plugins, threads, maxQueue, deadline, memory, cacheSize } = options
    this.#cache = new LRUCache({ maxSize: cacheSize ?? 64_000_000 })
    this.#inlineLimit = options.inlineLimit ?? inlineLimit
    if (plugins && WorkerPool.available()) {
      const all = options.types.types?.() ?? []
      const typeNames = all.map(({ name }) => name)
      this.#pool = new WorkerPool({ plugins, typeNames, threads, maxQueue, deadline, memory })
      this.#foreign = foreignTypes(all)
    }
    const { store, types, onFailure } = options
    this.#summaries = new UnitSummaries({
      store,
      types,
      onFailure,
      composedBy: plugins && pluginSetName(plugins),
      kept: (key, record) => this.#cache.peek(`${key} ${record}`),
      compose: (record, version) => this.#composeForSummary(record, version),
      lanes: this.#pool?.threads ?? 1,
    })
  }

  /**
   * The published version of a unit, composed. A unit that hangs or kills its worker is given with a failure in
   * place of its root.
   * @param published the published version of its context, where the caller has read it already
   * @throws CompositorError `unit-not-found`, `context-not-published`, `compositor-busy`, `store-unavailable`,
   * `store-damaged`, `key-malformed`, `key-kind`
   */
  async unit(usageKey: UsageKey | string, published?: PublishedContext): Promise<ComposedUnit> {
    const key = (typeof usageKey === 'string' ? parseUsageKey(usageKey) : usageKey).withoutBranchOrVersion()
    const context = key.context.withoutBranchOrVersion().toString()
    const text = key.toString()
    const version = (published ?? (await this.options.store.publication(context))).versionOf(text)
    if (version === undefined) throw unitNotFound(context, text)
    return this.#composed(`${text} ${version}`, version)
  }

  /** Many units at once, in the order asked for. @throws as {@link unit} does, for the first that cannot be given */
  units(usageKeys: readonly (UsageKey | string)[]): Promise<ComposedUnit[]> {
    return Promise.all(usageKeys.map((key) => this.unit(key)))
  }

  /**
   * What many units count for, without keeping them composed: those that are not known are composed a few at a time,
   * after everything that somebody waits for.
   * @param patience milliseconds after which those that are not ready are left out
   * @throws CompositorError `store-unavailable`, `store-damaged`
   */
  summaries(keys: readonly string[], published: PublishedContext, patience: number): Promise<Summaries> {
    return this.#summaries.of(keys, published, patience)
  }

  /**
   * A unit that is not stored, such as what an author is about to save, composed as a published one would be. Code of
   * plugins first runs in a thread of its own, under the same deadline; here only what came to an end there, as authors
   * are told of the types that are loaded here. Nothing of it is kept.
   * @param isAwaited false for work that comes after everything that somebody waits for; one unit a turn of the event loop
   * @throws CompositorError `compositor-busy`
   */
  async draft(unit: GatheredUnit, isAwaited = true): Promise<ComposedUnit> {
    const record = JSON.stringify(unit)
    const isForeign = this.#foreign?.test(record) === true
    if (!isAwaited) await nextTurn()
    try {
      if (this.#pool && (isForeign || record.length > draftLimit)) {
        const { unit: made, isWhole } = await this.#inPool(this.#pool, record, 'draft', !isAwaited)
        if (!isWhole || !isForeign) return made
      }
      // Not counted: what authors try says nothing of how long learners' units take.
      return compose(unit, 'draft', this.options.types)
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || thrown.code !== 'block-failed') throw thrown
      return failedUnit(record, 'draft', thrown)
    }
  }

  stats(): CompositorStats {
    const counts = { ...this.#counts, ...this.#summaries.stats }
    const { size, calculatedSize } = this.#cache
    const made = counts.inline + counts.pooled
    return {
      ...counts,
      units: size,
      bytes: calculatedSize,
      meanMs: made === 0 ? 0 : (counts.inlineMs + counts.pooledMs) / made,
      roundTripMs: this.#cost.roundTripOf(0),
      threads: this.#pool?.threads ?? 0,
      composing: this.#pool?.composing ?? 0,
      waiting: this.#pool?.waiting ?? 0,
    }
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    await Promise.all([this.#summaries.close(), this.#pool?.close()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #composed(cacheKey: string, version: string): Promise<ComposedUnit> | ComposedUnit {
    const kept = this.#cache.get(cacheKey) ?? this.#failures.get(cacheKey)
    if (kept) {
      this.#counts.hits++
      return kept
    }
    const underway = this.#making.get(cacheKey)
    if (underway) {
      this.#counts.joined++
      return underway
    }
    this.#counts.misses++
    const made = this.#make(cacheKey, version).finally(() => this.#making.delete(cacheKey))
    this.#making.set(cacheKey, made)
    return made
  }

  async #make(cacheKey: string, version: string): Promise<ComposedUnit> {
    const record = await this.options.store.gathered(version)
    try {
      const { unit, size, isWhole } =
        this.#pool && this.#goesTo(this.#pool, record)
          ? await this.#inPool(this.#pool, record, version)
          : this.#inPlace(record, version)
      if (isWhole) this.#cache.set(cacheKey, unit, { size })
      else this.#failures.set(cacheKey, unit)
      return unit
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || thrown.code !== 'block-failed') throw thrown
      this.#counts.failed++
      const unit = failedUnit(record, version, thrown)
      this.#failures.set(cacheKey, unit)
      return unit
    }
  }

  /**
   * Whether the work is worth the way, or would hold up the main thread for too long, or runs code of plugins, which only
   * in a thread of its own can be stopped. While threads are starting the way is longer than any other unit that may be
   * composed here.
   */
  #goesTo(pool: WorkerPool, record: string): boolean {
    if (this.#foreign?.test(record)) return true
    const { length } = record
    const work = this.#cost.workOf(length)
    if (this.#spent + work > this.#inlineLimit) return true
    if (pool.ready) return work > this.#cost.roundTripOf(length)
    pool.start()
    return false
  }

  /** In a thread where there are any, so that the main one stays free for who waits. */
  async #composeForSummary(record: string, version: string): Promise<Made> {
    if (!this.#pool) {
      await nextTurn()
      return this.#inPlace(record, version)
    }
    try {
      return await this.#inPool(this.#pool, record, version, true)
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || thrown.code !== 'block-failed') throw thrown
      return { unit: failedUnit(record, version, thrown), size: 0, isWhole: false }
    }
  }

  #inPlace(record: string, version: string): Made {
    const start = performance.now()
    const unit = composeRecord(record, version, this.options.types)
    const ms = performance.now() - start
    this.#counts.inline++
    this.#counts.inlineMs += ms
    this.#cost.worked(record.length, ms)
    // What is spent counts until the event loop has come round.
    if (this.#spent === 0) setImmediate(() => (this.#spent = 0))
    this.#spent += ms
    return { unit, size: JSON.stringify(unit).length, isWhole: true }
  }

  /** Tells once of each plugin that threads lack. */
  #threadLacks(error: CompositorError, block: ComposedBlock): void {
    if (this.#told.has(error.message)) return
    this.#told.add(error.message)
    this.options.onFailure?.(error, block)
  }

  async #inPool(pool: WorkerPool, record: string, version: string, isPatient = false): Promise<Made> {
    const { texts, elapsed, isWhole } = await pool.compose(record, version, isPatient)
    const { ms, unit, error, size, reading } = await readAnswer(texts)
    if (!unit) {
      const refused = error ? CompositorError.fromJSON(error) : new TypeError('A worker gave no answer.')
      if (!(refused instanceof CompositorError) || refused.code !== 'plugin-load') throw refused
      // A plugin that loads here and not in a thread: composed there, its blocks would be of no type at all.
      const made = this.#inPlace(record, version)
      this.#threadLacks(refused, made.unit.root)
      return made
    }
    this.#cost.read(record.length, reading)
    this.#cost.worked(record.length, ms)
    if (elapsed !== undefined) this.#cost.crossed(elapsed - ms)
    this.#counts.pooled++
    this.#counts.pooledMs += ms
    return { unit, size, isWhole }
  }
}

/** What finds block types of plugins that do something of their own while they are composed; undefined without any. */
function foreignTypes(types: readonly BlockType[]): RegExp | undefined {
  const names = types
    .filter(({ plugin, capabilities: { prepare } }) => plugin !== shippedPlugin && prepare !== undefined)
    .map(({ name }) => name)
  return names.length === 0 ? undefined : recordsWith(names)
}

/** A unit of which nothing could be composed, for the page to show as an error block. */
function failedUnit(record: string, version: string, error: CompositorError): ComposedUnit {
  const { key, context, root } = readGathered(record, version).unit
  const failure = { ...error.toJSON(), usage: key }
  return {
    key,
    context,
    version,
    root: { key, type: fallbackType, definition: root.definition, fields: {}, children: [], failure },
    diagnostics: [{ ...findingOf(error), usage: key }],
  }
}
