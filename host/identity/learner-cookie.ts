import { createHmac, timingSafeEqual } from 'node:crypto'
import { lastUsed } from '../../runtime/values/last-used.js'
import { cookieValue } from './cookie-value.js'

const cookieName = 'unit_compositor_learner'

/** Keeps a demo learner's id in a signed cookie. A host with accounts of its own does not need it. */
export class LearnerCookie {
  readonly #checked = lastUsed<string>(10_000)

  /** @param secret signs the cookie; whoever knows it can be anyone */
  constructor(private readonly secret: string) {}

  /** The learner id in a Cookie header, when its signature is right. */
  read(header: string | undefined): string | undefined {
    const token = cookieValue(header, cookieName)
    if (!token) return undefined
    const known = this.#checked.get(token)
    if (known !== undefined) return known
    const mark = token.lastIndexOf('.')
    const id = decoded(token.slice(0, Math.max(mark, 0)))
    if (mark < 1 || id === undefined || !same(token.slice(mark + 1), this.#signature(id))) return undefined
    this.#checked.set(token, id)
    return id
  }

  /** The Set-Cookie header that makes a browser this learner. */
  write(id: string): string {
    return `${cookieName}=${encodeURIComponent(id)}.${this.#signature(id)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`
  }

  #signature(id: string): string {
    return createHmac('sha256', this.secret).update(id).digest('base64url')
  }
}

/** What nobody here wrote may hold anything. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function same(one: string, other: string): boolean {
  const left = Buffer.from(one)
  const right = Buffer.from(other)
  return left.length === right.length && timingSafeEqual(left, right)
}
