import type { JsonObject } from '../values/json.js'
import { keyGrammars } from './key-grammar.js'
import { malformedKey } from './malformed-key.js'
import { colonParts } from './colon-parts.js'
import { OldBlockKey } from './old-block-key.js'
import { OpaqueKey } from './opaque-key.js'
import {
  bundlePathPart,
  bundleVersionPart,
  colonFreePart,
  hexPart,
  locatorPart,
  uuidPart,
} from './part-rule.js'

/** A key of a block's content where it is stored. An old block key is a usage and a definition at once. */
export type DefinitionKey = CourseDefinitionKey | BundleDefinitionKey | OldBlockKey

/** Whether a key names a definition. */
export function isDefinitionKey(key: OpaqueKey): key is DefinitionKey {
  return (
    key instanceof CourseDefinitionKey || key instanceof BundleDefinitionKey || key instanceof OldBlockKey
  )
}

/** A definition by its id or content hash: `def-v1:HEX+type@TYPE`. */
export class CourseDefinitionKey extends OpaqueKey {
  readonly category = 'definition' as const
  declare readonly kind: 'def-v1'
  readonly definitionId: string
  readonly blockType: string

  constructor({ definitionId, blockType }: { readonly definitionId: string; readonly blockType: string }) {
    super('def-v1', `def-v1:${definitionId}+type@${blockType}`)
    this.require('HEX', definitionId, hexPart)
    this.require('TYPE', blockType, locatorPart)
    this.definitionId = definitionId
    this.blockType = blockType
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): CourseDefinitionKey {
    const at = rest.indexOf('+type@')
    if (at === -1) throw malformedKey(keyGrammars['def-v1'], text, "it has no '+type@'")
    return new CourseDefinitionKey({ definitionId: rest.slice(0, at), blockType: rest.slice(at + 6) })
  }

  override parts(): JsonObject {
    return { definitionId: this.definitionId, blockType: this.blockType }
  }
}

/** The parts of a bundle definition key. */
export interface BundleDefinitionParts {
  readonly bundle: string
  /** Version number of the bundle in decimal digits, or the name of a draft. */
  readonly versionOrDraft: string
  readonly blockType: string
  /** Path of the OLX file in the bundle. */
  readonly olxPath: string
}

/** A definition as a file of a bundle: `bundle-olx:UUID:VERSION_OR_DRAFT:TYPE:PATH`. */
export class BundleDefinitionKey extends OpaqueKey {
  readonly category = 'definition' as const
  declare readonly kind: 'bundle-olx'
  readonly bundle: string
  readonly versionOrDraft: string
  readonly blockType: string
  readonly olxPath: string

  constructor({ bundle, versionOrDraft, blockType, olxPath }: BundleDefinitionParts) {
    super('bundle-olx', `bundle-olx:${bundle}:${versionOrDraft}:${blockType}:${olxPath}`)
    this.require('UUID', bundle, uuidPart)
    this.require('VERSION_OR_DRAFT', versionOrDraft, bundleVersionPart)
    this.require('TYPE', blockType, colonFreePart)
    this.require('PATH', olxPath, bundlePathPart)
    this.bundle = bundle
    this.versionOrDraft = versionOrDraft
    this.blockType = blockType
    this.olxPath = olxPath
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): BundleDefinitionKey {
    const [bundle = '', versionOrDraft = '', blockType = '', olxPath = ''] = colonParts(
      'bundle-olx',
      text,
      rest,
      [4],
    )
    return new BundleDefinitionKey({ bundle, versionOrDraft, blockType, olxPath })
  }

  /** The version number, or undefined for a draft. */
  get version(): number | undefined {
    return /^\d+$/.test(this.versionOrDraft) ? Number(this.versionOrDraft) : undefined
  }

  override parts(): JsonObject {
    return {
      bundle: this.bundle,
      [this.version === undefined ? 'draft' : 'version']: this.versionOrDraft,
      blockType: this.blockType,
      olxPath: this.olxPath,
    }
  }
}
