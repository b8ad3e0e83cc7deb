import type { JsonObject } from '../values/json.js'
import { LearningContextKey } from './learning-context-key.js'
import { locatorPart, objectIdPart } from './part-rule.js'
import { pinParts, printPins, splitLocator, type BranchVersion } from './split-locator.js'

/** The parts of a v1 library key. */
export interface V1LibraryParts extends BranchVersion {
  readonly org: string
  readonly library: string
}

/** A v1 library: `library-v1:ORG+LIBRARY`, possibly pinned to a branch or version. */
export class V1LibraryKey extends LearningContextKey {
  declare readonly kind: 'library-v1'
  readonly org: string
  readonly library: string
  readonly branch: string | undefined
  readonly version: string | undefined

  constructor({ org, library, branch, version }: V1LibraryParts) {
    super('library-v1', `library-v1:${org}+${library}${printPins({ branch, version })}`)
    this.require('ORG', org, locatorPart)
    this.require('LIBRARY', library, locatorPart)
    if (branch !== undefined) this.require('BRANCH', branch, locatorPart)
    if (version !== undefined) this.require('VERSION', version, objectIdPart)
    this.org = org
    this.library = library
    this.branch = branch
    this.version = version
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): V1LibraryKey {
    const { head, pins } = splitLocator('library-v1', text, rest, ['ORG', 'LIBRARY'], false)
    const [org = '', library = ''] = head
    return new V1LibraryKey({ org, library, ...pins })
  }

  override withoutBranchOrVersion(): V1LibraryKey {
    if (this.branch === undefined && this.version === undefined) return this
    return new V1LibraryKey({ org: this.org, library: this.library })
  }

  override parts(): JsonObject {
    return { org: this.org, library: this.library, ...pinParts(this) }
  }
}
