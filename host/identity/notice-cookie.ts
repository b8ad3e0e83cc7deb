import { cookieValue } from './cookie-value.js'

const cookieName = 'unit_compositor_notice'

/** Most characters of a notice that are kept: a cookie is small. */
const longest = 500

/** What a page tells once, after a form of it was sent by a browser that runs no scripts. */
export interface Notice {
  /** The unit whose page tells it, as text. */
  readonly unit: string
  readonly text: string
}

/** The Set-Cookie header that has the next page of a unit tell something. @param path that its pages are below */
export function noticeCookie(path: string, { unit, text }: Notice): string {
  const value = Buffer.from(JSON.stringify([unit, text.slice(0, longest)])).toString('base64url')
  return `${cookieName}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=60`
}

/** The Set-Cookie header that ends a notice, once it was told. */
export function endedNoticeCookie(path: string): string {
  return `${cookieName}=; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=0`
}

/** Whether there may be something to tell. */
export function mayHoldNotice(header: string | undefined): boolean {
  return header !== undefined && header.includes(cookieName)
}

/** What a unit's page is to tell; undefined for nothing. */
export function noticeIn(header: string | undefined, unit: string): string | undefined {
  const value = cookieValue(header, cookieName)
  if (!value) return undefined
  try {
    const told: unknown = JSON.parse(Buffer.from(value, 'base64url').toString())
    return Array.isArray(told) && told[0] === unit && typeof told[1] === 'string' ? told[1] : undefined
  } catch {
    return undefined
  }
}
