/** Whether a call of a handler got no answer, rather than a refusal. */
export function isUnanswered(refusal: unknown): boolean {
  return refusal instanceof TypeError || !navigator.onLine
}

/** What learners are told of a call that failed: a refusal has words of its own; for what got no answer a module has some. */
export function refusalWords(
  refusal: unknown,
  said: { readonly unanswered: string; readonly failed: string },
): string {
  if (isUnanswered(refusal)) return said.unanswered
  return refusal instanceof Error ? refusal.message : said.failed
}
