import type { JsonObject } from '../values/json.js'
import { domainParts } from './colon-parts.js'
import { LibraryKey } from './library-key.js'
import { OpaqueKey } from './opaque-key.js'
import { colonFreePart } from './part-rule.js'

/** A collection of a library's content: `lib-collection:ORG:SLUG:ID`. */
export class LibraryCollectionKey extends OpaqueKey {
  readonly category = 'library-item' as const
  declare readonly kind: 'lib-collection'
  readonly library: LibraryKey
  readonly collectionId: string

  constructor({ library, collectionId }: { readonly library: LibraryKey; readonly collectionId: string }) {
    super('lib-collection', `lib-collection:${library.path}:${collectionId}`)
    this.require('ID', collectionId, colonFreePart)
    this.library = library
    this.collectionId = collectionId
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): LibraryCollectionKey {
    const { domain, pieces } = domainParts('lib-collection', text, rest, 3)
    const [org = '', slug = '', collectionId = ''] = pieces
    return new LibraryCollectionKey({ library: new LibraryKey({ domain, org, slug }), collectionId })
  }

  override parts(): JsonObject {
    return { library: this.library.toString(), collectionId: this.collectionId }
  }
}

/** The parts of a library container's key. */
export interface LibraryContainerParts {
  readonly library: LibraryKey
  /** `unit`, `subsection` or `section` in the incumbent. */
  readonly containerType: string
  readonly containerId: string
}

/** A container (unit, section ...) in a library: `lct:ORG:SLUG:TYPE:ID`. */
export class LibraryContainerKey extends OpaqueKey {
  readonly category = 'library-item' as const
  declare readonly kind: 'lct'
  readonly library: LibraryKey
  readonly containerType: string
  readonly containerId: string

  constructor({ library, containerType, containerId }: LibraryContainerParts) {
    super('lct', `lct:${library.path}:${containerType}:${containerId}`)
    this.require('TYPE', containerType, colonFreePart)
    this.require('ID', containerId, colonFreePart)
    this.library = library
    this.containerType = containerType
    this.containerId = containerId
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): LibraryContainerKey {
    const { domain, pieces } = domainParts('lct', text, rest, 4)
    const [org = '', slug = '', containerType = '', containerId = ''] = pieces
    return new LibraryContainerKey({
      library: new LibraryKey({ domain, org, slug }),
      containerType,
      containerId,
    })
  }

  override parts(): JsonObject {
    return {
      library: this.library.toString(),
      containerType: this.containerType,
      containerId: this.containerId,
    }
  }
}
