import type { JsonObject } from '../values/json.js'
import { CourseKey } from './course-key.js'
import { OpaqueKey } from './opaque-key.js'
import { locatorPart, percentPart } from './part-rule.js'
import { splitLocator } from './split-locator.js'

/** The parts of an asset key. */
export interface AssetParts {
  readonly course: CourseKey
  /** `asset`, or `thumbnail` for the small picture made of one. */
  readonly assetType: string
  readonly name: string
}

/** A static file of a course: `asset-v1:ORG+COURSE+RUN+type@asset+block@NAME`. */
export class AssetKey extends OpaqueKey {
  readonly category = 'asset' as const
  declare readonly kind: 'asset-v1'
  readonly course: CourseKey
  readonly assetType: string
  readonly name: string

  constructor({ course, assetType, name }: AssetParts) {
    super(
      'asset-v1',
      `asset-v1:${course.toString().slice('course-v1:'.length)}+type@${assetType}+block@${name}`,
    )
    this.require('TYPE', assetType, locatorPart)
    this.require('NAME', name, percentPart)
    this.course = course
    this.assetType = assetType
    this.name = name
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): AssetKey {
    const { head, pins, blockType, blockId } = splitLocator(
      'asset-v1',
      text,
      rest,
      ['ORG', 'COURSE', 'RUN'],
      true,
    )
    const [org = '', course = '', run = ''] = head
    return new AssetKey({
      course: new CourseKey({ org, course, run, ...pins }),
      assetType: blockType,
      name: blockId,
    })
  }

  get context(): CourseKey {
    return this.course
  }

  override withoutBranchOrVersion(): AssetKey {
    const course = this.course.withoutBranchOrVersion()
    return course === this.course
      ? this
      : new AssetKey({ course, assetType: this.assetType, name: this.name })
  }

  override parts(): JsonObject {
    return { course: this.course.toString(), assetType: this.assetType, name: this.name }
  }
}
