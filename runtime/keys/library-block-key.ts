import type { JsonObject } from '../values/json.js'
import { domainParts } from './colon-parts.js'
import { LibraryKey } from './library-key.js'
import { colonFreePart } from './part-rule.js'
import { UsageKey } from './usage-key.js'

/** The parts of a library block's key. */
export interface LibraryBlockParts {
  readonly library: LibraryKey
  readonly blockType: string
  readonly blockId: string
}

/** A block in a library: `lb:ORG:SLUG:TYPE:ID`, with the library's domain in front where it has one. */
export class LibraryBlockKey extends UsageKey {
  declare readonly kind: 'lb'
  readonly library: LibraryKey
  readonly blockType: string
  readonly blockId: string

  constructor({ library, blockType, blockId }: LibraryBlockParts) {
    super('lb', `lb:${library.path}:${blockType}:${blockId}`)
    this.require('TYPE', blockType, colonFreePart)
    this.require('ID', blockId, colonFreePart)
    this.library = library
    this.blockType = blockType
    this.blockId = blockId
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): LibraryBlockKey {
    const { domain, pieces } = domainParts('lb', text, rest, 4)
    const [org = '', slug = '', blockType = '', blockId = ''] = pieces
    return new LibraryBlockKey({ library: new LibraryKey({ domain, org, slug }), blockType, blockId })
  }

  get context(): LibraryKey {
    return this.library
  }

  override parts(): JsonObject {
    return { library: this.library.toString(), blockType: this.blockType, blockId: this.blockId }
  }
}
