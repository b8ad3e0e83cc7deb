import { LRUCache } from 'lru-cache'
import { CompositorError } from '../runtime/index.js'
import type { Asker } from './fair-turns.js'

/** A script, and for whom it is run. */
export interface AskedScript extends Asker {
  /** Names what is run. */
  readonly problem: string
}

/** How often something did not end since it last did, and until when it waits. */
interface Strikes {
  count: number
  until: number
  /** For a script that many learners run: who met that. */
  readonly learners: Set<string>
}

/** Milliseconds of the first wait, which doubles with each; and of the longest. */
const firstWait = 2000
const longestWait = 300_000
/** Of a script for all: short, as somebody's answer may be why it did not end. */
const longestForAll = 60_000
/** Learners that must have met a script that does not end before it waits for all; scripts of a learner, before all theirs do. */
const several = 3
/** Milliseconds until what was long ago counts no more. */
const remembered = 3_600_000

/** Remembers which scripts did not end, and for whom, and makes them wait: longer each time, until one ends. */
export class ScriptStrikes {
  readonly #strikes: LRUCache<string, Strikes>

  /** @param now milliseconds, ever rising */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.#strikes = new LRUCache({ max: 10_000, ttl: remembered, perf: { now } })
  }

  /** @throws CompositorError `script-paused` while a script waits */
  check(script: AskedScript): void {
    const until = Math.max(...keysOf(script).map((key) => this.#strikes.get(key)?.until ?? 0))
    const left = until - this.now()
    if (left <= 0) return
    const seconds = Math.ceil(left / 1000)
    throw new CompositorError(
      'script-paused',
      `The script did not end when it was run before, so it is not run for another ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
    )
  }

  /** Whether it did not end before, and is run beside others only. */
  isSuspect(script: AskedScript): boolean {
    return keysOf(script).some((key) => this.#strikes.has(key))
  }

  /** It ended. */
  passed(script: AskedScript): void {
    for (const key of keysOf(script)) this.#strikes.delete(key)
  }

  /** It had to be ended. */
  failed(script: AskedScript): void {
    const [ofAll, ofLearner, own] = keysOf(script)
    if (ofLearner === undefined || own === undefined) {
      this.#strike(ofAll, script.learner, 1, longestWait)
      return
    }
    this.#strike(own, script.learner, 1, longestWait)
    this.#strike(ofLearner, script.learner, several, longestWait)
    if (!this.#strikes.get(ofAll)?.learners.has(script.learner)) {
      this.#strike(ofAll, script.learner, several, longestForAll)
    }
  }

  #strike(key: string, learner: string, free: number, longest: number): void {
    const strikes = this.#strikes.get(key) ?? { count: 0, until: 0, learners: new Set() }
    strikes.count += 1
    if (strikes.learners.size < 1000) strikes.learners.add(learner)
    const over = strikes.count - free
    if (over >= 0) strikes.until = this.now() + Math.min(firstWait * 2 ** over, longest)
    this.#strikes.set(key, strikes)
  }
}

/** The script for all; and, where it is for a learner, the scripts of that learner, and this one for them. */
function keysOf({
  context,
  learner,
  problem,
}: AskedScript): readonly [string] | readonly [string, string, string] {
  const all = JSON.stringify([context, problem, learner === ''])
  if (learner === '') return [all]
  return [all, JSON.stringify([context, learner]), JSON.stringify([context, learner, problem])]
}
