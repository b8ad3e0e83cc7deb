import { setImmediate as nextTurn } from 'node:timers/promises'
import type { PublishedContext } from '../compositor/index.js'
import { CompositorError } from '../runtime/errors/index.js'
import { parseUsageKey, type UsageKey } from '../runtime/keys/index.js'
import type { Learner } from './learner.js'
import {
  isDone,
  logPrefix,
  parsedRecord,
  resultKey,
  type BlockResult,
  type ChangedState,
  type CourseTrail,
} from './learner-state/index.js'
import type { LearnersSideOptions } from './learner-units.js'
import { sectionOf } from './step-in.js'

/** Results read at a time, and of one learner at most. */
const page = 1000
const mostResults = 50_000
/** Commits that are looked through for where a learner was last. */
const mostCommits = 100
/** How often it is tried while others store something of the learner. */
const tries = 5
/** Milliseconds of work after which others are let in. */
const slice = 4

/** What a learner achieved in one course, before it was counted. */
interface Achieved {
  /** Blocks that are done. */
  readonly done: UsageKey[]
  /** Where something of theirs was stored last, as far as that is known. */
  last?: { readonly usage: UsageKey; readonly at: number }
}

/**
 * Counts how far learners have come who did something before that was kept as they did it: once for each of them, when it is first asked for.
 * It costs what one learner did.
 */
export class FormerTrails {
  readonly #counting = new Map<string, Promise<void>>()

  constructor(private readonly options: Pick<LearnersSideOptions, 'store' | 'clock' | 'reading'>) {}

  /** Counts it, and keeps it; where it cannot be kept, what was kept before goes on counting. */
  count(learner: Learner): Promise<void> {
    const { id } = learner
    const known = this.#counting.get(id)
    if (known) return known
    const counting = this.#count(learner).finally(() => this.#counting.delete(id))
    this.#counting.set(id, counting)
    return counting
  }

  async #count({ id, anonymousId }: Learner): Promise<void> {
    const { store, clock } = this.options
    const log = { userId: anonymousId, context: '', lines: [] }
    try {
      for (let tried = 0; tried < tries; tried++) {
        const { stateVersion } = await store.versions(id)
        const achieved = await this.#achieved(id)
        if (achieved.size === 0) return
        const trails = new Map<string, CourseTrail>()
        for (const [context, one] of achieved) {
          const trail = await this.#trail(context, one)
          if (trail) trails.set(context, trail)
        }
        const { committed } = await store.commitTrails(id, stateVersion, trails, { ...log, at: clock.now() })
        if (committed) return
      }
    } catch (thrown) {
      if (!isOfStore(thrown)) throw thrown
    }
  }

  async #achieved(learner: string): Promise<ReadonlyMap<string, Achieved>> {
    const { records } = this.options.store
    const all = new Map<string, Achieved>()
    const prefix = resultKey(learner, '')
    let from = prefix
    for (let read = 0; read < mostResults; read += page) {
      const found = await records.range({ from, to: `${prefix}\u007f`, limit: page })
      for (const { key, text } of found) {
        const result = parsedRecord(key, text) as BlockResult
        const usage = usageIn(key.slice(prefix.length))
        if (!usage) continue
        const achieved = achievedIn(all, usage)
        if (isDone(result)) achieved.done.push(usage)
        const at = result.grade?.at
        if (at !== undefined && at > (achieved.last?.at ?? -1)) achieved.last = { usage, at }
      }
      const last = found.at(-1)
      if (!last || found.length < page) break
      from = `${last.key} `
      await nextTurn()
    }
    if (all.size > 0) await this.#lookBack(learner, all)
    return all
  }

  /** What was stored last says where somebody was. */
  async #lookBack(learner: string, all: Map<string, Achieved>): Promise<void> {
    const prefix = logPrefix(learner)
    const range = { from: prefix, to: `${prefix}\u007f`, limit: mostCommits, isBackward: true }
    for (const { key, text } of await this.options.store.records.range(range)) {
      const { at, fields, results } = parsedRecord(key, text) as ChangedState
      if (at === undefined) continue
      for (const id of [...results.map(({ usage }) => usage), ...fields.map((field) => field.id)]) {
        const usage = usageIn(id)
        const achieved = usage && all.get(contextOf(usage))
        if (usage && achieved && at > (achieved.last?.at ?? -1)) achieved.last = { usage, at }
      }
    }
  }

  /** Undefined where nothing is published any more that says where the blocks stand. */
  async #trail(context: string, { done, last }: Achieved): Promise<CourseTrail | undefined> {
    const published = await this.options.reading?.published(context).catch(whereUnpublished)
    if (!published) return undefined
    const sections: Record<string, number> = {}
    const seen = new Set<string>()
    let began = performance.now()
    for (const usage of done) {
      // What was done under a former key is kept under both.
      const newest = published.newestKey(usage.toString())
      if (seen.has(newest)) continue
      seen.add(newest)
      const unit = await unitOf(published, newest)
      if (unit === undefined) continue
      const section = sectionOf(await published.path(unit), unit)
      sections[section] = (Object.hasOwn(sections, section) ? (sections[section] ?? 0) : 0) + 1
      if (performance.now() - began < slice) continue
      await nextTurn()
      began = performance.now()
    }
    const unit = last && (await unitOf(published, published.newestKey(last.usage.toString())))
    return { ...(unit !== undefined && { unit, at: last?.at ?? 0 }), done: sections }
  }
}

async function unitOf(published: PublishedContext, usage: string): Promise<string | undefined> {
  return published.unitOf(parseUsageKey(usage))
}

function achievedIn(all: Map<string, Achieved>, usage: UsageKey): Achieved {
  const context = contextOf(usage)
  let achieved = all.get(context)
  if (!achieved) all.set(context, (achieved = { done: [] }))
  return achieved
}

function contextOf(usage: UsageKey): string {
  return usage.context.withoutBranchOrVersion().toString()
}

/** Keys that are kept as hashes, being long or not plain, say nothing of their block. */
function usageIn(text: string): UsageKey | undefined {
  if (text.startsWith('#')) return undefined
  try {
    return parseUsageKey(text)
  } catch {
    return undefined
  }
}

function whereUnpublished(thrown: unknown): undefined {
  if (thrown instanceof CompositorError && thrown.code === 'context-not-published') return undefined
  throw thrown
}

/** Whether a store keeps nothing now, or not this. */
function isOfStore(thrown: unknown): boolean {
  const codes: readonly string[] = ['store-full', 'store-read-only', 'store-unavailable']
  return thrown instanceof CompositorError && codes.includes(thrown.code)
}
