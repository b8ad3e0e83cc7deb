/** Upper ends of the times that answers are sorted by, in seconds. */
export const durationBounds = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
] as const

/** The answers of one route. */
export class RouteCounts {
  readonly byStatus = new Map<number, number>()
  /** How many took how long: by {@link durationBounds}, and behind them those that took longer. */
  readonly byDuration = new Float64Array(durationBounds.length + 1)
  /** Seconds that all of them took. */
  seconds = 0

  get answers(): number {
    return this.byDuration.reduce((sum, count) => sum + count, 0)
  }

  add(status: number, seconds: number): void {
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1)
    let place = 0
    // A time that is no number of this list comes last.
    while (place < durationBounds.length && !(seconds <= (durationBounds[place] ?? 0))) place++
    this.byDuration[place] = (this.byDuration[place] ?? 0) + 1
    this.seconds += seconds
  }
}

/** What requests that no route takes are counted under. */
export const noRoute = 'ANY unknown'

/** How requests were answered, by the patterns of their routes: never by what stands in their addresses. */
export class RequestCounts {
  readonly routes = new Map<string, RouteCounts>()

  /** @param pattern as in the route table, such as `GET /units/:key`; undefined where there is no route */
  count(pattern: string | undefined, status: number, milliseconds: number): void {
    const name = pattern ?? noRoute
    let counts = this.routes.get(name)
    if (!counts) this.routes.set(name, (counts = new RouteCounts()))
    counts.add(status, milliseconds / 1000)
  }
}
