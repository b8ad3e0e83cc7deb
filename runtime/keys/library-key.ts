import type { JsonObject } from '../values/json.js'
import { domainParts } from './colon-parts.js'
import { LearningContextKey } from './learning-context-key.js'
import { colonFreePart, domainPart } from './part-rule.js'

/** The parts of a library key. */
export interface LibraryParts {
  /** The site the library comes from; absent for this site. */
  readonly domain?: string | undefined
  readonly org: string
  readonly slug: string
}

/** A library: `lib:ORG:SLUG`, or `lib:DOMAIN:ORG:SLUG` for one of another site. */
export class LibraryKey extends LearningContextKey {
  declare readonly kind: 'lib'
  readonly domain: string | undefined
  readonly org: string
  readonly slug: string

  constructor({ domain, org, slug }: LibraryParts) {
    super('lib', domain === undefined ? `lib:${org}:${slug}` : `lib:${domain}:${org}:${slug}`)
    if (domain !== undefined) this.require('DOMAIN', domain, domainPart)
    this.require('ORG', org, colonFreePart)
    this.require('SLUG', slug, colonFreePart)
    this.domain = domain
    this.org = org
    this.slug = slug
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): LibraryKey {
    const { domain, pieces } = domainParts('lib', text, rest, 2)
    const [org = '', slug = ''] = pieces
    return new LibraryKey({ domain, org, slug })
  }

  /** The text without its namespace, with which the keys of a library's blocks begin. */
  get path(): string {
    return this.text.slice('lib:'.length)
  }

  override parts(): JsonObject {
    return { ...(this.domain !== undefined && { domain: this.domain }), org: this.org, slug: this.slug }
  }
}
