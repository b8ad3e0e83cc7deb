import { Course, type CourseLine } from '../../runtime/index.js'
import { testCourse } from './placed-block.js'

/** What a test says of the course that its blocks stand in; everything may be left out. */
export interface TestCourseFacts {
  readonly title?: string
  /** As in BCP 47. */
  readonly language?: string
  readonly start?: Date
  readonly end?: Date
  /** What stands above the blocks. */
  readonly path?: readonly CourseLine[]
}

/** The course of the test kit. */
export class TestCourse extends Course {
  readonly key = testCourse
  readonly title: string
  readonly language: string | undefined
  readonly start: Date | undefined
  readonly end: Date | undefined
  readonly path: readonly CourseLine[]
  /** Names all of it: what views are told of it is the same for all. */
  readonly mark: string

  constructor({ title = 'Test kit', language, start, end, path = [] }: TestCourseFacts) {
    super()
    this.title = title
    this.language = language
    this.start = start
    this.end = end
    this.path = path
    this.mark = JSON.stringify([title, language, start, end, path])
  }
}
