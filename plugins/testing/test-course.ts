import {
  Course,
  CompositorError,
  parseUsageKey,
  type BlockTypes,
  type ComposedBlock,
  type CourseLine,
  type LearnerRecord,
  type SurroundingBlock,
  type Surroundings,
} from '../../runtime/index.js'
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

/** What one learner has of the blocks of a test. */
export interface TestStanding {
  /** What was placed, each with what is in it. */
  readonly roots: readonly ComposedBlock[]
  readonly types: BlockTypes
  /** The children that this learner sees. */
  readonly childrenOf: (block: ComposedBlock) => readonly ComposedBlock[]
  readonly resultOf: (usage: string) => Omit<LearnerRecord, 'state'>
}

/** What stands around a block of a test: what was placed stands side by side in the course. */
export function testSurroundings(key: string, standing: TestStanding): Surroundings {
  const { roots, types, childrenOf } = standing
  const parentOf = (usage: string, parent?: ComposedBlock): readonly ComposedBlock[] | undefined => {
    const children = parent ? childrenOf(parent) : roots
    if (children.some((one) => one.key === usage)) return children
    for (const child of children) {
      const found = parentOf(usage, child)
      if (found) return found
    }
    return undefined
  }
  const beside = (usage: string): readonly ComposedBlock[] => {
    const found = parentOf(within(usage))
    if (found) return found
    throw new CompositorError('block-not-found', `There is no block '${usage.slice(0, 300)}' here.`)
  }
  const told = (blocks: readonly ComposedBlock[]) =>
    blocks.map((block): SurroundingBlock => {
      const title = block.fields['display_name']
      const ofType = types.get(block.type)?.fieldByOlxName('display_name')?.field.defaultValue
      const named = [title, ofType].find((one) => typeof one === 'string' && one.trim() !== '')
      return {
        key: block.key,
        type: block.type,
        title: typeof named === 'string' ? named : parseUsageKey(block.key).blockId.replaceAll('_', ' '),
        hasChildren: childrenOf(block).length > 0,
        ...progressOf(block, standing),
      }
    })
  return {
    async children(usage = key) {
      if (within(usage) === courseBlock) return told(roots)
      const block = beside(usage).find((one) => one.key === within(usage))
      return told(block ? childrenOf(block) : [])
    },
    async siblings(usage = key) {
      if (within(usage) === courseBlock) return []
      return told(beside(usage).filter((one) => one.key !== within(usage)))
    },
  }
}

const courseBlock = `${testCourse.replace('course-v1', 'block-v1')}+type@course+block@course`

function within(usage: string): string {
  if (usage === testCourse) return courseBlock
  const { context } = parseUsageKey(usage)
  if (context.withoutBranchOrVersion().toString() === testCourse) return usage
  throw new CompositorError('service-use', `'${usage.slice(0, 300)}' is of another learning context.`)
}

function progressOf(
  top: ComposedBlock,
  { types, childrenOf, resultOf }: TestStanding,
): Pick<SurroundingBlock, 'completion' | 'score'> {
  const completion = { done: 0, blocks: 0 }
  const score = { earned: 0, possible: 0 }
  let scored = 0
  const walk = (block: ComposedBlock, isCounted: boolean): void => {
    const capabilities = types.get(block.type)?.capabilities
    const mode = capabilities?.completion ?? 'completable'
    const { completion: done, grade } = resultOf(block.key)
    if (isCounted && mode === 'completable') {
      completion.done += done
      completion.blocks++
    }
    if (capabilities?.hasScore) {
      scored++
      score.earned += grade?.earned ?? 0
      score.possible += grade?.possible ?? 1
    }
    for (const child of childrenOf(block)) walk(child, isCounted && mode === 'aggregator')
  }
  walk(top, true)
  return { ...(completion.blocks > 0 && { completion }), ...(scored > 0 && { score }) }
}
