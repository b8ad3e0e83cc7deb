/** The value of a cookie in a Cookie header. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const mark = pair.indexOf('=')
    if (pair.slice(0, mark).trim() === name) return pair.slice(mark + 1).trim()
  }
  return undefined
}
