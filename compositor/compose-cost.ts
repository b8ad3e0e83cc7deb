/** Milliseconds a unit may hold up the main thread, whatever a round trip costs. */
export const inlineLimit = 4

/**
 * What composing costs here, measured as it goes: the work itself, in place or in a worker, by the length of the
 * record, and what going to a worker adds (docs/decisions/0002-when-composing-goes-to-a-worker.md). The numbers
 * to begin with are of one ordinary machine, and are soon forgotten.
 */
export class ComposeCost {
  #work = 0.02
  #hop = 0.1
  #reading = 0.005

  /** Milliseconds of work for a record of this many characters. */
  workOf(length: number): number {
    return this.#work * thousands(length)
  }

  /** Milliseconds a round trip to a worker adds to the work. */
  roundTripOf(length: number): number {
    return this.#hop + this.#reading * thousands(length)
  }

  /** A unit was composed, in place or in a worker. Rises faster than it falls: to hold up the loop is worse. */
  worked(length: number, ms: number): void {
    const sample = ms / thousands(length)
    this.#work += (sample - this.#work) * (sample > this.#work ? 0.3 : 0.1)
  }

  /** An answer crossed back. Falls faster than it rises: what delays it is often something else. */
  crossed(ms: number): void {
    if (ms >= 0) this.#hop += (ms - this.#hop) * (ms > this.#hop ? 0.05 : 0.3)
  }

  /** An answer was read on the main thread. */
  read(length: number, ms: number): void {
    this.#reading += (ms / thousands(length) - this.#reading) * 0.1
  }
}

/** Thousands of characters, at least one: a short record costs something too. */
function thousands(length: number): number {
  return Math.max(1, length / 1000)
}
