import { CompositorError } from '../../runtime/errors/index.js'
import type { AuthoredValues } from './authored-values.js'

/** Which versions of a course or library count, and which there were. The only thing that ever changes. */
export interface ContextHead {
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** The version imported last, with what was edited since. */
  readonly draft: string
  /** The version learners see, or null. */
  readonly published: string | null
  /** Every version, oldest first, with the time (ISO 8601) it became the draft. */
  readonly history: readonly { readonly version: string; readonly at: string }[]
  /** The version imported last; absent in heads of older stores. */
  readonly imported?: string
  /** Present from a first import that is to be published until something is. */
  readonly opening?: true
}

/** How often a change is tried when other processes are faster each time. */
const mostAttempts = 100

const listName = 'authored:contexts'
const nameOf = (context: string) => `authored:head:${context}`

/** The heads of all contexts. They are compared as they are replaced, so several processes may change them. */
export class ContextHeads {
  private changing: Promise<unknown> = Promise.resolve()

  constructor(private readonly values: AuthoredValues) {}

  /** Keys of everything imported, as text, in the order of the first import. */
  async contexts(): Promise<readonly string[]> {
    const listed = (await this.listed()) ?? []
    const heads = await this.values.texts(listed.map(nameOf))
    return listed.filter((_, index) => heads[index] !== undefined)
  }

  find(context: string): Promise<ContextHead | undefined> {
    return this.values.json<ContextHead>(nameOf(context))
  }

  /** @throws CompositorError `context-unknown` */
  async get(context: string): Promise<ContextHead> {
    const head = await this.find(context)
    if (head !== undefined) return head
    const known = (await this.contexts()).slice(0, 20).join(', ') || 'nothing yet'
    throw new CompositorError('context-unknown', `'${context}' has not been imported; imported: ${known}.`)
  }

  /** To be called inside {@link alone}. @param before as it was read; its members stand in the order in which they are stored */
  async set(before: ContextHead | undefined, head: ContextHead): Promise<void> {
    if (before === undefined) {
      // Listed before there is a head, so that no head is ever unlisted.
      const listed = await this.listed()
      if (!listed?.includes(head.context))
        await this.replace(listName, listed, [...(listed ?? []), head.context])
    }
    await this.replace(nameOf(head.context), before, head)
  }

  /** Heads are read, changed and written by one at a time: in turn here, and anew when another process was faster. */
  alone<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.changing.then(() => untilNotOvertaken(change))
    this.changing = changed.catch(() => undefined)
    return changed
  }

  private async listed(): Promise<readonly string[] | undefined> {
    return this.values.json<string[]>(listName)
  }

  private async replace(name: string, before: object | undefined, after: object): Promise<void> {
    const text = before && JSON.stringify(before)
    if (!(await this.values.replace(name, text, JSON.stringify(after)))) throw new Overtaken()
  }
}

/** Another process changed what was read before it was written. */
class Overtaken extends Error {}

async function untilNotOvertaken<T>(change: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change()
    } catch (thrown) {
      if (!(thrown instanceof Overtaken)) throw thrown
      if (attempt < mostAttempts) continue
      const message = `Other processes changed the same course or library ${mostAttempts} times meanwhile.`
      throw new CompositorError('store-unavailable', message, { cause: thrown })
    }
  }
}
