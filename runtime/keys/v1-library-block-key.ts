import type { JsonObject } from '../values/json.js'
import { locatorPart } from './part-rule.js'
import { splitLocator } from './split-locator.js'
import { UsageKey } from './usage-key.js'
import { V1LibraryKey } from './v1-library-key.js'

/** The parts of a v1 library block's key; branch and version are the library key's. */
export interface V1LibraryBlockParts {
  readonly library: V1LibraryKey
  readonly blockType: string
  readonly blockId: string
}

/** A block in a v1 library: `lib-block-v1:ORG+LIBRARY+type@TYPE+block@ID`. */
export class V1LibraryBlockKey extends UsageKey {
  declare readonly kind: 'lib-block-v1'
  readonly library: V1LibraryKey
  readonly blockType: string
  readonly blockId: string

  constructor({ library, blockType, blockId }: V1LibraryBlockParts) {
    const place = library.toString().slice('library-v1:'.length)
    super('lib-block-v1', `lib-block-v1:${place}+type@${blockType}+block@${blockId}`)
    this.require('TYPE', blockType, locatorPart)
    this.require('ID', blockId, locatorPart)
    this.library = library
    this.blockType = blockType
    this.blockId = blockId
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): V1LibraryBlockKey {
    const { head, pins, blockType, blockId } = splitLocator(
      'lib-block-v1',
      text,
      rest,
      ['ORG', 'LIBRARY'],
      true,
    )
    const [org = '', library = ''] = head
    return new V1LibraryBlockKey({ library: new V1LibraryKey({ org, library, ...pins }), blockType, blockId })
  }

  get context(): V1LibraryKey {
    return this.library
  }

  override withoutBranchOrVersion(): V1LibraryBlockKey {
    const library = this.library.withoutBranchOrVersion()
    if (library === this.library) return this
    return new V1LibraryBlockKey({ library, blockType: this.blockType, blockId: this.blockId })
  }

  override parts(): JsonObject {
    return { library: this.library.toString(), blockType: this.blockType, blockId: this.blockId }
  }
}
