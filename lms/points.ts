/** Points, weighted. */
export interface Points {
  readonly earned: number
  readonly possible: number
}

/** A score by the block's weight: earned x weight / possible; as it is without a weight or with nothing possible. */
export function weighted({ earned, possible }: Points, weight: unknown): Points {
  if (typeof weight !== 'number' || possible === 0) return { earned, possible }
  return { earned: (earned * weight) / possible, possible: weight }
}

/** Points added up. */
export class PointSum {
  private earned = 0
  private possible = 0

  add({ earned, possible }: Points): void {
    this.earned += earned
    this.possible += possible
  }

  get points(): Points {
    return { earned: this.earned, possible: this.possible }
  }
}
