import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Names and values as a form, or the header `Authorization`, has them. */
export type Parameters = Readonly<Record<string, string>>

/** RFC 3986, as OAuth 1.0 wants it (RFC 5849, 3.6). */
export function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** What signs a request by HMAC-SHA1 (RFC 5849, 3.4). The address counts without its query, which counts among the parameters. */
export function signature(method: string, address: string, parameters: Parameters, secret: string): string {
  const { origin, pathname, searchParams } = new URL(address)
  const pairs = [...Object.entries(parameters), ...searchParams]
    .filter(([name]) => name !== 'oauth_signature' && name !== 'realm')
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .toSorted((one, other) => (one < other ? -1 : 1))
  const base = [method.toUpperCase(), origin + pathname, pairs.join('&')].map(escaped).join('&')
  return createHmac('sha1', `${escaped(secret)}&`)
    .update(base)
    .digest('base64')
}

/** What the header `Authorization: OAuth ...` says. */
export function oauthHeader(text: string): Parameters {
  const pairs = [...text.replace(/^OAuth\s+/i, '').matchAll(/([\w.-]+)="([^"]*)"/g)]
  return Object.fromEntries(
    pairs.map(([, name = '', value = '']) => {
      try {
        return [name, decodeURIComponent(value)]
      } catch {
        return [name, value]
      }
    }),
  )
}

/** What signs a body that is no form (OAuth Request Body Hash). */
export function bodyHash(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('base64')
}

/** Whether two texts are the same, in a time that says nothing of where they differ. */
export function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}
