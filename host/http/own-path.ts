/** Stands for this site while an address is read; no address can name it by chance. */
const here = 'http://own.invalid'

/**
 * A path of this site, read as browsers read it: tabs and line breaks fall out, `\` is `/`, dots are resolved. A path
 * that leads to another site, or out of what the host is mounted at, is none.
 * @param base path the host is mounted at, without a slash at the end
 */
export function ownPath(text: string | null | undefined, base: string): string | undefined {
  if (typeof text !== 'string' || !text.startsWith('/') || !URL.canParse(text, here)) return undefined
  const { origin, pathname, search, hash } = new URL(text, here)
  // `/.//elsewhere` is a path here, and the address of another site once it is sent.
  if (origin !== here || pathname.startsWith('//')) return undefined
  return pathname === base || pathname.startsWith(`${base}/`) ? pathname + search + hash : undefined
}
