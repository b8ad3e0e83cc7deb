import { CompositorError } from '../errors/compositor-error.js'
import type { JsonObject } from '../values/json.js'
import { CourseBlockKey } from './course-block-key.js'
import type { CourseKey } from './course-key.js'
import { keyGrammars } from './key-grammar.js'
import { malformedKey, quoteKey } from './malformed-key.js'
import { percentPart, slashedPart } from './part-rule.js'
import { UsageKey } from './usage-key.js'

/** The parts of an old block key. */
export interface OldBlockParts {
  readonly org: string
  readonly course: string
  readonly blockType: string
  readonly blockId: string
  /** The branch, as old content called it. */
  readonly revision?: string | undefined
}

/**
 * A block of the oldest course store: `i4x://ORG/COURSE/TYPE/NAME[@REVISION]`. It stands for the block's
 * usage and for its definition alike, and names no run.
 */
export class OldBlockKey extends UsageKey {
  declare readonly kind: 'i4x'
  readonly org: string
  readonly course: string
  readonly blockType: string
  readonly blockId: string
  readonly revision: string | undefined

  constructor({ org, course, blockType, blockId, revision }: OldBlockParts) {
    const at = revision === undefined ? '' : `@${revision}`
    super('i4x', `i4x://${org}/${course}/${blockType}/${blockId}${at}`)
    this.require('ORG', org, percentPart)
    this.require('COURSE', course, percentPart)
    this.require('TYPE', blockType, percentPart)
    this.require('NAME', blockId, slashedPart)
    if (revision !== undefined) this.require('REVISION', revision, percentPart)
    this.org = org
    this.course = course
    this.blockType = blockType
    this.blockId = blockId
    this.revision = revision
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): OldBlockKey {
    if (!rest.startsWith('//')) throw malformedKey(keyGrammars.i4x, text, "'//' is due after 'i4x:'")
    const pieces = rest.slice(2).split('/')
    const [org = '', course = '', blockType = '', ...names] = pieces
    if (names.length === 0) throw malformedKey(keyGrammars.i4x, text, `it has ${pieces.length} parts, not 4`)
    const name = names.join('/')
    const at = name.indexOf('@')
    const [blockId, revision] = at === -1 ? [name] : [name.slice(0, at), name.slice(at + 1)]
    return new OldBlockKey({ org, course, blockType, blockId, revision })
  }

  /** @throws `key-kind` always: the run is not in the key; see {@link inCourse} */
  get context(): never {
    throw new CompositorError(
      'key-kind',
      `${quoteKey(this.text)} names no course run, so it has no learning context; place it in a course first.`,
    )
  }

  /** The same block in a course run, as a `block-v1:` key. */
  inCourse(course: CourseKey): CourseBlockKey {
    return new CourseBlockKey({ course, blockType: this.blockType, blockId: this.blockId })
  }

  override withoutBranchOrVersion(): OldBlockKey {
    if (this.revision === undefined) return this
    const { org, course, blockType, blockId } = this
    return new OldBlockKey({ org, course, blockType, blockId })
  }

  override parts(): JsonObject {
    return {
      org: this.org,
      course: this.course,
      blockType: this.blockType,
      blockId: this.blockId,
      ...(this.revision !== undefined && { revision: this.revision }),
    }
  }
}
