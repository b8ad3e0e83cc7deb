import { Block, block, json, string, view, type Choice } from '../../runtime/index.js'
import { chooseChildren } from './choose-children.js'

/** Keeps one child a learner, by its key. Learners of the incumbent come with its number among the children. */
const choice: Choice<object> = {
  field: 'choice',
  choose({ usage, members, stored, seed }) {
    const numbered = typeof stored === 'number' ? members.keyAt(stored) : undefined
    const drawn = chooseChildren({
      usage,
      members,
      count: 1,
      stored: numbered === undefined ? stored : [numbered],
      seed,
    })
    return { ...drawn, changed: drawn.changed || numbered !== undefined }
  },
}

/** Shows each learner one of its children, drawn once (the incumbent's old `randomize`). */
@block('randomize', { completion: 'aggregator', choice, summary: () => ({ chooseBy: [] }) })
export class RandomizeBlock extends Block({
  settings: { displayName: string('', { label: 'Display name' }) },
  userState: { choice: json() },
}) {
  @view studentView() {
    return this.renderChildren()
  }
}
