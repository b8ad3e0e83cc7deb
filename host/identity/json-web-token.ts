import { createHmac, timingSafeEqual } from 'node:crypto'
import { isJsonObject, type Json, type JsonObject } from '../../runtime/index.js'

const header = encoded({ alg: 'HS256', typ: 'JWT' })

/** A JSON Web Token (RFC 7519) signed with HMAC-SHA-256, which libraries of any language make and read. */
export function signToken(claims: JsonObject, key: string): string {
  const signed = `${header}.${encoded(claims)}`
  return `${signed}.${signature(signed, key).toString('base64url')}`
}

/**
 * What a token says; undefined unless it was signed with this key and its time (`exp`, and `nbf` where it has one,
 * in seconds) is right. A token without `exp` says nothing.
 * @param now epoch milliseconds
 */
export function readToken(token: string, key: string, now: number): JsonObject | undefined {
  const [head = '', body = '', given = '', ...rest] = token.split('.')
  if (rest.length > 0 || decoded(head)?.['alg'] !== 'HS256') return undefined
  const expected = signature(`${head}.${body}`, key)
  const received = Buffer.from(given, 'base64url')
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) return undefined
  const claims = decoded(body)
  const { exp, nbf = 0 } = claims ?? {}
  if (typeof exp !== 'number' || typeof nbf !== 'number') return undefined
  return now < exp * 1000 && now >= nbf * 1000 ? claims : undefined
}

function signature(text: string, key: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function encoded(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decoded(part: string): JsonObject | undefined {
  try {
    const value: Json = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
