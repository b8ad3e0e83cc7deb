import type { HostRequest } from '../http/exchange.js'
import { ownPath } from '../http/own-path.js'
import type { RequestHead } from '../learner-of.js'

/**
 * Where people sign in: an address, to which the path to come back to is added as `next`, or what gives one for a
 * request. The path begins with the one the host is mounted at.
 */
export type SignIn = string | ((request: RequestHead, back: string) => string)

/** The address at which whoever sent a request signs in; it comes back to the page that was asked for. */
export function signInAddress(signIn: SignIn, request: HostRequest, base: string): string {
  const back = backPath(request, base)
  if (typeof signIn === 'function') return signIn(request, back)
  const [, address = '', hash = ''] = /^([^#]*)(.*)$/s.exec(signIn) ?? []
  const joint = address.includes('?') ? '&' : '?'
  return `${address}${joint}next=${encodeURIComponent(back)}${hash}`
}

/** The page itself; of what is no page, such as a posted form, the page it was on. */
function backPath(request: HostRequest, base: string): string {
  const isPage =
    (request.method === 'GET' || request.method === 'HEAD') &&
    request.header('accept')?.includes('application/json') !== true
  if (isPage) {
    const query = request.query.toString()
    return ownPath(`${request.path}${query && `?${query}`}`, base) ?? `${base}/`
  }
  const from = request.header('referer') ?? ''
  const isHere = URL.canParse(from) && new URL(from).host === request.header('host')
  const { pathname, search } = isHere ? new URL(from) : { pathname: '', search: '' }
  return ownPath(pathname + search, base) ?? `${base}/`
}
