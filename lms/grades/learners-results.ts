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

/** What stands in the key of a result for the block. */
const places = new WeakMap<CountingBlock['block'], string>()

/** What gives the result of a learner at a block. */
export type ResultOf = (block: CountingBlock['block']) => BlockResult | undefined

/** What some learners achieved at many blocks of a course: it costs what they did, not what there is. */
export class LearnersResults {
  readonly #texts = new Map<string, string>()

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
    const usages = blocks
      .flatMap(({ block }) => [placeOf(block), ...this.#formerOf(block)])
      .filter((usage) => !begins.some((begin) => usage.startsWith(begin)))
    let keys: string[] = []
    for (const learner of learners) {
      const prefix = resultKey(learner, '')
      keys.push(...others(learner), ...usages.map((usage) => prefix + usage))
      if (keys.length < mostTogether) continue
      await this.#take(keys)
      keys = []
    }
    await this.#take(keys)
    for (let start = 0; begins.length > 0 && start < learners.length; start += sideBySide) {
      const some = learners.slice(start, start + sideBySide)
      await Promise.all(some.map((learner) => this.#takeAll(resultKey(learner, ''), begins)))
    }
  }

  /** The text of a record that was read. */
  text(key: string): string | undefined {
    return this.#texts.get(key)
  }

  of(learner: string): ResultOf {
    const prefix = resultKey(learner, '')
    return (block) => {
      const key = prefix + placeOf(block)
      const text = this.#texts.get(key)
      if (text !== undefined) return parsedRecord(key, text) as BlockResult
      for (const usage of this.#formerOf(block)) {
        const old = this.#texts.get(prefix + usage)
        if (old !== undefined) return parsedRecord(prefix + usage, old) as BlockResult
      }
      return undefined
    }
  }

  async #take(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    for (const [key, text] of await this.records.read(keys)) this.#texts.set(key, text)
  }

  async #takeAll(prefix: string, begins: readonly string[]): Promise<void> {
    for (const begin of begins) {
      const to = `${prefix}${begin}\u007f`
      for (let from = prefix + begin; ;) {
        const found = await this.records.range({ from, to, limit: page })
        for (const { key, text } of found) this.#texts.set(key, text)
        const last = found.at(-1)
        if (!last || found.length < page) break
        from = `${last.key} `
      }
    }
  }

  #formerOf({ key }: CountingBlock['block']): readonly string[] {
    return this.former?.get(key)?.map((usage) => resultKey('', usage).slice(start)) ?? []
  }
}

const start = resultKey('', '').length

function placeOf(block: CountingBlock['block']): string {
  let place = places.get(block)
  if (place === undefined) places.set(block, (place = resultKey('', block.key).slice(start)))
  return place
}
