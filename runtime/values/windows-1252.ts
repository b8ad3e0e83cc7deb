/** What Windows has where Latin-1 has control characters, from 80 to 9F. */
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/**
 * A text of windows-1252 that was read as Latin-1, as it is meant: some releases of Node read `windows-1252` so themselves.
 */
export function windows1252(latin1: string): string {
  return latin1.replace(/[\u0080-\u009f]/g, (one) => windows[one.charCodeAt(0) - 0x80] ?? one)
}
