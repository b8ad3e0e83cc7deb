import type { PluginList } from '../plugins/index.js'
import { shippedPlugin } from '../plugins/index.js'
import { fallbackType, type BlockType, type BlockTypes } from '../runtime/block/index.js'
import { CompositorError, findingOf } from '../runtime/errors/index.js'
import type { ComposedBlock, ComposedUnit } from '../runtime/unit/index.js'
import { answerTexts, readAnswer } from './compose-answer.js'
import { ComposeCost, inlineLimit } from './compose-cost.js'
import { composeRecord, readGathered } from './compose.js'
import { recordsWith } from './records-with.js'
import { WorkerPool } from './worker-pool.js'

/** How units are composed. */
export interface ComposingOptions {
  readonly types: BlockTypes & { readonly types?: () => readonly BlockType[] }
  readonly plugins?: PluginList | undefined
  readonly inlineLimit?: number | undefined
  readonly threads?: number | undefined
  readonly maxQueue?: number | undefined
  readonly deadline?: number | undefined
  readonly memory?: number | undefined
  readonly onFailure?: ((error: CompositorError, block: ComposedBlock) => void) | undefined
}

/** What was made of a record. */
export interface Made {
  readonly unit: ComposedUnit
  /** Characters, as JSON. */
  readonly size: number
  /** Whether nothing was left out that may work another time. */
  readonly isWhole: boolean
  /** The unit as texts, as {@link readAnswer} takes them; none where nothing could be composed. */
  readonly texts: readonly string[]
}

/**
 * Composes records, in place or in a worker, whichever costs less (docs/decisions/0002-when-composing-goes-to-a-worker.md).
 */
export class Composing {
  readonly pool: WorkerPool | undefined
  readonly #cost = new ComposeCost()
  readonly #inlineLimit: number
  /** Finds types in a record whose composing runs code of plugins; undefined where there are none. */
  readonly #foreign: RegExp | undefined
  readonly #counts = { inline: 0, pooled: 0, failed: 0, inlineMs: 0, pooledMs: 0 }
  readonly #told = new Set<string>()
  #spent = 0

  constructor(private readonly options: ComposingOptions) {
    const { plugins, threads, maxQueue, deadline, memory } = options
    this.#inlineLimit = options.inlineLimit ?? inlineLimit
    if (plugins && WorkerPool.available()) {
      const all = options.types.types?.() ?? []
      const typeNames = all.map(({ name }) => name)
      this.pool = new WorkerPool({ plugins, typeNames, threads, maxQueue, deadline, memory })
      this.#foreign = foreignTypes(all)
    }
  }

  get stats() {
    const made = this.#counts.inline + this.#counts.pooled
    return {
      ...this.#counts,
      meanMs: made === 0 ? 0 : (this.#counts.inlineMs + this.#counts.pooledMs) / made,
      roundTripMs: this.#cost.roundTripOf(0),
      threads: this.pool?.threads ?? 0,
      composing: this.pool?.composing ?? 0,
      waiting: this.pool?.waiting ?? 0,
    }
  }

  /** Whether code of plugins runs while a record is composed. */
  isForeign(record: string): boolean {
    return this.#foreign?.test(record) === true
  }

  /**
   * Composes a record. Of one that hangs or kills its worker, a failure stands in its place.
   * @param record see {@link composeRecord}
   * @throws CompositorError `compositor-busy`, `store-damaged`
   */
  async made(record: string, version: string): Promise<Made> {
    try {
      return this.pool && this.#goesTo(this.pool, record)
        ? await this.inPool(this.pool, record, version)
        : this.#inPlace(record, version)
    } catch (thrown) {
      if (!(thrown instanceof CompositorError) || thrown.code !== 'block-failed') throw thrown
      this.#counts.failed++
      return { unit: failedUnit(record, version, thrown), size: 0, isWhole: false, texts: [] }
    }
  }

  /** Composes in a thread. @throws CompositorError `block-failed`, `compositor-busy`, `store-damaged` */
  async inPool(pool: WorkerPool, record: string, version: string, isPatient = false): Promise<Made> {
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
    return { unit, size, isWhole, texts }
  }

  /**
   * Whether the work is worth the way, or would hold up the main thread for too long, or runs code of plugins, which only
   * in a thread of its own can be stopped. While threads are starting the way is longer than any other unit that may be
   * composed here.
   */
  #goesTo(pool: WorkerPool, record: string): boolean {
    if (this.isForeign(record)) return true
    const { length } = record
    const work = this.#cost.workOf(length)
    if (this.#spent + work > this.#inlineLimit) return true
    if (pool.ready) return work > this.#cost.roundTripOf(length)
    pool.start()
    return false
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
    const texts = answerTexts({ ms, unit })
    return { unit, size: texts.reduce((sum, { length }) => sum + length, 0), isWhole: true, texts }
  }

  /** Tells once of each plugin that threads lack. */
  #threadLacks(error: CompositorError, block: ComposedBlock): void {
    if (this.#told.has(error.message)) return
    this.#told.add(error.message)
    this.options.onFailure?.(error, block)
  }
}

/** What finds block types of plugins that do something of their own while they are composed; undefined without any. */
function foreignTypes(types: readonly BlockType[]): RegExp | undefined {
  const names = types
    .filter(({ plugin, capabilities: { prepare } }) => plugin !== shippedPlugin && prepare !== undefined)
    .map(({ name }) => name)
  return names.length === 0 ? undefined : recordsWith(names)
}

/** A unit, or a member of a pool, of which nothing could be composed, for the page to show as an error block. */
export function failedUnit(record: string, version: string, error: CompositorError): ComposedUnit {
  const read = readGathered(record, version)
  const isMember = 'member' in read
  const { key, context } = isMember ? read : read.unit
  const block = isMember ? read.block : read.unit.root
  const failure = { ...error.toJSON(), usage: key }
  const failed = { key, type: fallbackType, definition: block.definition, fields: {}, children: [], failure }
  const holder = { key, type: fallbackType, definition: '', fields: {}, children: [failed] }
  return {
    key,
    context,
    version,
    root: isMember ? holder : failed,
    diagnostics: [{ ...findingOf(error), usage: key }],
  }
}
