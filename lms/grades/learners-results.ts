import type { BlockAliases } from '../../compositor/index.js'
import type { Records } from '../../store/index.js'
import { parsedRecord, resultKey, usageBeginnings, type BlockResult } from '../learner-state/index.js'
import type { CountingBlock } from './everybodys-blocks.js'

/** Keys that are asked for at once. */
const mostTogether = 20_000
/** From this many blocks on, what a learner has in the course is read instead of what each block may have. */
const manyBlocks = 300
/** Results of one learner that are read at once, and learners that are read side by side. */
const page = 5000
const sideBySide = 8

const noneFormer: readonly string[] = []

/** A record that is asked for; with a learner and a block where it is a result. */
interface Asked {
  readonly key: string
  readonly learner?: string
  readonly usage?: string
}

/** What stands in the key of a result for the block. */
const places = new WeakMap<CountingBlock['block'], string>()

/** What gives the result of a learner at a block. */
export type ResultOf = (block: CountingBlock['block']) => BlockResult | undefined

/** What some learners achieved at many blocks of a course: it costs what they did, not what there is. */
export class LearnersResults {
  /** Results by learner and by what stands in their keys for the block. */
  readonly #results = new Map<string, Map<string, string>>()
  /** Further records, by key. */
  readonly #others = new Map<string, string>()

  /** @param context key of the course, as text @param former keys that its renamed blocks had */
  constructor(
    private readonly records: Records,
    private readonly context: string,
    private readonly former: Pick<BlockAliases, 'get'> | undefined,
  ) {}

  /** Reads all of it. @param others keys of further records of a learner @throws CompositorError `store-unavailable` */
  async read(
    learners: readonly string[],
    blocks: readonly CountingBlock[],
    others: (learner: string) => readonly string[],
  ): Promise<void> {
    const begins = blocks.length < manyBlocks ? [] : usageBeginnings(this.context)
    const usages: string[] = []
    for (const { block } of blocks)
      for (const usage of [placeOf(block), ...this.#formerOf(block)])
        if (!begins.some((begin) => usage.startsWith(begin))) usages.push(usage)
    let asked: Asked[] = []
    for (const learner of learners) {
      const prefix = resultKey(learner, '')
      for (const key of others(learner)) asked.push({ key })
      for (const usage of usages) asked.push({ key: prefix + usage, learner, usage })
      if (asked.length < mostTogether) continue
      await this.#take(asked)
      asked = []
    }
    await this.#take(asked)
    for (let start = 0; begins.length > 0 && start < learners.length; start += sideBySide) {
      const some = learners.slice(start, start + sideBySide)
      await Promise.all(some.map((learner) => this.#takeAll(learner, begins)))
    }
  }

  /** The text of a further record that was read. */
  text(key: string): string | undefined {
    return this.#others.get(key)
  }

  of(learner: string): ResultOf {
    const own = this.#results.get(learner)
    if (!own) return () => undefined
    const prefix = resultKey(learner, '')
    const result = (usage: string) => parsedRecord(prefix + usage, own.get(usage) ?? '') as BlockResult
    return (block) => {
      const place = placeOf(block)
      if (own.has(place)) return result(place)
      const former = this.#formerOf(block).find((usage) => own.has(usage))
      return former === undefined ? undefined : result(former)
    }
  }

  async #take(asked: readonly Asked[]): Promise<void> {
    if (asked.length === 0) return
    const found = await this.records.read(asked.map(({ key }) => key))
    for (const { key, learner, usage } of asked) {
      const text = found.get(key)
      if (text === undefined) continue
      if (learner === undefined || usage === undefined) this.#others.set(key, text)
      else this.#resultsOf(learner).set(usage, text)
    }
  }

  async #takeAll(learner: string, begins: readonly string[]): Promise<void> {
    const prefix = resultKey(learner, '')
    for (const begin of begins) {
      const to = `${prefix}${begin}\u007f`
      for (let from = prefix + begin; ;) {
        const found = await this.records.range({ from, to, limit: page })
        for (const { key, text } of found) this.#resultsOf(learner).set(key.slice(prefix.length), text)
        const last = found.at(-1)
        if (!last || found.length < page) break
        from = `${last.key} `
      }
    }
  }

  #resultsOf(learner: string): Map<string, string> {
    const known = this.#results.get(learner)
    if (known) return known
    const results = new Map<string, string>()
    this.#results.set(learner, results)
    return results
  }

  #formerOf({ key }: CountingBlock['block']): readonly string[] {
    return this.former?.get(key)?.map((usage) => resultKey('', usage).slice(start)) ?? noneFormer
  }
}

const start = resultKey('', '').length

function placeOf(block: CountingBlock['block']): string {
  let place = places.get(block)
  if (place === undefined) places.set(block, (place = resultKey('', block.key).slice(start)))
  return place
}
