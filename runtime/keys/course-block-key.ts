import type { JsonObject } from '../values/json.js'
import { CourseKey } from './course-key.js'
import { locatorPart } from './part-rule.js'
import { splitLocator } from './split-locator.js'
import { UsageKey } from './usage-key.js'

/** The parts of a course block's key; branch and version are the course key's. */
export interface CourseBlockParts {
  readonly course: CourseKey
  readonly blockType: string
  readonly blockId: string
}

/** A block in a course: `block-v1:ORG+COURSE+RUN+type@TYPE+block@ID`. */
export class CourseBlockKey extends UsageKey {
  declare readonly kind: 'block-v1'
  readonly course: CourseKey
  readonly blockType: string
  readonly blockId: string

  constructor({ course, blockType, blockId }: CourseBlockParts) {
    super(
      'block-v1',
      `block-v1:${course.toString().slice('course-v1:'.length)}+type@${blockType}+block@${blockId}`,
    )
    this.require('TYPE', blockType, locatorPart)
    this.require('ID', blockId, locatorPart)
    this.course = course
    this.blockType = blockType
    this.blockId = blockId
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): CourseBlockKey {
    const { head, pins, blockType, blockId } = splitLocator(
      'block-v1',
      text,
      rest,
      ['ORG', 'COURSE', 'RUN'],
      true,
    )
    const [org = '', course = '', run = ''] = head
    return new CourseBlockKey({ course: new CourseKey({ org, course, run, ...pins }), blockType, blockId })
  }

  get context(): CourseKey {
    return this.course
  }

  override withoutBranchOrVersion(): CourseBlockKey {
    const course = this.course.withoutBranchOrVersion()
    if (course === this.course) return this
    return new CourseBlockKey({ course, blockType: this.blockType, blockId: this.blockId })
  }

  override parts(): JsonObject {
    return { course: this.course.toString(), blockType: this.blockType, blockId: this.blockId }
  }
}
