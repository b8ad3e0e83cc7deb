/** Characters of a reason. */
const longestReason = 2000

/** Why staff did something, as it is kept and logged: no longer than a note may be; nothing where nothing is said. */
export function deedReason(said: string | undefined): { readonly reason?: string } {
  const reason = said?.trim().slice(0, longestReason) ?? ''
  return reason === '' ? {} : { reason }
}
