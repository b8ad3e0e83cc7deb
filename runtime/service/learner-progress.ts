import { CompositorError } from '../errors/index.js'
import { parseUsageKey } from '../keys/index.js'
import type { JsonObject } from '../values/json.js'
import type { ServedBlock, ServiceForBlock } from './for-block.js'
import type { GivenGrade } from './learners.js'

/** How far the learner is with this block (XBlock's `completion` service). */
export abstract class Completion {
  /** @param value 0 not begun, 1 done @throws CompositorError `service-use` for anything else */
  abstract emit(value: number): void
}

/** What the learner earned with this block (XBlock's `grade` event). */
export abstract class Grades {
  /**
   * @param value raw points earned, of `maxValue` possible
   * @throws CompositorError `service-use` for numbers that are no score
   */
  abstract publish(value: number, maxValue: number, options?: { readonly onlyIfHigher?: boolean }): void

  /** The learner's grade as it is stored, with the comment of whoever gave it by hand; undefined before there is one. */
  abstract current(): GivenGrade | undefined
}

/** What is stored of this learner at other blocks of the same learning context (the incumbent's `user_state`). */
export abstract class LearnerState {
  /**
   * The values of scope user_state by OLX name; undefined where nothing is stored.
   * @throws CompositorError `service-use` for a block of another learning context
   */
  abstract of(usageKey: string): JsonObject | undefined
}

/** Services that the kernel has for every block unless the host binds others. */
export const completionForBlock: ServiceForBlock<Completion> = {
  forBlock: (block) => ({
    emit(value) {
      if (!(value >= 0 && value <= 1)) throw misuse(block, `completion is from 0 to 1, not ${value}`)
      block.publish('completion', { value })
    },
  }),
}

/** See {@link completionForBlock}. */
export const gradesForBlock: ServiceForBlock<Grades> = {
  forBlock: (block) => ({
    publish(value, maxValue, { onlyIfHigher = false } = {}) {
      if (!(value >= 0 && value <= maxValue && Number.isFinite(maxValue))) {
        throw misuse(block, `a grade is from 0 to what is possible, not ${value} of ${maxValue}`)
      }
      block.publish('grade', { value, maxValue, ...(onlyIfHigher && { onlyIfHigher }) })
    },
    current: () => {
      const { grade } = block
      if (!grade) return grade
      // What else is kept of it, such as why staff gave it, is for staff.
      const { earned, possible, at, comment } = grade
      return { earned, possible, at, ...(comment !== undefined && { comment }) }
    },
  }),
}

/** See {@link completionForBlock}. */
export const learnerStateForBlock: ServiceForBlock<LearnerState> = {
  forBlock: (block) => ({
    of(usageKey) {
      const other = parseUsageKey(usageKey).withoutBranchOrVersion()
      const context = other.context.withoutBranchOrVersion().toString()
      if (context !== block.context) {
        throw misuse(block, `'${usageKey}' is of ${context}, this block of ${block.context}`)
      }
      return block.record({ scope: 'userState', id: other.toString() })
    },
  }),
}

function misuse({ composed }: ServedBlock, why: string): CompositorError {
  return new CompositorError('service-use', `${composed.type} used a service wrongly: ${why}.`, {
    usage: composed.key,
  })
}
