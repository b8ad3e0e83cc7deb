import { CompositorError } from '../../runtime/errors/index.js'
import type { Json } from '../../runtime/values/index.js'
import type { Records } from '../../store/index.js'
import { parsedRecord } from './parsed-record.js'
import { contextPart, inContexts, madeKey, madePrefix, madeStampKey } from './record-key.js'

/** Records removed in one commit. */
const pageSize = 400
/** How often something is made while learners are being erased. */
const tries = 20

/**
 * What was made of the records of all learners of a context together, such as reports: kept until it is made again, or until one of
 * its learners is erased. Then all of it goes, as nobody can tell what of it was theirs.
 */
export class MadeOfLearners {
  constructor(private readonly records: Records) {}

  /** What is kept under a name. @param context its key, as text @throws CompositorError `store-unavailable` */
  async of(context: string, name: string): Promise<Json | undefined> {
    const key = madeKey(context, name)
    const text = (await this.records.read([key])).get(key)
    return text === undefined ? undefined : (parsedRecord(key, text) as Json)
  }

  /**
   * Makes something and keeps it. It is made again where a learner was erased meanwhile, who may be in it.
   * @throws CompositorError `store-full`, `store-unavailable`, and what making throws
   */
  async make<T extends Json>(context: string, name: string, make: () => Promise<T>): Promise<T> {
    const stamp = madeStampKey(contextPart(context))
    for (let tried = 0; tried < tries; tried++) {
      const before = (await this.records.read([stamp])).get(stamp)
      const made = await make()
      const { committed } = await this.records.commit({
        expected: new Map([[stamp, before]]),
        writes: new Map([[madeKey(context, name), JSON.stringify(made)]]),
      })
      if (committed) return made
    }
    throw new CompositorError(
      'learner-write-conflict',
      `Nothing was kept of what was made of the learners of '${context}': some of them were erased ${tries} times meanwhile.`,
    )
  }
}

/**
 * Removes what was made of the learners of contexts, and what is being made of them. @param notes that say that somebody is one of them
 * @throws CompositorError `store-full`, `store-unavailable`
 */
export async function forgetMade(records: Records, notes: readonly string[]): Promise<void> {
  for (const note of notes) {
    const part = note.slice(inContexts.length, note.lastIndexOf(' '))
    const prefix = madePrefix(part)
    const stamp = madeStampKey(part)
    for (;;) {
      const before = (await records.read([stamp])).get(stamp)
      const writes = new Map([[stamp, String(Number(before ?? 0) + 1)]])
      if ((await records.commit({ expected: new Map([[stamp, before]]), writes })).committed) break
    }
    for (;;) {
      const found = await records.range({ from: prefix, to: `${prefix}\u007f`, limit: pageSize })
      if (found.length === 0) break
      const writes = new Map(found.map(({ key }) => [key, undefined]))
      await records.commit({ expected: new Map(), writes })
    }
  }
}
