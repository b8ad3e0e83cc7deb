/** Answers that mean the same: case and spaces do not matter. */
export function plainAnswer(answer: string): string {
  return answer.trim().toLowerCase().replace(/\s+/g, ' ')
}

/** What the keys of all hints about an answer begin with. */
export function keysAbout(answer: string): string {
  return `${encodeURIComponent(plainAnswer(answer)).slice(0, 100)}~`
}

/** What the keys of all votes for a hint, or of all reports of it, begin with; behind it stands whose they are. */
export function keysOf(hint: string): string {
  return `${hint}~`
}
