/** How many voted for each answer, by its key. */
export type Tally = Readonly<Record<string, number>>

/** How many voted for an answer; keys may be any text, so inherited names do not count. */
export function votesFor(tally: Tally, key: string): number {
  return Object.hasOwn(tally, key) ? (tally[key] ?? 0) : 0
}

/** The tally with one vote more or less; an answer without a vote is not in it. */
export function withVotes(tally: Tally, key: string, change: 1 | -1): Record<string, number> {
  const votes = votesFor(tally, key) + change
  const others = Object.entries(tally).filter(([one]) => one !== key)
  return Object.fromEntries(votes > 0 ? [...others, [key, votes]] : others)
}
