import { LRUCache } from 'lru-cache'
import { parseUsageKey } from '../../runtime/keys/index.js'
import type { Records } from '../../store/index.js'
import { notedOf, usageBeginnings } from './learned-usages.js'
import { learnerOfText } from './learner-text.js'
import { inContexts, learnerInKey, learnerPart, learnersInPrefix, learnersListedKey } from './record-key.js'

/** Which learners of a course are listed, in an order that stays. */
export interface CourseLearnersPage {
  /** The learner after whom it begins. */
  readonly after?: string | undefined
  /** 100 if not said. */
  readonly limit?: number | undefined
}

/** Notes read at a time where they are made from others. */
const pageSize = 1000
/** How often they are read for one piece of the list. */
const readsOfPiece = 50
/** What the mark says of a course of which all are noted; before, it says after which note the next piece begins. */
const whole = '1'

/** How far the list of a course is that has learners from before there was one. */
export interface CourseListing {
  readonly isWhole: boolean
  /** Learners that are listed. */
  readonly learners: number
}

const last = '\u007f'

/**
 * Who began with anything in a course. It follows from the notes of whom there are values at each block, and is kept beside them so that a
 * page of learners costs as much as it has lines, however many blocks or learners there are.
 */
export class CourseLearners {
  /** Courses of which all are known to be noted, or are being noted. */
  readonly #listed = new Map<string, Promise<void>>()

  constructor(private readonly records: Records) {}

  /** A page of their ids. @throws CompositorError `store-unavailable` */
  async page(context: string, { after, limit = 100 }: CourseLearnersPage = {}): Promise<readonly string[]> {
    await this.#ensured(context)
    const prefix = learnersInPrefix(context)
    const from = after === undefined ? prefix : `${learnerInKey(context, after)} `
    const found = await this.records.range({ from, to: prefix + last, limit })
    return found.map(({ text }) => learnerOfText(text))
  }

  /**
   * Lists a further piece of those who were there before there was a list, a bounded one: until it is whole, {@link page} and
   * {@link count} would do all the rest at once.
   * @throws CompositorError `store-unavailable`
   */
  async listPiece(context: string): Promise<CourseListing> {
    const isWhole = this.#listed.has(context) || (await this.#piece(context))
    if (isWhole) this.#listed.set(context, Promise.resolve())
    return { isWhole, learners: await this.#noted(context) }
  }

  /** All of their ids, page by page as they are asked for. */
  async *all(context: string): AsyncIterable<readonly string[]> {
    for (let after: string | undefined; ;) {
      const page = await this.page(context, { after, limit: pageSize })
      if (page.length > 0) yield page
      after = page.at(-1)
      if (page.length < pageSize) return
    }
  }

  async count(context: string): Promise<number> {
    await this.#ensured(context)
    return this.#noted(context)
  }

  /** Whether a learner is one of them, as far as they are listed: a further piece is, where the learner is not found. */
  async has(context: string, learner: string): Promise<boolean> {
    const key = learnerInKey(context, learner)
    const isListed = async () => (await this.records.read([key])).has(key)
    if (await isListed()) return true
    if (this.#listed.has(context)) return false
    await this.listPiece(context)
    return isListed()
  }

  /** Notes, once a course and store, who was there before there were such notes. */
  #ensured(context: string): Promise<void> {
    let listed = this.#listed.get(context)
    if (!listed) {
      listed = this.#list(context)
      this.#listed.set(context, listed)
      listed.catch(() => this.#listed.delete(context))
    }
    return listed
  }

  async #list(context: string): Promise<void> {
    while (!(await this.#piece(context)));
  }

  #noted(context: string): Promise<number> {
    const prefix = learnersInPrefix(context)
    return this.records.count({ from: prefix, to: prefix + last })
  }

  /** Goes on from where the last piece ended, whichever process made it. @returns whether all are noted */
  async #piece(context: string): Promise<boolean> {
    const { records } = this
    const mark = learnersListedKey(context)
    let done = (await records.read([mark])).get(mark)
    if (done === whole) return true
    const begins = usageBeginnings(context)
      .map((begin) => notedOf + begin)
      .toSorted()
    const left = begins.filter((begin) => done === undefined || begin + last > done)
    for (let read = 0; read < readsOfPiece && left[0] !== undefined; read++) {
      const [start] = left
      const from = done !== undefined && done > start ? `${done} ` : start
      const found = await records.range({ from, to: start + last, limit: pageSize })
      const notes = found.map(({ text }) => [learnerInKey(context, learnerOfText(text)), text] as const)
      if (found.length < pageSize) left.shift()
      done = found.at(-1)?.key ?? done
      await records.commit({ expected: new Map(), writes: new Map([...notes, [mark, done ?? '']]) })
    }
    if (left.length > 0) return false
    await records.commit({ expected: new Map(), writes: new Map([[mark, whole]]) })
    return true
  }
}

/** Contexts of blocks with which learners began of late; null of a key that is none. */
const contexts = new LRUCache<string, { readonly context: string | null }>({ max: 2000 })

/** The note of a learner who begins with a block; none for a key that is none. */
export function noteInContext(usage: string, learner: string): string | undefined {
  let known = contexts.get(usage)
  if (!known) contexts.set(usage, (known = { context: contextOf(usage) }))
  return known.context === null ? undefined : learnerInKey(known.context, learner)
}

function contextOf(usage: string): string | null {
  try {
    return parseUsageKey(usage).context.withoutBranchOrVersion().toString()
  } catch {
    return null
  }
}

/** The notes of a learner, in whichever contexts: it costs what there are of contexts. */
export async function notesInContexts(records: Records, learner: string): Promise<readonly string[]> {
  const part = learnerPart(learner)
  const found: string[] = []
  for (let from = inContexts; ;) {
    const [first] = await records.range({ from, to: inContexts.trimEnd() + '!', limit: 1 })
    if (!first) return found
    const prefix = first.key.slice(0, first.key.lastIndexOf(' ') + 1)
    const key = `${prefix}${part}`
    if ((await records.read([key])).has(key)) found.push(key)
    from = prefix + last
  }
}
