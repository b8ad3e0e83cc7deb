import type { JsonObject } from '../values/json.js'
import { ContextualKey } from './contextual-key.js'
import { CourseBlockKey } from './course-block-key.js'
import { keyGrammars } from './key-grammar.js'
import { LibraryBlockKey } from './library-block-key.js'
import { LibraryKey } from './library-key.js'
import { malformedKey } from './malformed-key.js'
import { OpaqueKey } from './opaque-key.js'
import { colonFreePart } from './part-rule.js'

/** A use of a block in a course made of library content, which no kind of its own names. */
export interface PlannedUsage {
  readonly org: string
  readonly courseRun: string
  readonly blockType: string
  readonly blockId: string
}

/**
 * The shorter contextual form of "Contextual block usage keys": `clb:` + a `block-v1:` key or
 * ORG:COURSE_RUN:TYPE:ID + `:` + library block. Read and written back only; {@link toContextual} gives the
 * key we work with. The last four parts are always the library block, whose parts hold no colon.
 */
export class CourseLibraryBlockKey extends OpaqueKey {
  readonly category = 'reading' as const
  declare readonly kind: 'clb'
  readonly usage: CourseBlockKey | PlannedUsage
  readonly definition: LibraryBlockKey

  private constructor(text: string, usage: CourseBlockKey | PlannedUsage, definition: LibraryBlockKey) {
    super('clb', text)
    this.usage = usage
    this.definition = definition
    if (!(usage instanceof CourseBlockKey)) {
      this.require('ORG', usage.org, colonFreePart)
      this.require('COURSE_RUN', usage.courseRun, colonFreePart)
      this.require('TYPE', usage.blockType, colonFreePart)
      this.require('ID', usage.blockId, colonFreePart)
    }
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): CourseLibraryBlockKey {
    const pieces = rest.split(':')
    const [org = '', slug = '', blockType = '', blockId = ''] = pieces.slice(-4)
    const definitionOf = (): LibraryBlockKey =>
      new LibraryBlockKey({ library: new LibraryKey({ org, slug }), blockType, blockId })
    if (pieces[0] === 'block-v1') {
      if (pieces.length < 6) {
        throw malformedKey(
          keyGrammars.clb,
          text,
          'four parts of a library block are due after the block-v1: key',
        )
      }
      const usage = pieces.slice(0, -4).join(':')
      return new CourseLibraryBlockKey(
        text,
        CourseBlockKey.read(usage, usage.slice('block-v1:'.length)),
        definitionOf(),
      )
    }
    if (pieces.length !== 8) {
      throw malformedKey(keyGrammars.clb, text, `it has ${pieces.length} parts after 'clb:', not 8`)
    }
    const [usageOrg = '', courseRun = '', usageType = '', usageId = ''] = pieces
    const usage = { org: usageOrg, courseRun, blockType: usageType, blockId: usageId }
    return new CourseLibraryBlockKey(text, usage, definitionOf())
  }

  /** The `cb:` key of the same usage; undefined for the form that names no course run. */
  toContextual(): ContextualKey | undefined {
    if (!(this.usage instanceof CourseBlockKey)) return undefined
    return new ContextualKey({ usage: this.usage, definition: this.definition })
  }

  override parts(): JsonObject {
    const usage = this.usage instanceof CourseBlockKey ? this.usage.toString() : { ...this.usage }
    return { usage, definition: this.definition.toString() }
  }
}

/**
 * The reference form of the "Unit compositor" example: `lb-ref:SLUG:TYPE:ID:` + a course block without its
 * namespace. Read and written back only: it names a library without its organisation.
 */
export class LibraryReferenceKey extends OpaqueKey {
  readonly category = 'reading' as const
  declare readonly kind: 'lb-ref'
  readonly slug: string
  readonly blockType: string
  readonly blockId: string
  readonly usage: CourseBlockKey

  private constructor(text: string, slug: string, blockType: string, blockId: string, usage: CourseBlockKey) {
    super('lb-ref', text)
    this.require('SLUG', slug, colonFreePart)
    this.require('TYPE', blockType, colonFreePart)
    this.require('ID', blockId, colonFreePart)
    this.slug = slug
    this.blockType = blockType
    this.blockId = blockId
    this.usage = usage
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): LibraryReferenceKey {
    const [slug = '', blockType = '', blockId = '', ...place] = rest.split(':')
    if (place.length === 0) {
      throw malformedKey(keyGrammars['lb-ref'], text, 'a course block is due after SLUG:TYPE:ID:')
    }
    const usage = place.join(':')
    return new LibraryReferenceKey(
      text,
      slug,
      blockType,
      blockId,
      CourseBlockKey.read(`block-v1:${usage}`, usage),
    )
  }

  override parts(): JsonObject {
    return { slug: this.slug, blockType: this.blockType, blockId: this.blockId, usage: this.usage.toString() }
  }
}
