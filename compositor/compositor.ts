import { setImmediate as nextTurn } from 'node:timers/promises'
import { pluginSetName, type PluginList } from '../plugins/index.js'
import type { BlockType, BlockTypes } from '../runtime/block/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { parseUsageKey, type UsageKey } from '../runtime/keys/index.js'
import type { ComposedBlock, ComposedUnit, DrawsTogether, GatheredUnit } from '../runtime/unit/index.js'
import { openPools } from './bank-pools.js'
import { compose } from './compose.js'
import { Composing, failedUnit } from './composing.js'
import { CountedMembers } from './counted-members.js'
import { DrawGroups } from './draw-groups.js'
import { DrawnMembers, type Members } from './drawn-members.js'
import { KeptForms } from './kept-forms.js'
import type { PublishedContext, UnitCompanions } from './published-context.js'
import { StoredForms } from './stored-forms.js'
import { UnitSummaries, type Summaries } from './unit-summaries.js'
import type { UnitStore } from './unit-store.js'

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

/** Characters of a draft's unit, as JSON, above which it is composed in a thread. */
const draftLimit = 1_000_000

/**
 * Gives units, composed: from memory, else in place or in a worker, whichever costs less. What is composed is the
 * same for every learner and named by its record's content hash, so nothing kept here ever becomes wrong.
 */
export class Compositor implements AsyncDisposable {
  /** What stands in the places of drawn members. */
  readonly members: Members
  /** What they count for, for whoever asks for summaries: nothing is composed for it. */
  readonly countedMembers: Members
  readonly #forms: KeptForms
  readonly #composing: Composing
  readonly #stored: StoredForms
  readonly #summaries: UnitSummaries
  readonly #groups: DrawGroups

  constructor(readonly options: CompositorOptions) {
    const { store, types, plugins, cacheSize } = options
    this.#forms = new KeptForms(cacheSize ?? 64_000_000)
    this.#composing = new Composing(options)
    const [composing, forms] = [this.#composing, this.#forms]
    const composedBy = plugins && pluginSetName(plugins)
    this.#stored = new StoredForms(store, composedBy)
    this.members = new DrawnMembers(composing, forms, this.#stored, store)
    this.countedMembers = new CountedMembers(store, types)
    this.#summaries = new UnitSummaries(store, types)
    this.#groups = new DrawGroups(this.#summaries, types)
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
    const of = published ?? (await this.options.store.publication(context))
    const unit = of.known(text) ?? (await of.unit(text))
    if (unit === undefined) throw unitNotFound(context, text)
    const { entry, inherited, policy, version } = unit
    return this.#forms.get(`${text} ${version}`, async () => {
      const { store } = this.options
      const made = await this.#stored.get(version, undefined, async () =>
        this.#composing.made(await store.gathered(entry.record, inherited, policy), version),
      )
      await openPools(made.unit.root, store)
      return made
    })
  }

  /** Many units at once, in the order asked for. @throws as {@link unit} does, for the first that cannot be given */
  units(usageKeys: readonly (UsageKey | string)[]): Promise<ComposedUnit[]> {
    return Promise.all(usageKeys.map((key) => this.unit(key)))
  }

  /**
   * What many units count for, as their publication says: nothing is composed for it.
   * @throws CompositorError `store-unavailable`
   */
  summaries(keys: readonly string[], published: PublishedContext): Promise<Summaries> {
    return this.#summaries.of(keys, published)
  }

  /**
   * What banks of a published unit draw together with, as its entry says of them.
   * @throws CompositorError `store-unavailable`
   */
  companions(draws: readonly DrawsTogether[], published: PublishedContext): Promise<UnitCompanions> {
    return this.#groups.of(draws, published)
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
    const { pool } = this.#composing
    const isForeign = this.#composing.isForeign(record)
    if (!isAwaited) await nextTurn()
    try {
      if (pool && (isForeign || record.length > draftLimit)) {
        const { unit: made, isWhole } = await this.#composing.inPool(pool, record, 'draft', !isAwaited)
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
    return { ...this.#forms.stats, ...this.#composing.stats }
  }

  /** Ends the workers. */
  async close(): Promise<void> {
    await Promise.all([this.#stored.close(), this.#composing.pool?.close()])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
