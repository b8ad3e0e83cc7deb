import type { Heads } from '../../store/index.js'
import { LiveFeed } from '../http/live-feed.js'
import { PresenceElsewhere, type SavedBlock } from './presence-elsewhere.js'
import type { Present } from './present.js'

/** What pages that are open on a block are told. */
export type PresenceMessage =
  | { readonly kind: 'here'; readonly people: readonly Present[] }
  /** Somebody saved it. */
  | { readonly kind: 'saved'; readonly by: Present }

/** Milliseconds between signs of life, by which a page that is gone is noticed. */
const pulse = 20_000

/** Pages that are told of one block, and people that are listed. */
const most = { pages: 200, people: 20 }

interface OpenBlock {
  readonly feed: LiveFeed<PresenceMessage>
  /** Who is at each page. */
  readonly pages: Map<symbol, Present>
  /** Who was here as pages were last told, as text. */
  told: string
}

/** Who has which block open to edit: people are there as long as a page of theirs listens, at this process or at another over the same store. */
export class Presence {
  readonly #blocks = new Map<string, OpenBlock>()
  readonly #elsewhere: PresenceElsewhere | undefined
  readonly #timer: NodeJS.Timeout

  /** @param heads by which processes know of each other; without, people see those at their own process @param every milliseconds between signs of life */
  constructor(heads?: Heads, every = pulse) {
    this.#elsewhere = heads && new PresenceElsewhere(heads, (saved) => this.#heard(saved))
    this.#timer = setInterval(() => this.#pulse(), every)
    this.#timer.unref()
  }

  /**
   * The body of an answer to a page that somebody opened on a block; they are gone when it ends. It begins with who is there.
   * @param usage key of the block, as text
   */
  join(usage: string, person: Present): ReadableStream<Uint8Array> {
    const open = this.#blocks.get(usage) ?? {
      feed: new LiveFeed<PresenceMessage>(),
      pages: new Map(),
      told: '',
    }
    this.#blocks.set(usage, open)
    const page = Symbol(person.id)
    if (open.pages.size < most.pages) open.pages.set(page, person)
    const stream = open.feed.stream(undefined, () => this.#left(usage, page))
    this.#tell(usage, open)
    this.#letKnow()
    return stream
  }

  /** Tells whoever else has a block open that somebody saved it. */
  saved(usage: string, by: Present): void {
    this.#blocks.get(usage)?.feed.send({ kind: 'saved', by })
    this.#elsewhere?.saved(usage, by)
  }

  /** Who has a block open, each once. */
  at(usage: string): readonly Present[] {
    const here = this.#blocks.get(usage)?.pages.values() ?? []
    return peopleIn([...here, ...(this.#elsewhere?.at(usage) ?? [])])
  }

  /** Ends all that pages listen to. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    for (const { feed } of this.#blocks.values()) feed.close()
    this.#blocks.clear()
    await this.#elsewhere?.close()
  }

  #tell(usage: string, open: OpenBlock): void {
    const people = this.at(usage)
    open.told = JSON.stringify(people)
    open.feed.send({ kind: 'here', people })
  }

  #left(usage: string, page: symbol): void {
    const open = this.#blocks.get(usage)
    if (!open?.pages.delete(page)) return
    if (open.pages.size > 0) this.#tell(usage, open)
    else this.#blocks.delete(usage)
    this.#letKnow()
  }

  #letKnow(): void {
    this.#elsewhere?.open(
      new Map([...this.#blocks].map(([usage, { pages }]) => [usage, peopleIn(pages.values())])),
    )
  }

  #heard(saved: readonly SavedBlock[]): void {
    for (const { usage, by } of saved) this.#blocks.get(usage)?.feed.send({ kind: 'saved', by })
    for (const [usage, open] of this.#blocks)
      if (JSON.stringify(this.at(usage)) !== open.told) this.#tell(usage, open)
  }

  /** By what is sent a page that is gone is noticed. */
  #pulse(): void {
    for (const [usage, open] of this.#blocks) this.#tell(usage, open)
    this.#elsewhere?.pulse()
  }
}

/** Each once. */
function peopleIn(people: Iterable<Present>): readonly Present[] {
  return [...new Map(Array.from(people, (one) => [one.id, one])).values()].slice(0, most.people)
}
