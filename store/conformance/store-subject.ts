import type { Store } from '../store.js'

/** Somewhere a store can be opened that nobody has used. */
export interface StorePlace {
  readonly address: string
  /** Takes it away, with all that is in it; every store over it is closed by then. */
  remove(): Promise<void>
}

/** A driver under examination. */
export interface StoreSubject {
  place(): Promise<StorePlace>
  /** Opens the store at an address. Opened twice, it is one store, as of two hosts. */
  open(address: string): Promise<Store>
  /**
   * A module, as built, whose `openStore(address)` opens the same store in another process. Left out for a driver whose stores
   * no other process can open; its checks by several processes are then left out.
   */
  readonly module?: URL | string | undefined
}

/** One check at work: stores over a place of its own, closed when it ends. */
export class CheckedPlace {
  readonly #opened: Store[] = []

  constructor(
    readonly subject: StoreSubject,
    readonly address: string,
  ) {}

  /** One more host over the place. */
  async open(): Promise<Store> {
    const store = await this.subject.open(this.address)
    this.#opened.push(store)
    return store
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((store) => store.close()))
  }
}

/** Runs work over a new place, which is taken away after it. */
export async function inNewPlace(
  subject: StoreSubject,
  work: (place: CheckedPlace) => Promise<void>,
): Promise<void> {
  const { address, remove } = await subject.place()
  const place = new CheckedPlace(subject, address)
  try {
    await work(place)
  } finally {
    await place.close()
    await remove()
  }
}
