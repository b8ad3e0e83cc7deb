import { createHmac } from 'node:crypto'
import { CompositorError } from '../../runtime/index.js'
import type { HostRequest } from '../http/exchange.js'
import { EmbeddedPlaces } from './embedded-places.js'
import { readLearnerToken, type EmbeddedLearner } from './learner-token.js'

/** Which pages of other sites may show units (docs/embed-a-unit.md). */
export interface EmbeddingOptions {
  /** Origins of the sites, such as `https://learn.example.org`; no others are answered. */
  readonly origins: readonly string[]
  /**
   * What learner tokens are signed with: any text of 32 characters or more that the servers of those pages know, too.
   * Made from the store's secret when left out, so that only this host can make tokens.
   */
  readonly key?: string
  /** Origin at which browsers reach this host; where requests say they were sent to when left out. */
  readonly address?: string
}

/** What embedding is made of. */
export interface EmbeddingParts {
  readonly options: EmbeddingOptions
  readonly secret: string
  readonly base: string
  readonly now: () => number
}

/** Lets pages of other sites show units: which may, for whom, and with which addresses. */
export class Embedding {
  readonly key: string
  readonly places: EmbeddedPlaces
  readonly #origins: ReadonlySet<string>
  readonly #address: string | undefined
  readonly #now: () => number

  /** @throws CompositorError `embed-options` for what is no origin, or a key that could be guessed */
  constructor({ options, secret, base, now }: EmbeddingParts) {
    const { origins, key, address } = options
    for (const one of [...origins, ...(address === undefined ? [] : [address])]) checkOrigin(one)
    if (key !== undefined && key.length < 32) {
      throw new CompositorError(
        'embed-options',
        `The embedding key has ${key.length} characters, 32 are needed.`,
      )
    }
    this.key = key ?? createHmac('sha256', secret).update('learner tokens').digest('base64url')
    this.places = new EmbeddedPlaces(secret, base, now)
    this.#origins = new Set(origins)
    this.#address = address
    this.#now = now
  }

  /** This host's origin, as the page that asks knows it. */
  originOf(request: HostRequest): string {
    return this.#address ?? request.origin ?? `http://${request.header('host') ?? 'localhost'}`
  }

  /** What lets the browser of a page on a listed site read an answer; for any other page, only that it depends. */
  corsHeaders(request: HostRequest): Readonly<Record<string, string>> {
    const origin = request.header('origin')
    const isListed = origin !== undefined && this.#origins.has(origin)
    return { vary: 'Origin', ...(isListed && { 'access-control-allow-origin': origin }) }
  }

  /**
   * A page of a site that is not listed gets nothing, whatever it shows. Requests without an origin are from this
   * site's pages, for pictures, or not from pages; a token must speak for them.
   * @throws CompositorError `embed-origin`
   */
  refuseStrangers(request: HostRequest): void {
    const origin = request.header('origin')
    if (origin === undefined || this.#origins.has(origin) || origin === this.originOf(request)) return
    throw new CompositorError(
      'embed-origin',
      `Pages of '${origin.slice(0, 200)}' may not show units of this host.`,
    )
  }

  /** Who a page asks for. @throws CompositorError `embed-token` */
  learnerOf(request: HostRequest): EmbeddedLearner {
    const [, token] = /^Bearer +(\S+)$/i.exec(request.header('authorization') ?? '') ?? []
    if (token !== undefined) return readLearnerToken(token, this.key, this.#now())
    throw new CompositorError('embed-token', 'The page gave no learner token.')
  }
}

function checkOrigin(text: string): void {
  if (URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text)) return
  throw new CompositorError(
    'embed-options',
    `'${text}' is no origin; one is written https://HOST or https://HOST:PORT, without a path.`,
  )
}
