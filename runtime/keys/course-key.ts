import type { JsonObject } from '../values/json.js'
import { keyGrammars } from './key-grammar.js'
import { LearningContextKey } from './learning-context-key.js'
import { malformedKey } from './malformed-key.js'
import { locatorPart, objectIdPart, oldOrgPart, percentPart } from './part-rule.js'
import { pinParts, printPins, splitLocator, type BranchVersion } from './split-locator.js'

/** The parts of a course key. */
export interface CourseParts extends BranchVersion {
  readonly org: string
  readonly course: string
  readonly run: string
}

/** A course run: `course-v1:ORG+COURSE+RUN`, possibly pinned to a branch or version. */
export class CourseKey extends LearningContextKey {
  declare readonly kind: 'course-v1'
  readonly org: string
  readonly course: string
  readonly run: string
  readonly branch: string | undefined
  readonly version: string | undefined

  constructor({ org, course, run, branch, version }: CourseParts) {
    super('course-v1', `course-v1:${org}+${course}+${run}${printPins({ branch, version })}`)
    this.require('ORG', org, locatorPart)
    this.require('COURSE', course, locatorPart)
    this.require('RUN', run, locatorPart)
    if (branch !== undefined) this.require('BRANCH', branch, locatorPart)
    if (version !== undefined) this.require('VERSION', version, objectIdPart)
    this.org = org
    this.course = course
    this.run = run
    this.branch = branch
    this.version = version
    Object.freeze(this)
  }

  static read(this: void, text: string, rest: string): CourseKey {
    const { head, pins } = splitLocator('course-v1', text, rest, ['ORG', 'COURSE', 'RUN'], false)
    const [org = '', course = '', run = ''] = head
    return new CourseKey({ org, course, run, ...pins })
  }

  override withoutBranchOrVersion(): CourseKey {
    if (this.branch === undefined && this.version === undefined) return this
    return new CourseKey({ org: this.org, course: this.course, run: this.run })
  }

  override parts(): JsonObject {
    return { org: this.org, course: this.course, run: this.run, ...pinParts(this) }
  }
}

/** A course run in the form without namespace: `ORG/COURSE/RUN`. Never equal to the `course-v1:` key. */
export class OldCourseKey extends LearningContextKey {
  declare readonly kind: 'old-course'
  readonly org: string
  readonly course: string
  readonly run: string

  constructor({ org, course, run }: Pick<CourseParts, 'org' | 'course' | 'run'>) {
    super('old-course', `${org}/${course}/${run}`)
    this.require('ORG', org, oldOrgPart)
    this.require('COURSE', course, percentPart)
    this.require('RUN', run, percentPart)
    this.org = org
    this.course = course
    this.run = run
    Object.freeze(this)
  }

  static read(this: void, text: string): OldCourseKey {
    const pieces = text.split('/')
    if (pieces.length !== 3) {
      throw malformedKey(keyGrammars['old-course'], text, `it has ${pieces.length} parts, not 3`)
    }
    const [org = '', course = '', run = ''] = pieces
    return new OldCourseKey({ org, course, run })
  }

  override parts(): JsonObject {
    return { org: this.org, course: this.course, run: this.run }
  }
}
