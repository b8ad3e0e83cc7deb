/** A link to a unit of a host. */
export interface FollowedLink {
  readonly href: string
  /** Usage key, or block id, of what it names. */
  readonly target: string
}

/**
 * The link that a click follows in the window the page is in, where it leads to a unit of the same host: by its address, or by
 * `/jump/CONTEXT/TARGET`, to what an author linked to. Clicks that open another window leave the page as it is.
 * @param unit address of the unit at its host
 */
export function followedLink(event: MouseEvent, unit: URL): FollowedLink | undefined {
  const [first] = event.composedPath()
  const link = first instanceof Element ? first.closest<HTMLAnchorElement>('a[href]') : null
  const opens = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  if (!link || opens || event.defaultPrevented || !['', '_self'].includes(link.target)) return undefined
  const base = unit.pathname.replace(/\/units\/[^/]*\/?$/, '')
  const { origin, pathname } = new URL(link.href, document.baseURI)
  if (origin !== unit.origin || !pathname.startsWith(base)) return undefined
  const [, target] = /^\/(?:units|jump\/[^/]+)\/([^/]+)$/.exec(pathname.slice(base.length)) ?? []
  return target === undefined ? undefined : { href: link.href, target: decoded(target) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
