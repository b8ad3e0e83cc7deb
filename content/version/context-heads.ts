import { CompositorError } from '../../runtime/errors/index.js'
import type { HeadChange, Heads } from '../../store/index.js'

/** What changes of a course or library: which entries of its log count. */
export interface StoredHead {
  readonly format: 1
  readonly context: string
  readonly kind: 'course' | 'library'
  readonly title: string
  /** Hash of the entry that is the draft. */
  readonly draft: string
  /** Of the one that learners see, or null. */
  readonly published: string | null
  /** Of the import that the draft was made of. */
  readonly imported: string
  /** Root of the map by which entries and readings are found. */
  readonly log: string
  /** How many entries there are. */
  readonly entries: number
  /** When it was first imported, ISO 8601. */
  readonly since: string
  /** Present from a first import that is to be published until something is. */
  readonly opening?: true
}

/** How often a change is tried when other processes are faster each time. */
const mostAttempts = 100

/** How often something is made while others change what it is made of. */
const apartAttempts = 2

/** A change whose making may take long. */
export interface MadeApart<M, T> {
  /** Stores nothing but blobs and files. @param isHurried whether others wait */
  readonly make: (head: StoredHead, isHurried: boolean) => Promise<M>
  /** Whether what was made of one head may be entered in another one. */
  readonly holds: (was: StoredHead, now: StoredHead) => boolean
  /** Stores the head, by `ContextHeads.set`. */
  readonly enter: (made: M, head: StoredHead) => Promise<T>
}

const prefix = 'context:'
const nameOf = (context: string) => `${prefix}${context}`

/** The heads of all contexts. They are compared as they are replaced, so several processes may change them. */
export class ContextHeads {
  /** The last change of each context that is not done yet. */
  private readonly changing = new Map<string, Promise<unknown>>()

  constructor(private readonly heads: Heads) {}

  /** Keys of everything imported, as text, in the order of the first import. */
  async contexts(): Promise<readonly string[]> {
    const heads = await this.all()
    return heads.toSorted((one, other) => compare(one.since, other.since)).map(({ context }) => context)
  }

  /** The heads of everything imported, in one read. */
  async all(): Promise<readonly StoredHead[]> {
    const names = await this.heads.names(prefix)
    return (await this.heads.texts(names)).flatMap((text) => (text === undefined ? [] : parsed(text)))
  }

  async find(context: string): Promise<StoredHead | undefined> {
    const [text] = await this.heads.texts([nameOf(context)])
    return text === undefined ? undefined : parsed(text)
  }

  /** @throws CompositorError `context-unknown` */
  async get(context: string): Promise<StoredHead> {
    const head = await this.find(context)
    if (head !== undefined) return head
    const known = (await this.contexts()).slice(0, 20).join(', ') || 'nothing yet'
    throw new CompositorError('context-unknown', `'${context}' has not been imported; imported: ${known}.`)
  }

  /** To be called inside {@link alone}. @param before as it was read; its members stand in the order in which they are stored */
  async set(before: StoredHead | undefined, head: StoredHead): Promise<void> {
    const text = before && JSON.stringify(before)
    await this.replace({ name: nameOf(head.context), before: text, after: JSON.stringify(head) })
  }

  /** To be called inside {@link alone}. @param before as it was read */
  async remove(before: StoredHead): Promise<void> {
    await this.replace({ name: nameOf(before.context), before: JSON.stringify(before), after: undefined })
  }

  /** Changes a head of another name. To be called inside {@link alone}. */
  async replace(change: HeadChange): Promise<void> {
    if (!(await this.heads.change([change]))) throw new Overtaken()
  }

  /** The head of a context is read, changed and written by one at a time: in turn here, and anew when another process was faster. */
  alone<T>(context: string, change: () => Promise<T>): Promise<T> {
    const before = this.changing.get(context) ?? Promise.resolve()
    const changed = before.then(() => untilNotOvertaken(change))
    const done = changed.then(
      () => undefined,
      () => undefined,
    )
    this.changing.set(context, done)
    const forget = () => {
      if (this.changing.get(context) === done) this.changing.delete(context)
    }
    void done.then(forget)
    return changed
  }

  /**
   * Makes what takes long while others change the head, and enters it {@link alone}. Where what it was made of changed meanwhile it is made
   * anew, at last with others waiting.
   */
  async apart<M, T>(context: string, { make, holds, enter }: MadeApart<M, T>): Promise<T> {
    const made = async (isHurried: boolean) => {
      const head = await this.get(context)
      return { head, made: await make(head, isHurried) }
    }
    for (let attempt = 1; attempt <= apartAttempts; attempt++) {
      const known = await made(false)
      const entered = await this.alone(context, async () => {
        const head = await this.get(context)
        return holds(known.head, head) ? { is: await enter(known.made, head) } : undefined
      })
      if (entered) return entered.is
    }
    return this.alone(context, async () => {
      const { head, made: last } = await made(true)
      return enter(last, head)
    })
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

function parsed(text: string): StoredHead {
  try {
    return JSON.parse(text) as StoredHead
  } catch (cause) {
    throw new CompositorError('store-damaged', 'The head of a course or library cannot be read.', { cause })
  }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
