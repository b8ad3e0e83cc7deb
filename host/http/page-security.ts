import { CompositorError, type FragmentResource } from '../../runtime/index.js'
import type { HostResponse } from './exchange.js'

/** What the pages of a host may do besides what they need. */
export interface PageSecurityOptions {
  /** Origins of sites that may show pages of this host in a frame; none but the host itself if left out. */
  readonly frameAncestors?: readonly string[]
  /** Origins that client modules of plugins load scripts from. */
  readonly scriptOrigins?: readonly string[]
}

/** What a browser runs scripts of when it is opened as a page. */
const documents = /^\s*(?:text\/html|application\/xhtml\+xml|image\/svg\+xml|(?:text|application)\/xml)\b/i

/** Headers of every answer. */
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
}

/**
 * What browsers hold every answer to (Content Security Policy, level 3). Pages run scripts of files only, never those
 * that stand in them, so that nothing that slips into a page acts; pictures, videos and frames of courses may come
 * from anywhere, as they do. Styles may stand in a page: formulas and course content have some.
 */
export class PageSecurity {
  readonly #before: string
  readonly #after: string
  readonly #usual: Readonly<Record<string, string>>
  readonly #kept = new WeakMap<HostResponse, HostResponse>()

  /** @throws CompositorError `host-options` for what is no origin */
  constructor({ frameAncestors = [], scriptOrigins = [] }: PageSecurityOptions = {}) {
    for (const one of [...frameAncestors, ...scriptOrigins]) checkOrigin(one)
    this.#before = ["default-src 'self'", ["script-src 'self'", ...scriptOrigins].join(' ')].join('; ')
    this.#after = [
      "style-src 'self' 'unsafe-inline' https:",
      'img-src * data: blob:',
      'media-src * data: blob:',
      "font-src 'self' https: data:",
      "connect-src 'self' https: wss:",
      "frame-src 'self' https: http: blob:",
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      ["frame-ancestors 'self'", ...frameAncestors].join(' '),
    ].join('; ')
    this.#usual = { ...always, 'content-security-policy': `${this.#before}; ${this.#after}` }
  }

  /** An answer with the headers that it lacks; those that a route or a block's handler set itself stay. */
  secured(answer: HostResponse): HostResponse {
    if (!answer.isKept) return this.#secured(answer)
    let secured = this.#kept.get(answer)
    if (!secured) this.#kept.set(answer, (secured = this.#secured(answer)))
    return secured
  }

  #secured(answer: HostResponse): HostResponse {
    const { headers, scriptOrigins = [] } = answer
    const type = headers['content-type']
    const isDocument = type !== undefined && documents.test(type)
    return { ...answer, headers: { ...(isDocument ? this.#ofDocument(scriptOrigins) : always), ...headers } }
  }

  #ofDocument(scriptOrigins: readonly string[]): Readonly<Record<string, string>> {
    if (scriptOrigins.length === 0) return this.#usual
    const policy = [[this.#before, ...scriptOrigins].join(' '), this.#after].join('; ')
    return { ...always, 'content-security-policy': policy }
  }
}

/** Origins of other sites that the scripts of a page's blocks are at: plugins name them, never content. */
export function scriptOriginsOf(resources: readonly FragmentResource[]): string[] {
  const origins = resources.flatMap(({ kind, url }) => {
    if (kind !== 'js' || !/^(?:https?:)?\/\//i.test(url)) return []
    const address = url.startsWith('//') ? `https:${url}` : url
    return URL.canParse(address) ? [new URL(address).origin] : []
  })
  return [...new Set(origins)]
}

function checkOrigin(text: string): void {
  if (URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text)) return
  throw new CompositorError(
    'host-options',
    `'${text}' is no origin; one is written https://HOST or https://HOST:PORT, without a path.`,
  )
}
