/** The learner of the current request (XBlock's `user` service). */
export abstract class User {
  abstract readonly id: string
  /** A stable id that says nothing about who the learner is. */
  abstract readonly anonymousId: string
  abstract readonly isStaff: boolean
  abstract readonly name: string
}

/** The time. Tests fix it; a host gives `now`. */
export abstract class Clock {
  /** Epoch milliseconds. A view that asks is not kept for the next request: compare with {@link isPast}. */
  abstract now(): number

  /** Whether an instant (epoch milliseconds) has come. A view that asks is kept until then. */
  isPast(instant: number): boolean {
    return this.now() >= instant
  }
}

/** Unseeded numbers from 0 up to 1. Tests seed it. */
export abstract class Random {
  abstract next(): number
}

/**
 * Addresses of the host a block is shown by. The same for all learners, so views that use it stay shared. A block
 * gets the addresses within its own learning context; a referenced block's files are looked for in its library first.
 */
export abstract class Urls {
  static readonly shared = true
  /**
   * The same host's addresses, for a block of this learning context.
   * @param context key, as text @param libraryBlock for a referenced block, its usage key in the library
   */
  abstract within(context: string, libraryBlock?: string): Urls
  /** Where a handler of a block is called. */
  abstract handler(usageKey: string, handler: string, suffix?: string): string
  /** Where a static file of the learning context is, by its name after `/static/`; undefined for none such. */
  abstract asset(name: string): string | undefined
  /** Where a file of a plugin's client folder is. */
  abstract client(blockType: string, file: string): string
  /** Where a route of a plugin is called (docs/plugin-routes.md). @param path of the route, from its first slash on */
  abstract route(plugin: string, path: string): string
  /** Where the unit or block of a usage key is shown, or of a block id of the same course. */
  abstract jumpTo(usageKeyOrId: string): string
}
