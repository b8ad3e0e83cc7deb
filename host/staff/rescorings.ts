import { randomUUID } from 'node:crypto'
import type { EverybodysBlock, RescoredAll } from '../../lms/index.js'
import { CompositorError, type RescoreOptions, type UsageKey } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'

/** How far the rescoring of everybody at a block is. */
export interface Rescoring {
  readonly id: string
  /** The block, as text. */
  readonly block: string
  /** Learners done, and learners in all; 0 until the first is done. */
  readonly done: number
  readonly total: number
  /** What it did, once it has ended. */
  readonly result?: RescoredAll
  /** Why it ended without, such as a block that cannot be rescored. */
  readonly error?: { readonly code: string; readonly message: string }
}

/** How many that have ended are remembered. */
const remembered = 50

/** Rescorings of everybody: they go on while staff look at how far they are, and end with the host. */
export class Rescorings {
  readonly #all = new Map<string, Rescoring>()
  readonly #running = new Set<Promise<void>>()
  readonly #ending = new AbortController()

  constructor(private readonly courseware: Courseware) {}

  /** How many are under way. */
  get underWay(): number {
    return this.#running.size
  }

  /** Starts one. A block that is being rescored already is not rescored twice at once. */
  start(unit: UsageKey, of: EverybodysBlock, options: RescoreOptions): Rescoring {
    const under = [...this.#all.values()].find((one) => one.block === of.usageKey && !hasEnded(one))
    if (under) return under
    const started: Rescoring = { id: randomUUID(), block: of.usageKey, done: 0, total: 0 }
    this.#all.set(started.id, started)
    this.#forget()
    const run = this.#run(started.id, unit, of, options)
    this.#running.add(run)
    void run.finally(() => this.#running.delete(run))
    return started
  }

  /** @throws CompositorError `page-not-found` for one that is not known, or no longer */
  find(id: string): Rescoring {
    const found = this.#all.get(id)
    if (found) return found
    throw new CompositorError('page-not-found', 'This rescoring is not known, or was too long ago.')
  }

  /** Ends what is under way after the learner it is at. */
  async close(): Promise<void> {
    this.#ending.abort()
    await Promise.all(this.#running)
  }

  async #run(id: string, unit: UsageKey, of: EverybodysBlock, options: RescoreOptions): Promise<void> {
    const update = (change: Partial<Rescoring>) => this.#all.set(id, { ...this.find(id), ...change })
    try {
      const result = await this.courseware.rescoreAll(unit, of, {
        ...options,
        signal: this.#ending.signal,
        onProgress: (done, total) => update({ done, total }),
      })
      update({ result })
    } catch (thrown) {
      const { code, message } = CompositorError.from(thrown, 'block-failed', { usage: of.usageKey })
      update({ error: { code, message } })
    }
  }

  #forget(): void {
    const ended = [...this.#all.values()].filter(hasEnded)
    for (const { id } of ended.slice(0, Math.max(0, ended.length - remembered))) this.#all.delete(id)
  }
}

/** Whether nothing more will happen. */
export function hasEnded({ result, error }: Rescoring): boolean {
  return result !== undefined || error !== undefined
}
