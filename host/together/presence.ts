import { LiveFeed } from '../http/live-feed.js'

/** Somebody who has a block open to edit. */
export interface Present {
  readonly id: string
  readonly name: string
}

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
  readonly timer: NodeJS.Timeout
}

/** Who has which block open to edit, in this process: people are there as long as a page of theirs listens. */
export class Presence {
  readonly #blocks = new Map<string, OpenBlock>()

  /**
   * The body of an answer to a page that somebody opened on a block; they are gone when it ends. It begins with who is there.
   * @param usage key of the block, as text
   */
  join(usage: string, person: Present): ReadableStream<Uint8Array> {
    const open = this.#blocks.get(usage) ?? this.#opened(usage)
    const page = Symbol(person.id)
    if (open.pages.size < most.pages) open.pages.set(page, person)
    const stream = open.feed.stream(undefined, () => this.#left(usage, page))
    this.#tell(open)
    return stream
  }

  /** Tells whoever else has a block open that somebody saved it. */
  saved(usage: string, by: Present): void {
    this.#blocks.get(usage)?.feed.send({ kind: 'saved', by })
  }

  /** Who has a block open, each once. */
  at(usage: string): readonly Present[] {
    const open = this.#blocks.get(usage)
    return open ? peopleIn(open) : []
  }

  /** Ends all that pages listen to. */
  close(): void {
    for (const { feed, timer } of this.#blocks.values()) {
      clearInterval(timer)
      feed.close()
    }
    this.#blocks.clear()
  }

  #opened(usage: string): OpenBlock {
    const feed = new LiveFeed<PresenceMessage>()
    const open: OpenBlock = { feed, pages: new Map(), timer: setInterval(() => this.#tell(open), pulse) }
    open.timer.unref()
    this.#blocks.set(usage, open)
    return open
  }

  #tell(open: OpenBlock): void {
    open.feed.send({ kind: 'here', people: peopleIn(open) })
  }

  #left(usage: string, page: symbol): void {
    const open = this.#blocks.get(usage)
    if (!open?.pages.delete(page)) return
    if (open.pages.size > 0) return this.#tell(open)
    clearInterval(open.timer)
    this.#blocks.delete(usage)
  }
}

function peopleIn({ pages }: OpenBlock): readonly Present[] {
  return [...new Map(Array.from(pages.values(), (one) => [one.id, one])).values()].slice(0, most.people)
}
