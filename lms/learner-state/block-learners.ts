import type { Records } from '../../store/index.js'
import { learnerOfText } from './learner-text.js'
import { learnerOfKey, learnersOfPrefix, learnersSearchPrefix } from './record-key.js'

/** Which learners of a block are listed. */
export interface LearnersPage {
  /** The learner after whom it begins; or `before`, the one before whom it ends. */
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly limit?: number | undefined
  /** What ids begin with; of ids that are long, or not plain ASCII without spaces, the whole. */
  readonly search?: string | undefined
}

/** Follows all that a key may hold. */
const lastCharacter = '\u007f'

/** Of whom values are stored at a block, whether or not they still see it. */
export class BlockLearners {
  constructor(private readonly records: Pick<Records, 'read' | 'range' | 'count'>) {}

  /** Their ids in an order that stays; all of them where no page is asked for. @throws CompositorError `store-unavailable` */
  async page(usage: string, page: LearnersPage = {}): Promise<readonly string[]> {
    const { after, before, search = '', limit } = page
    const prefix = search === '' ? learnersOfPrefix(usage) : learnersSearchPrefix(usage, search)
    const isBackward = before !== undefined
    const found = await this.records.range({
      // The first character that a key may hold follows a space.
      from: after === undefined ? prefix : `${learnerOfKey(usage, after)} `,
      to: isBackward ? learnerOfKey(usage, before) : `${prefix}${lastCharacter}`,
      limit,
      isBackward,
    })
    const learners = found.map(({ text }) => learnerOfText(text))
    return isBackward ? learners.toReversed() : learners
  }

  /** Whether a learner is one of them. @throws CompositorError `store-unavailable` */
  async has(usage: string, learner: string): Promise<boolean> {
    const key = learnerOfKey(usage, learner)
    return (await this.records.read([key])).has(key)
  }

  /** How many they are. @throws CompositorError `store-unavailable` */
  async count(usage: string): Promise<number> {
    const prefix = learnersOfPrefix(usage)
    return this.records.count({ from: prefix, to: `${prefix}${lastCharacter}` })
  }
}
